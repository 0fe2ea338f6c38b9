/** @module Use case: parts for the cases of a golden set. */
import { assignParts, toFacts, writeGoldenSet } from "../../evaluate/index.ts";
import { goldenForeign, goldenPartsStored } from "../errors.ts";
import { toChange, type GoldenChange } from "./change.ts";
import { openGoldenSet, writeGoldenFiles } from "./set-folder.ts";
import { textTools } from "./text-tools.ts";
import type { GoldenWorkspace } from "./workspace.ts";

export interface SplitGoldenInput {
  readonly folder: string;
  /** Draws parts for cases that have one, too. */
  readonly again?: boolean | undefined;
  /** Of the buckets; the set's own by default. */
  readonly seed?: string | undefined;
}

export interface SplitGoldenOutput extends GoldenChange {
  /** Share of the cases in the largest group, in [0, 1]: cases of a group stay together. */
  readonly largestGroup: number;
}

/** @throws app.golden-parts-stored, app.golden-foreign. */
export async function splitGolden(
  { assembly }: GoldenWorkspace,
  { folder, again = false, seed }: SplitGoldenInput,
): Promise<SplitGoldenOutput> {
  const opened = openGoldenSet(assembly.workingDirectory, folder);
  const { path, set, manifest, files, partsStored } = opened;
  if (!manifest) throw goldenForeign({ path });
  if (partsStored && !again) throw goldenPartsStored({ path });
  const facts = {
    ...toFacts(manifest, set.name, set.hash),
    ...(seed === undefined ? {} : { seed }),
  };
  const { cases, largestGroup } = assignParts([], set.cases, facts.seed ?? set.name, textTools);
  const written = writeGoldenSet(facts, cases, files);
  writeGoldenFiles(path, written.files, files);
  return { ...toChange(path, written, { added: [], refused: [] }), largestGroup };
}
