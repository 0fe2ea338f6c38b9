/** @module Starts a child that may read its own code and nothing else, and watches its memory. */
import { spawn, type ChildProcessByStdio } from "node:child_process";
import { readFile } from "node:fs/promises";
import { dirname, extname, join, resolve } from "node:path";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { Format } from "../formats.ts";
import type { ParserLimits } from "../limits.ts";

export type Child = ChildProcessByStdio<Writable, Readable, Readable>;

const SOURCE_ROOT = resolve(import.meta.dirname, "..", "..", "..");
const LIBRARIES = [
  "@e965/xlsx",
  "cheerio",
  "fflate",
  "linkedom",
  "mammoth",
  "marked",
  "pdfjs-dist/package.json",
  "postal-mime",
  "yaml",
];

/** The folders a package manager put the libraries in, wherever this package is installed. */
function findLibraryFolders(): readonly string[] {
  const folders = LIBRARIES.map((library) => {
    const path = fileURLToPath(import.meta.resolve(library));
    const at = path.indexOf(`${join("/", "node_modules")}${path.includes("\\") ? "\\" : "/"}`);
    return at === -1 ? dirname(path) : path.slice(0, at + "/node_modules".length);
  });
  return [...new Set(folders)];
}

const READABLE: readonly string[] = [
  SOURCE_ROOT,
  join(SOURCE_ROOT, "..", "package.json"),
  ...findLibraryFolders(),
];

/** No permission but to read code, and a heap that ends before the machine does. */
export const toChildFlags = (limits: ParserLimits): readonly string[] => [
  "--permission",
  ...READABLE.map((path) => `--allow-fs-read=${path}`),
  `--max-old-space-size=${limits.maxHeapMegabytes}`,
  "--disable-warning=ExperimentalWarning",
  "--disable-warning=SecurityWarning",
];

/** An empty environment holds no secret to find. */
export const CHILD_OPTIONS = { env: {}, windowsHide: true } as const;

export function startChild(format: Format, limits: ParserLimits): Child {
  const script = fileURLToPath(new URL(`child${extname(import.meta.filename)}`, import.meta.url));
  const args = [...toChildFlags(limits), script, format];
  return spawn(process.execPath, args, {
    ...CHILD_OPTIONS,
    stdio: ["pipe", "pipe", "pipe"],
  });
}

/** A child that waits must not keep this process alive, nor may its pipes. */
export function setReferenced(child: Child, referenced: boolean): void {
  const method = referenced ? "ref" : "unref";
  child[method]();
  for (const stream of child.stdio)
    // The pipes of a child are sockets, which their type does not say.
    (stream as unknown as Partial<Record<typeof method, () => void>> | null)?.[method]?.();
}

/** @returns resident bytes, or nothing where the system does not tell. */
export async function readResidentBytes(pid: number): Promise<number | undefined> {
  try {
    const status = await readFile(`/proc/${pid}/status`, "utf8");
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}
