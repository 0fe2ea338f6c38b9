/** @module Small documents, questions and callers for tests of stores: no analyzer, no embedder. */
import { grantCaller, grantOperator, type Access } from "../domain/access.ts";
import type { AnswerRecord } from "../domain/answer-record.ts";
import type { KeyRecord } from "../domain/api-key.ts";
import type { JobRecord } from "../domain/job.ts";
import type { Metadata } from "../domain/metadata.ts";
import { toAccessList, type AccessList, type Principal } from "../domain/principal.ts";
import { sha256 } from "../foundation/hash.ts";
import { toDocumentId } from "../foundation/ids.ts";
import { toUnitVector } from "../foundation/vectors.ts";
import type {
  ChunkPut,
  CollectionRecord,
  DocumentPut,
  SearchRequest,
  WeightedTerm,
  WriteBatch,
} from "../ports/store.ts";

export const EMBEDDER = "test-words/32";
export const DIMENSIONS = 32;
/** Lower-cased words. */
export const WORDS = "words";
/** The first four letters of each word: an analyzer whose terms differ from those of `WORDS`. */
export const PREFIXES = "prefixes";

export const PUBLIC: AccessList = toAccessList(["public"]);
export const OPERATOR: Access = grantOperator("a test");

export function callerOf(...principals: readonly Principal[]): Access {
  return grantCaller(principals);
}

export function toTerms(analyzer: string, text: string): readonly string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return analyzer === PREFIXES ? words.map((word) => word.slice(0, 4)) : words;
}

/**
 * The sum of one pseudo-random direction a word, of length 1: texts that share words are near.
 * `undefined` when the text holds no word.
 */
export function toVector(text: string): Float32Array | undefined {
  const values = new Float32Array(DIMENSIONS);
  for (const word of toTerms(WORDS, text)) {
    let state = 0x811c9dc5;
    for (const character of word)
      state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 16777619);
    for (let i = 0; i < DIMENSIONS; i++) {
      state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9;
      values[i] = (values[i] ?? 0) + (state >> 16) / 32_768;
    }
  }
  return toUnitVector(values);
}

function countTerms(terms: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}

export interface TestDocument {
  readonly key: string;
  /** Paragraphs, divided by an empty line; each becomes a chunk. */
  readonly text: string;
  readonly collection?: string;
  readonly source?: string;
  readonly title?: string;
  readonly access?: AccessList;
  readonly metadata?: Metadata;
  /** Below the title. */
  readonly headings?: readonly string[];
  readonly analyzer?: string;
  readonly language?: string;
  /** When it is ingested, and when it is from. */
  readonly at?: string;
  /** False leaves the chunks without vectors. */
  readonly embedded?: boolean;
}

export const documentIdOf = ({ key, collection = "hr", source = "files" }: Partial<TestDocument>) =>
  toDocumentId(collection, source, key ?? "");

/** A whole document version as `ingest` would hand it to a store. */
export function putDocument(document: TestDocument): DocumentPut {
  const { key, text, source = "files", title = key, access = PUBLIC, metadata = {} } = document;
  const { analyzer = WORDS, language = "en", at = "2026-03-01T09:00:00.000Z" } = document;
  const chunks = toChunks(document, [title, ...(document.headings ?? [])], analyzer);
  const hash = sha256(text);
  return {
    id: documentIdOf(document),
    source,
    key,
    title,
    metadata,
    access,
    fingerprint: sha256(`${title}\n${hash}`),
    analyzer,
    version: {
      hash,
      language,
      modifiedAt: at,
      ingestedAt: at,
      warnings: [],
      text,
      blocks: chunks.map(({ start, end }) => ({ kind: "paragraph", start, end })),
      pages: [{ page: 1, start: 0, end: text.length }],
    },
    chunks,
  };
}

