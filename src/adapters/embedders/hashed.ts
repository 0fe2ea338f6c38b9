/** @module The embedder that needs nothing: hashed words and word parts. */
import { z } from "zod";
import { createHashedEmbedding, HASHED_DIMENSIONS } from "../../engine/static/index.ts";
import { defineAdapter } from "../../ports/adapter.ts";
import type { Embedder } from "../../ports/embedder.ts";

/**
 * Behind the light reranker the largest of .05, .1, .15, .2 and .3 at which none of eight open sets
 * loses more than .1 point of nDCG@10 against a smaller one, on the even-numbered questions.
 */
const DEFAULT_ALPHA = 0.1;

/** Any change of the vectors, the analyzer's terms included, is a new number. */
const FINGERPRINT = `hashed-1/${HASHED_DIMENSIONS}`;

export const hashedEmbedder = defineAdapter({
  port: "embedder",
  name: "hashed",
  options: z.strictObject({}),
  async create(): Promise<Embedder> {
    const embedText = createHashedEmbedding();
    return {
      fingerprint: FINGERPRINT,
      dimensions: HASHED_DIMENSIONS,
      maxBatch: 256,
      defaultAlpha: DEFAULT_ALPHA,
      async embed({ texts, signal }) {
        signal?.throwIfAborted();
        return texts.map(embedText);
      },
    };
  },
});
