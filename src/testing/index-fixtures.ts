/** @module Documents that are indexed in several ways, for tests of stores. */
import { sha256 } from "../foundation/hash.ts";
import type { IndexBatch, PlanRecord } from "../ports/index-store.ts";
import type { ChunkPut, DocumentPut, SearchRequest } from "../ports/store.ts";
import { ask, DIMENSIONS, EMBEDDER, toTerms, toVector } from "./store-fixtures.ts";

/** Cut by paragraphs, as `putDocument` does. */
export const PARAGRAPHS = "paragraphs";
/** Each document one chunk. */
export const WHOLES = "wholes";
/** The vectors of `EMBEDDER`, back to front. */
export const MIRRORED = "test-mirrored/32";

export const mirror = (vector: Float32Array): Float32Array => vector.toReversed();

export function planOf(
  variant: string,
  embedder = EMBEDDER,
  changes: Partial<PlanRecord> = {},
): Omit<PlanRecord, "whole"> {
  const { whole: _, ...plan } = { variant, embedder, origin: "built", ...changes } as const;
  return plan;
}

/** The chunks of one variant, with vectors of the embedders named. */
export function cut(
  put: DocumentPut,
  variant: string,
  embedders: readonly string[] = [EMBEDDER],
): readonly ChunkPut[] {
  const chunks = variant === WHOLES ? [toWhole(put)] : put.chunks;
  return chunks.map((chunk) => {
    const [own] = chunk.vectors.values();
    const vectors = own ? embedders.map((name) => [name, vectorOf(name, own)] as const) : [];
    return { ...chunk, variant, vectors: new Map(vectors) };
  });
}

const vectorOf = (embedder: string, own: Float32Array): Float32Array =>
  embedder === MIRRORED ? mirror(own) : own;

function toWhole({ title, analyzer, version: { text } }: DocumentPut): ChunkPut {
  const indexed = `${title}\n${text}`;
  const terms = toTerms(analyzer, indexed);
  return {
    sequence: 0,
    start: 0,
    end: text.length,
    headings: [title],
    kinds: ["paragraph"],
    page: 1,
    terms: new Map(
      [...Map.groupBy(terms, (term) => term)].map(([term, all]) => [term, all.length]),
    ),
    termCount: terms.length,
    embeddedHash: sha256(indexed),
    vectors: new Map([[EMBEDDER, toVector(indexed) ?? new Float32Array(DIMENSIONS)]]),
  };
}

/** The document in several variants at once. */
export function putIn(
  put: DocumentPut,
  variants: Readonly<Record<string, readonly string[]>>,
): DocumentPut {
  const chunks = Object.entries(variants).flatMap(([name, embedders]) => cut(put, name, embedders));
  return { ...put, chunks };
}

export function indexBatchOf(
  puts: readonly DocumentPut[],
  variant: string,
  embedder = EMBEDDER,
): IndexBatch {
  return {
    variant,
    embedder,
    documents: puts.map((put) => ({
      id: put.id,
      versionHash: put.version.hash,
      chunks: cut(put, variant, [embedder]),
    })),
  };
}

/** A question to one variant, with the vector of one embedder. */
export function askIn(
  variant: string | undefined,
  question: string,
  embedder = EMBEDDER,
  options: Partial<SearchRequest> = {},
): SearchRequest {
  const request = ask(question, options);
  const values = request.vector && vectorOf(embedder, request.vector.values);
  return { ...request, variant, vector: values && { fingerprint: embedder, values } };
}
