/** @module A folder of files as a source. */
import { readdir, readFile, stat } from "node:fs/promises";
import { join, matchesGlob, resolve } from "node:path";
import ignore, { type Ignore } from "ignore";
import { watch } from "chokidar";
import { z } from "zod";
import { defineAdapter } from "../../ports/adapter.ts";
import type { Source, SourceItem } from "../../ports/source.ts";
import { sourceNotFound } from "./errors.ts";
import { readWholeFile, toUnreadable } from "./read-file.ts";

const Options = z.strictObject({
  path: z.string().min(1),
  /** Globs relative to the folder, `/` between names; a file must match one. */
  include: z.array(z.string().min(1)).default(["**"]),
  /** Globs of what to leave out: files, and folders with all that is in them. */
  exclude: z.array(z.string().min(1)).default([]),
});

/** Read in each folder; the syntax of .gitignore. */
const IGNORE_FILES = [".gitignore", ".plumblineignore"];
/** Never anybody's documents. */
const NEVER = new Set(["node_modules", "__pycache__"]);
/** A file that is still being written must not be read half. */
const SETTLE_MS = 300;

interface Rules {
  /** Folder the rules were found in, relative, ending in `/`; empty for the root. */
  readonly base: string;
  readonly rules: Ignore;
}

/**
 * All files below a folder, by relative path with `/`. Hidden files, links, `node_modules` and
 * what an ignore file names are left out.
 */
export const folderSource = defineAdapter({
  port: "source",
  name: "folder",
  options: Options,
  async create(options, { baseDirectory }): Promise<Source> {
    return createFolderSource(resolve(baseDirectory, options.path), options);
  },
});

export function createFolderSource(
  root: string,
  {
    include,
    exclude,
  }: { readonly include: readonly string[]; readonly exclude: readonly string[] },
): Source {
  const folders = exclude.map((glob) => glob.replace(/\/+$/, ""));
  const isExcluded = (key: string): boolean => folders.some((glob) => matchesGlob(key, glob));
  const isWanted = (key: string): boolean => include.some((glob) => matchesGlob(key, glob));
  return {
    location: root,
    async list(signal) {
      await assertFolder(root);
      const found: SourceItem[] = [];
      await walk({ root, isExcluded, isWanted, found, signal }, "", []);
      return found.toSorted((a, b) => (a.key < b.key ? -1 : 1));
    },
    watch(onChange, signal) {
      if (signal.aborted) return;
      let timer: NodeJS.Timeout | undefined;
      const settle = (): void => {
        clearTimeout(timer);
        timer = setTimeout(onChange, SETTLE_MS);
      };
      const watcher = watch(root, {
        ignoreInitial: true,
        followSymlinks: false,
        ignored: (path) => isHidden(root, path),
      });
      // What cannot be watched counts as a change: the next listing says what is wrong.
      watcher.on("all", settle).on("error", settle);
      signal.addEventListener("abort", () => {
        clearTimeout(timer);
        void watcher.close();
      });
    },
  };
}

const isHidden = (root: string, path: string): boolean =>
  path
    .slice(root.length)
    .split("/")
    .some((name) => (name.startsWith(".") && name.length > 1) || NEVER.has(name));

async function assertFolder(root: string): Promise<void> {
  const found = await stat(root).catch(() => undefined);
  if (!found?.isDirectory()) throw sourceNotFound({ location: root });
}

interface Walk {
  readonly root: string;
  readonly isExcluded: (key: string) => boolean;
  readonly isWanted: (key: string) => boolean;
  readonly found: SourceItem[];
  readonly signal: AbortSignal | undefined;
}

async function walk(of: Walk, base: string, inherited: readonly Rules[]): Promise<void> {
  const { root, isExcluded, isWanted, found, signal } = of;
  signal?.throwIfAborted();
  const folder = join(root, base);
  // What cannot be listed would look as if all its documents had gone.
  const entries = await orUnreadable(folder, readdir(folder, { withFileTypes: true }));
  const rules = [...inherited];
  for (const name of IGNORE_FILES) {
    if (!entries.some((entry) => entry.name === name && entry.isFile())) continue;
    const path = join(folder, name);
    rules.push({ base, rules: ignore().add(await orUnreadable(path, readFile(path, "utf8"))) });
  }
  const files: string[] = [];
  for (const entry of entries) {
    if (entry.name.startsWith(".") || NEVER.has(entry.name)) continue;
    const key = `${base}${entry.name}`;
    const path = entry.isDirectory() ? `${key}/` : key;
    if (isExcluded(key) || isIgnored(rules, path)) continue;
    if (entry.isDirectory()) await walk(of, path, rules);
    else if (entry.isFile() && isWanted(key)) files.push(key);
  }
  for (const item of await Promise.all(files.map((key) => toItem(root, key)))) found.push(item);
}

/** The rules nearest to the file have the last word, as in Git. */
function isIgnored(rules: readonly Rules[], path: string): boolean {
  for (const { base, rules: own } of rules.toReversed()) {
    const { ignored, unignored } = own.test(path.slice(base.length));
    if (ignored || unignored) return ignored;
  }
  return false;
}

const orUnreadable = <T>(path: string, reading: Promise<T>): Promise<T> =>
  reading.catch((error: unknown) => {
    throw toUnreadable(path, error);
  });

async function toItem(root: string, key: string): Promise<SourceItem> {
  const path = join(root, key);
  // A file that has gone since is reported when it is read.
  const modifiedAt = (await stat(path).catch(() => undefined))?.mtime.toISOString();
  return {
    key,
    ...(modifiedAt === undefined ? {} : { modifiedAt }),
    read: async (signal) => ({
      kind: "file",
      name: key,
      bytes: await readWholeFile(path, key, signal),
    }),
  };
}
