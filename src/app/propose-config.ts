/** @module Use case: look at a folder and propose the collections that its documents make. */
import { basename, extname } from "node:path";
import { createFolderSource, PARSED_EXTENSIONS } from "../adapters/parsing.ts";
import { makeTemplate, type ProposedCollection } from "../config/index.ts";

export interface ConfigProposal {
  /** A whole plumbline.yaml, with comments. */
  readonly yaml: string;
  readonly collections: readonly FoundCollection[];
  /** Files of other kinds, by extension, most first. */
  readonly unread: readonly (readonly [extension: string, files: number])[];
}

export interface FoundCollection extends ProposedCollection {
  readonly documents: number;
  /** By extension, most first. */
  readonly kinds: readonly (readonly [extension: string, files: number])[];
}

/** A folder with more parts than this is one collection: nobody would tell so many apart. */
const MAX_COLLECTIONS = 12;

/**
 * Each folder that holds documents becomes a collection, in the order of their names; documents
 * beside the folders become one of their own. Folders that only hold folders are passed through.
 * A folder without documents is proposed as `./docs`, to be filled.
 */
export async function proposeConfig(directory: string): Promise<ConfigProposal> {
  const source = createFolderSource(directory, { include: ["**"], exclude: [] });
  const keys = (await source.list()).map(({ key }) => key);
  const documents = keys.filter(isDocument);
  const collections = toCollections(directory, documents);
  const unread = countExtensions(keys.filter((key) => !isDocument(key)));
  return { yaml: makeTemplate(collections), collections, unread };
}

const isDocument = (key: string): boolean => PARSED_EXTENSIONS.includes(toExtension(key));

const toExtension = (key: string): string => extname(key).slice(1).toLowerCase();

function toCollections(root: string, documents: readonly string[]): readonly FoundCollection[] {
  if (documents.length === 0) return [];
  const base = findCommonFolder(documents);
  const parts = Map.groupBy(documents, (key) => {
    const rest = key.slice(base.length);
    return rest.includes("/") ? rest.slice(0, rest.indexOf("/")) : "";
  });
  const name = base === "" ? basename(root) : basename(base);
  if (parts.size === 1 || parts.size > MAX_COLLECTIONS)
    return [describe(toName(name), base, documents, undefined)];
  const taken = new Set<string>();
  return [...parts]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([part, keys]) =>
      part === ""
        ? describe(makeUnique(toName(name), taken), base, keys, ["*"])
        : describe(makeUnique(toName(part), taken), `${base}${part}/`, keys, undefined),
    );
}

/** Ends in `/`, or is empty for the root itself. */
function findCommonFolder(keys: readonly string[]): string {
  const [first = "", ...others] = keys;
  let base = first.slice(0, first.lastIndexOf("/") + 1);
  for (const key of others)
    while (!key.startsWith(base)) base = base.slice(0, base.lastIndexOf("/", base.length - 2) + 1);
  return base;
}

function describe(
  name: string,
  folder: string,
  keys: readonly string[],
  include: readonly string[] | undefined,
): FoundCollection {
  const path = `./${folder.replace(/\/$/, "")}`.replace(/^\.\/$/, ".");
  const kinds = countExtensions(keys);
  return { name, path, ...(include ? { include } : {}), documents: keys.length, kinds };
}

/** As the configuration wants names: lower-case letters, digits, `-` and `_`, a letter first. */
function toName(text: string): string {
  const plain = text
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]+/g, "-")
    .replaceAll(/^[^a-z]+|-+$/g, "");
  return plain.slice(0, 63) || "docs";
}

function makeUnique(name: string, taken: Set<string>): string {
  let unique = name;
  for (let n = 2; taken.has(unique); n++) unique = `${name.slice(0, 59)}-${n}`;
  taken.add(unique);
  return unique;
}

function countExtensions(keys: readonly string[]): readonly (readonly [string, number])[] {
  const groups = Map.groupBy(keys, (key) => toExtension(key) || "none");
  return [...groups]
    .map(([extension, of]) => [extension, of.length] as const)
    .toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
}
