/** @module A golden set's folder, read whole and replaced file by file. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { z } from "zod";
import type { GoldenSet } from "../../domain/golden-set.ts";
import {
  assertUnchanged,
  goldenNotFound,
  KNOWN_GOLDEN_FILES,
  MANIFEST_FILE,
  parsePin,
  readGoldenFiles,
  type GoldenFiles,
  type ReadGoldenSet,
} from "../../evaluate/index.ts";

export interface OpenedGoldenSet extends ReadGoldenSet {
  /** Absolute. */
  readonly path: string;
  readonly files: GoldenFiles;
}

/** What a manifest names may only lie inside the folder. */
const Named = z.object({
  files: z.record(z.string().regex(/^(?!\.\.?\/|\/)(?:(?!\/\.\.?\/)[^\\:])+$/), z.unknown()),
});

/**
 * @param folder relative to the working directory; `folder@hash` pins the version.
 * @throws evaluate.golden-not-found, evaluate.golden-invalid, evaluate.golden-changed.
 */
export function openGoldenSet(workingDirectory: string, folder: string): OpenedGoldenSet {
  const pin = parsePin(folder);
  const opened = openUnpinned(workingDirectory, pin.folder);
  assertUnchanged(pin.folder, opened, pin.hash);
  return opened;
}

/** The same, whatever golden.json says of its hash: for making a version of what was changed. */
export function openUnpinned(workingDirectory: string, folder: string): OpenedGoldenSet {
  const path = resolve(workingDirectory, folder);
  if (!existsSync(path)) throw goldenNotFound({ path, missing: "the folder" });
  const files = readFiles(path);
  return { path, files, ...readGoldenFiles(path, files) };
}

export const readGoldenSet = (workingDirectory: string, folder: string): GoldenSet =>
  openGoldenSet(workingDirectory, folder).set;

function readFiles(path: string): GoldenFiles {
  const manifest = readIfThere(join(path, MANIFEST_FILE));
  const paths = new Set([...KNOWN_GOLDEN_FILES, ...listNamed(manifest)]);
  const files = new Map<string, Uint8Array>();
  for (const name of paths) {
    const bytes = readIfThere(join(path, name));
    if (bytes) files.set(name, bytes);
  }
  return files;
}

function readIfThere(path: string): Uint8Array | undefined {
  return existsSync(path) ? readFileSync(path) : undefined;
}

/** A manifest that cannot be read is told by whoever reads the set. */
function listNamed(manifest: Uint8Array | undefined): readonly string[] {
  try {
    return Object.keys(Named.parse(JSON.parse(String(manifest))).files);
  } catch {
    return [];
  }
}

/**
 * Each file is replaced as a whole, golden.json last: a process that is killed leaves the old version
 * or a folder that says its files have changed, never one that passes for a version.
 *
 * @param before files of the version that stood there; what the new one has not is removed.
 */
export function writeGoldenFiles(path: string, files: GoldenFiles, before?: GoldenFiles): void {
  const order = [...files].toSorted(
    ([a], [b]) => Number(a === MANIFEST_FILE) - Number(b === MANIFEST_FILE),
  );
  for (const [name, bytes] of order) {
    const target = join(path, name);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(`${target}.new`, bytes, { flush: true });
    renameSync(`${target}.new`, target);
  }
  for (const name of before?.keys() ?? [])
    if (!files.has(name)) rmSync(join(path, name), { force: true });
}
