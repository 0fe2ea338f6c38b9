/** @module The files that a golden set consists of, and where in them a mistake stands. */
import { PARTS, type Part } from "../../domain/golden-set.ts";

/** Contents by path inside the set's folder, names parted by `/`. */
export type GoldenFiles = ReadonlyMap<string, Uint8Array>;

export const MANIFEST = "golden.json";
export const QUERIES = "queries.jsonl";
export const ANSWERS = "answers.jsonl";
export const CORPUS = "corpus.jsonl";
/** Where the documents are instead of in the set; no text is copied. */
export const CORPUS_REFERENCE = "corpus.ref.json";

export const toQrelsPath = (part: Part): string => `qrels/${part}.tsv`;

/** A file of judgments or questions, and the part that its name says. */
export interface PartFile {
  readonly path: string;
  readonly part: Part | undefined;
}

const inParts = (toPath: (part: Part) => string): readonly PartFile[] =>
  PARTS.map((part) => ({ path: toPath(part), part }));

const OWN_QRELS = inParts(toQrelsPath);
const OPEN_QRELS: readonly PartFile[] = [
  { path: "qrels.tsv", part: "test" },
  ...inParts((part) => `qrels.${part}.tsv`),
];

/** Judgments that are there: those of open sets only where there is none in our layout. */
export function listQrels(files: GoldenFiles): readonly PartFile[] {
  const own = OWN_QRELS.filter(({ path }) => files.has(path));
  return own.length > 0 ? own : OPEN_QRELS.filter(({ path }) => files.has(path));
}

/** Questions: ours, and those that open sets keep apart by part. */
export const QUERY_FILES: readonly PartFile[] = [
  { path: QUERIES, part: undefined },
  ...inParts((part) => `queries.${part}.jsonl`),
];

/** Whole texts that spans of open sets point into. */
export const CORPUS_FILES: readonly string[] = [CORPUS, "documents.jsonl"];

/** Every path that a reader looks for; files that golden.json names come besides. */
export const KNOWN_FILES: readonly string[] = [
  MANIFEST,
  ...QUERY_FILES.map(({ path }) => path),
  ANSWERS,
  ...[...OWN_QRELS, ...OPEN_QRELS].map(({ path }) => path),
  ...CORPUS_FILES,
  CORPUS_REFERENCE,
];

/** Without a byte order mark; empty for what is not there. */
export const toText = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);
