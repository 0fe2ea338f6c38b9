/** @module Vectors for the texts of chunks: cached ones first, the rest in full batches. */
import type { Embedder } from "../../ports/embedder.ts";
import { embedChunks, type ChunkText } from "./embed-chunks.ts";
import type { IndexedText } from "./index-text.ts";

/** Cached vectors of one embedder by hash of what was embedded. */
export type FindVectors = (
  hashes: readonly string[],
  fingerprint: string,
) => Promise<ReadonlyMap<string, Float32Array>>;

/** By hash of what is embedded; each chunk's text is embedded once. */
export async function embedTexts(
  sets: readonly IndexedText[],
  embedder: Embedder,
  { findVectors, signal }: { findVectors: FindVectors; signal?: AbortSignal | undefined },
): Promise<ReadonlyMap<string, Float32Array>> {
  const texts = new Map<string, ChunkText>();
  for (const { chunks, bodies } of sets)
    for (const [index, { embeddedHash, headings }] of chunks.entries())
      texts.set(embeddedHash, { headings, body: bodies[index] ?? "" });
  const vectors = new Map(await findVectors([...texts.keys()], embedder.fingerprint));
  const missing = [...texts].filter(([hash]) => !vectors.has(hash));
  const embedded = await embedChunks(
    missing.map(([, text]) => text),
    embedder,
    signal,
  );
  for (const [index, [hash]] of missing.entries()) {
    const vector = embedded[index];
    if (vector) vectors.set(hash, vector);
  }
  return vectors;
}
