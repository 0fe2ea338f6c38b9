/** @module A folder of files as a source. */
import { readdir, readFile, stat } from "node:fs/promises";
import { join, matchesGlob, resolve } from "node:path";
import ignore, { type Ignore } from "ignore";
import { watch } from "chokidar";
import { z } from "zod";
import { defineAdapter } from "../../ports/adapter.ts";
import type { Source, SourceItem } from "../../ports/source.ts";
import { sourceNotFound, sourceTooLarge, sourceUnreadable } from "./errors.ts";

const Options = z.strictObject({
  path: z.string().min(1),
  /** Globs relative to the folder, `/` between names; a file must match one. */
  include: z.array(z.string().min(1)).default(["**"]),
  /** Globs of what to leave out, files and folders. */
  exclude: z.array(z.string().min(1)).default([]),
});

/** Read in each folder; the syntax of .gitignore. */
const IGNORE_FILES = [".gitignore", ".plumblineignore"];
/** Never anybody's documents. */
const NEVER = new Set(["node_modules", "__pycache__"]);
const FILE_LIMIT_BYTES = 100 * 1024 * 1024;
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
  const isWanted = (key: string): boolean =>
    include.some((glob) => matchesGlob(key, glob)) &&
    !exclude.some((glob) => matchesGlob(key, glob));
  return {
    location: root,
    async list(signal) {
      await assertFolder(root);
      const keys: string[] = [];
      await walk(root, "", [], keys, signal);
      return keys
        .filter(isWanted)
        .sort()
        .map((key) => toItem(root, key));
    },
    watch(onChange, signal) {
      let timer: NodeJS.Timeout | undefined;
      const watcher = watch(root, { ignoreInitial: true, ignored: (path) => isHidden(root, path) });
      watcher.on("all", () => {
        clearTimeout(timer);
        timer = setTimeout(onChange, SETTLE_MS);
      });
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

async function walk(
  root: string,
  base: string,
  inherited: readonly Rules[],
  keys: string[],
  signal: AbortSignal | undefined,
): Promise<void> {
  signal?.throwIfAborted();
  const entries = await readdir(join(root, base), { withFileTypes: true }).catch((error: Error) => {
    // A folder that cannot be listed would look as if all its documents had gone.
    throw sourceUnreadable({ location: join(root, base), reason: error.message }, error);
  });
  const rules = [...inherited];
  for (const name of IGNORE_FILES) {
    if (!entries.some((entry) => entry.name === name && entry.isFile())) continue;
    rules.push({ base, rules: ignore().add(await readFile(join(root, base, name), "utf8")) });
  }
  for (const entry of entries) {
    if (entry.name.startsWith(".") || NEVER.has(entry.name)) continue;
    const key = `${base}${entry.name}`;
    const path = entry.isDirectory() ? `${key}/` : key;
    if (rules.some((rule) => rule.rules.ignores(path.slice(rule.base.length)))) continue;
    if (entry.isDirectory()) await walk(root, path, rules, keys, signal);
    else if (entry.isFile()) keys.push(key);
  }
}

function toItem(root: string, key: string): SourceItem {
  return {
    key,
    async read() {
      const path = join(root, key);
      try {
        const { size } = await stat(path);
        if (size > FILE_LIMIT_BYTES)
          throw sourceTooLarge({ key, bytes: size, limit: FILE_LIMIT_BYTES });
        return { kind: "file", name: key, bytes: await readFile(path) };
      } catch (error) {
        if (sourceTooLarge.is(error)) throw error;
        const reason = error instanceof Error ? error.message : String(error);
        throw sourceUnreadable({ location: path, reason }, error);
      }
    },
  };
}