function toChunks(
  { text, embedded = true }: TestDocument,
  headings: readonly string[],
  analyzer: string,
): readonly ChunkPut[] {
  const paragraphs = [...text.matchAll(/[^\n]+(?:\n[^\n]+)*/gu)];
  return paragraphs.map(({ 0: paragraph, index: start }, sequence) => {
    const whole = [...headings, paragraph].join("\n");
    const terms = toTerms(analyzer, whole);
    const vector = embedded ? toVector(whole) : undefined;
    return {
      sequence,
      start,
      end: start + paragraph.length,
      headings,
      kinds: ["paragraph"],
      page: 1,
      terms: countTerms(terms),
      termCount: terms.length,
      embeddedHash: sha256(whole),
      vectors: new Map(vector ? [[EMBEDDER, vector]] : []),
    };
  });
}

/** A batch for the collection `hr` that does nothing but what is named. */
export function batchOf(parts: Partial<WriteBatch>): WriteBatch {
  return { collection: "hr", puts: [], deletes: [], accessChanges: [], ...parts };
}

/** A new access list, and a fingerprint that keeps the document from being taken for unchanged. */
export function changeOf(id: string, access: AccessList): WriteBatch["accessChanges"][number] {
  return { id, access, fingerprint: sha256(JSON.stringify(access)) };
}

export function collectionOf(name: string, language = "en"): CollectionRecord {
  return { name, language, defaultAccess: PUBLIC, indexing: "standard" };
}

/** A question to both legs that reads every candidate, in the order of ingestion. */
export function ask(question: string, options: Partial<SearchRequest> = {}): SearchRequest {
  const values = toVector(question);
  return {
    terms: (analyzer): readonly WeightedTerm[] =>
      [...countTerms(toTerms(analyzer, question))].map(([term, weight]) => ({ term, weight })),
    vector: values && { fingerprint: EMBEDDER, values },
    legs: { lexical: true, dense: true },
    depth: 20,
    bm25: { k1: 0.9, b: 0.75 },
    filter: [],
    identify: true,
    select: ({ candidates }) => [...candidates.keys()],
    ...options,
  };
}

export interface TestAnswer {
  readonly id: string;
  readonly principals: readonly string[];
  /** What the answer rests on. */
  readonly passages: readonly DocumentPut[];
  /** What was ranked, and is neither quoted nor read. */
  readonly ranked?: readonly string[];
}

export function recordAnswer({ id, principals, passages, ranked = [] }: TestAnswer): AnswerRecord {
  const hits = ranked.map((chunkId, index) => ({
    chunkId,
    rank: index + 1,
    score: 1 / (index + 1),
  }));
  return {
    id,
    askedAt: "2026-03-02T09:00:00.000Z",
    principals,
    collections: "all",
    filter: [],
    release: "rel_test",
    generation: 1,
    generator: "extractive",
    verifier: "exact",
    legs: { lexical: hits, dense: hits, alpha: 0.5, normalization: "tm2" },
    passages: passages.map((put, index) => ({
      chunkIds: [],
      documentId: put.id,
      versionHash: put.version.hash,
      rank: index + 1,
      score: 1,
      context: "in",
      start: 0,
      end: put.version.text.length,
    })),
    threshold: 0.5,
    outcome: "answered",
    answer: {
      id,
      question: "who?",
      text: passages.map(({ version }) => version.text).join("\n"),
      abstained: false,
      confidence: 1,
      citations: [],
      sentences: [],
      conflicts: [],
      release: "rel_test",
      language: "en",
      latencyMs: 1,
      recorded: true,
    },
    stagesMs: {},
  };
}

export function jobOf(id: string, changes: Partial<JobRecord> = {}): JobRecord {
  return {
    id,
    kind: "ingest",
    state: "running",
    collection: "hr",
    source: "files",
    startedAt: "2026-03-01T09:00:00.000Z",
    counts: {},
    rejected: [],
    ...changes,
  };
}

export function keyOf(id: string, changes: Partial<KeyRecord> = {}): KeyRecord {
  return {
    id,
    name: "a test",
    secretHash: sha256(id),
    principals: ["user:ana"],
    scopes: ["read"],
    createdAt: "2026-03-01T09:00:00.000Z",
    ...changes,
  };
}
