/** @module Use case: what is wrong with a golden set. */
import {
  checkGoldenSet,
  readCorpusTexts,
  toFacts,
  writeGoldenSet,
  type GoldenCheck,
  type GoldenFiles,
  type ReadText,
} from "../../evaluate/index.ts";
import { openGoldenSet, openUnpinned, writeGoldenFiles } from "./set-folder.ts";
import { textTools } from "./text-tools.ts";
import { findDocuments, type GoldenWorkspace } from "./workspace.ts";

export interface CheckGoldenInput {
  /** `folder@hash` pins a version. */
  readonly folder: string;
  readonly effect?: number | undefined;
  /** Collections that hold the documents; default: all. */
  readonly collections?: readonly string[] | undefined;
  /** Makes a version of its own of files that were changed by hand. */
  readonly accept?: boolean | undefined;
}

/** @throws evaluate.golden-changed unless the change is accepted. */
export async function checkGolden(
  workspace: GoldenWorkspace,
  { folder, effect, collections, accept = false }: CheckGoldenInput,
): Promise<GoldenCheck> {
  const { workingDirectory } = workspace.assembly;
  if (accept) acceptChanges(workingDirectory, folder);
  const opened = openGoldenSet(workingDirectory, folder);
  const own = readOwnCorpus(opened.files);
  if (own) return checkGoldenSet(opened, { tools: textTools, effect, ...own });
  const documents = await findDocuments(workspace, collections);
  // Documents of other collections say nothing of a set whose own are not here.
  const relevant =
    documents &&
    opened.set.cases.some(({ grades }) => [...grades.keys()].some((key) => documents.keys.has(key)))
      ? documents
      : undefined;
  return checkGoldenSet(opened, {
    tools: textTools,
    effect,
    documents: relevant?.keys,
    read: relevant?.read,
  });
}

/** A set that brings its documents along is held to them, not to what was ingested since. */
function readOwnCorpus(
  files: GoldenFiles,
): { readonly documents: ReadonlySet<string>; readonly read: ReadText } | undefined {
  const texts = readCorpusTexts(files);
  if (!texts) return undefined;
  return { documents: new Set(texts.keys()), read: async (key) => texts.get(key) };
}

function acceptChanges(workingDirectory: string, folder: string): void {
  const { path, files, set, manifest } = openUnpinned(workingDirectory, folder);
  if (manifest?.hash === set.hash) return;
  const written = writeGoldenSet(toFacts(manifest, set.name, manifest?.hash), set.cases, files);
  writeGoldenFiles(path, written.files, files);
}
