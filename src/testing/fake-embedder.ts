/** @module An embedder for tests: tiny, instant, and texts that share words are near. */
import { sha256Bytes } from "../foundation/hash.ts";
import { toUnitVector } from "../foundation/vectors.ts";
import type { Embedder } from "../ports/embedder.ts";

interface FakeEmbedderOptions {
  readonly fingerprint?: string;
  readonly dimensions?: number;
  readonly maxBatch?: number;
  readonly defaultAlpha?: number;
}

/** Each lower-cased word adds 1 at one dimension; a text without a word is all zeros. */
export function createFakeEmbedder(options: FakeEmbedderOptions = {}): Embedder {
  const { dimensions = 16, maxBatch = 8, defaultAlpha = 0.5 } = options;
  const embedText = (text: string): Float32Array => {
    const vector = new Float32Array(dimensions);
    for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
      const dimension = (sha256Bytes(word)[0] ?? 0) % dimensions;
      vector[dimension] = (vector[dimension] ?? 0) + 1;
    }
    return toUnitVector(vector) ?? vector;
  };
  return {
    fingerprint: options.fingerprint ?? `fake/${dimensions}`,
    dimensions,
    maxBatch,
    defaultAlpha,
    async embed({ texts, signal }) {
      signal?.throwIfAborted();
      return texts.map(embedText);
    },
  };
}
