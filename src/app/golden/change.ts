/** @module A version of a golden set put in the place of the one before. */
import { existsSync } from "node:fs";
import { basename, resolve } from "node:path";
import {
  makeNextVersion,
  toFacts,
  type GoldenFiles,
  type ManifestFacts,
  type NextVersion,
  type VersionBefore,
  type VersionChanges,
} from "../../evaluate/index.ts";
import { goldenExists, goldenForeign } from "../errors.ts";
import { openGoldenSet, writeGoldenFiles } from "./set-folder.ts";
import { textTools } from "./text-tools.ts";

/** What a command prints of a version that it made. */
export interface GoldenChange {
  /** Absolute. */
  readonly path: string;
  readonly name: string;
  readonly id: string;
  readonly hash: string;
  readonly parent?: string;
  readonly added: readonly string[];
  readonly refused: NextVersion["refused"];
  readonly cases: number;
  readonly parts: Readonly<Record<string, number>>;
}

export interface VersionPlace {
  /** Absolute. */
  readonly path: string;
  readonly before: VersionBefore;
}

/**
 * The version to change: that of the folder, or a new set where nothing is there.
 *
 * @throws app.golden-foreign for a set in another layout than ours, which is not rewritten.
 */
export function findVersion(
  workingDirectory: string,
  folder: string,
  facts: Partial<ManifestFacts> = {},
): VersionPlace {
  const path = resolve(workingDirectory, folder.replace(/@[^@/\\]*$/, ""));
  if (!existsSync(path)) {
    const name = facts.name ?? basename(path);
    return { path, before: { cases: [], files: new Map(), facts: { seed: name, ...facts, name } } };
  }
  const { set, manifest, files } = openGoldenSet(workingDirectory, folder);
  if (!manifest) throw goldenForeign({ path });
  return {
    path,
    before: { cases: set.cases, files, facts: toFacts(manifest, set.name, set.hash) },
  };
}

/** Writes nothing where nothing was added, retired or moved. */
export function putNextVersion(place: VersionPlace, changes: VersionChanges): GoldenChange {
  const next = makeNextVersion(place.before, changes, textTools);
  const changed = next.added.length > 0 || (changes.retire?.size ?? 0) > 0;
  if (changed) writeGoldenFiles(place.path, next.files, place.before.files);
  return toChange(place.path, next, next);
}

export function toChange(
  path: string,
  { set, manifest }: Pick<NextVersion, "set" | "manifest">,
  { added, refused }: Pick<NextVersion, "added" | "refused">,
): GoldenChange {
  return {
    path,
    name: set.name,
    id: set.id,
    hash: set.hash,
    ...(set.parent === undefined ? {} : { parent: set.parent }),
    added,
    refused,
    cases: manifest.counts.queries,
    parts: manifest.counts.parts ?? {},
  };
}

/** @throws app.golden-exists: a new set never replaces one. */
export function putNewSet(path: string, files: GoldenFiles): void {
  if (existsSync(path)) throw goldenExists({ path });
  writeGoldenFiles(path, files);
}
