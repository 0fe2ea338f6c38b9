/** @module Embeddings of OpenAI: questions and passages are embedded alike. */
import { IndexedReply } from "./embedding-service.ts";
import { defineProviderEmbedder } from "./provider.ts";

export const openaiEmbedder = defineProviderEmbedder({
  name: "openai",
  baseUrl: "https://api.openai.com/v1",
  path: "/embeddings",
  providerId: "openai",
  maxBatch: 2048,
  dimensions: {
    "text-embedding-3-small": 1536,
    "text-embedding-3-large": 3072,
    "text-embedding-ada-002": 1536,
  },
  toBody: (model, input, _role, dimensions) => ({
    model,
    input,
    ...(dimensions === undefined ? {} : { dimensions }),
  }),
  Reply: IndexedReply,
});
