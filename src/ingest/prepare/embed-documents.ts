/** @module Vectors for prepared documents: cached ones first, the rest in full batches. */
import type { DocumentPut } from "../../ports/store.ts";
import type { Embedder } from "../../ports/embedder.ts";
import type { PreparedDocument } from "./prepare-document.ts";

/** Cached vectors by SHA-256 of the embedded text. */
export type FindVectors = (hashes: readonly string[]) => Promise<ReadonlyMap<string, Float32Array>>;

export async function embedDocuments(
  documents: readonly PreparedDocument[],
  embedder: Embedder,
  findVectors: FindVectors,
  signal?: AbortSignal,
): Promise<readonly DocumentPut[]> {
  const texts = new Map<string, string>();
  for (const { chunks, texts: own } of documents)
    for (const [index, { embeddedHash }] of chunks.entries())
      texts.set(embeddedHash, own[index] ?? "");
  const vectors = new Map(await findVectors([...texts.keys()]));
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
  return documents.map(({ put, chunks }) => ({
    ...put,
    chunks: chunks.map((chunk) => {
      const vector = vectors.get(chunk.embeddedHash);
      return { ...chunk, vectors: new Map(vector ? [[embedder.fingerprint, vector]] : []) };
    }),
  }));
}
