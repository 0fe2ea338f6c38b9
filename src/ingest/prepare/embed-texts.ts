/** @module Vectors for the texts of chunks: cached ones first, the rest in full batches. */
import type { Embedder } from "../../ports/embedder.ts";
import type { IndexedText } from "./index-text.ts";

/** Cached vectors of one embedder by SHA-256 of the embedded text. */
export type FindVectors = (
  hashes: readonly string[],
  fingerprint: string,
) => Promise<ReadonlyMap<string, Float32Array>>;

/** By SHA-256 of the embedded text; each text is embedded once. */
export async function embedTexts(
  sets: readonly IndexedText[],
  embedder: Embedder,
  { findVectors, signal }: { findVectors: FindVectors; signal?: AbortSignal | undefined },
): Promise<ReadonlyMap<string, Float32Array>> {
  const texts = new Map<string, string>();
  for (const { chunks, texts: own } of sets)
    for (const [index, { embeddedHash }] of chunks.entries())
      texts.set(embeddedHash, own[index] ?? "");
  const vectors = new Map(await findVectors([...texts.keys()], embedder.fingerprint));
  const missing = [...texts].filter(([hash]) => !vectors.has(hash));
  for (let from = 0; from < missing.length; from += embedder.maxBatch) {
    const batch = missing.slice(from, from + embedder.maxBatch);
    const embedded = await embedder.embed({
      texts: batch.map(([, text]) => text),
      role: "document",
      ...(signal ? { signal } : {}),
    });
    for (const [index, [hash]] of batch.entries()) {
      const vector = embedded[index];
      if (vector) vectors.set(hash, vector);
    }
  }
  return vectors;
}
