/** @module Every golden set of a workspace: what nothing learned may have seen. */
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { KNOWN_GOLDEN_FILES, MANIFEST_FILE, parsePin } from "../../evaluate/index.ts";
import { openUnpinned, type OpenedGoldenSet } from "../golden/set-folder.ts";

/** Below `golden/`; sets lie right there or in a folder of their kind. */
const DEPTH = 3;
const IGNORED = new Set(["node_modules", ".git"]);

/**
 * Absolute, in order: the folders named, those below `golden/` of the given folders, and those right in
 * them that say they are one.
 */
export function listGoldenFolders(
  roots: readonly string[],
  named: readonly string[],
): readonly string[] {
  const found = new Set(named);
  for (const root of new Set(roots)) {
    for (const folder of listFolders(root))
      if (existsSync(join(folder, MANIFEST_FILE))) found.add(folder);
    walk(join(root, "golden"), DEPTH, found);
  }
  return [...found].toSorted();
}

function walk(folder: string, depth: number, found: Set<string>): void {
  if (isGolden(folder)) found.add(folder);
  if (depth === 0) return;
  for (const inner of listFolders(folder)) walk(inner, depth - 1, found);
}

const isGolden = (folder: string): boolean =>
  existsSync(join(folder, MANIFEST_FILE)) ||
  (existsSync(join(folder, "queries.jsonl")) &&
    KNOWN_GOLDEN_FILES.some((name) => name !== "queries.jsonl" && existsSync(join(folder, name))));

const listFolders = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && !IGNORED.has(entry.name))
        .map((entry) => join(folder, entry.name))
        .toSorted()
    : [];

/** Opened as they are, changed ones too: what a file asks is guarded, whatever its manifest says. */
export function openGuarded(
  workingDirectory: string,
  roots: readonly string[],
  named: readonly string[],
): readonly OpenedGoldenSet[] {
  const paths = named.map((folder) => resolve(workingDirectory, parsePin(folder).folder));
  return listGoldenFolders(roots, paths).map((path) => openUnpinned(workingDirectory, path));
}
