/** @module Embeddings of Cohere, which tells questions from passages; its vectors have no indexes. */
import { z } from "zod";
import { TokenCount, type EmbeddingReply } from "./embedding-service.ts";
import { defineProviderEmbedder } from "./provider.ts";

const INPUT_TYPES = { query: "search_query", document: "search_document" } as const;

const Reply: z.ZodType<EmbeddingReply> = z
  .object({
    embeddings: z.object({ float: z.array(z.array(z.number())) }),
    texts: z.array(z.string()).optional().catch(undefined),
    meta: z
      .object({ billed_units: z.object({ input_tokens: TokenCount }) })
      .optional()
      .catch(undefined),
  })
  .transform(({ embeddings, texts, meta }) => ({
    vectors: embeddings.float.map((values, index) => ({ index, values })),
    texts: texts?.length === embeddings.float.length ? texts : undefined,
    inputTokens: meta?.billed_units.input_tokens,
  }));

export const cohereEmbedder = defineProviderEmbedder({
  name: "cohere",
  baseUrl: "https://api.cohere.com/v2",
  path: "/embed",
  providerId: "cohere",
  maxBatch: 96,
  dimensions: {
    "embed-v4.0": 1536,
    "embed-english-v3.0": 1024,
    "embed-multilingual-v3.0": 1024,
    "embed-english-light-v3.0": 384,
    "embed-multilingual-light-v3.0": 384,
  },
  toBody: (model, texts, role, dimensions) => ({
    model,
    texts,
    input_type: INPUT_TYPES[role],
    embedding_types: ["float"],
    ...(dimensions === undefined ? {} : { output_dimension: dimensions }),
  }),
  Reply,
});
