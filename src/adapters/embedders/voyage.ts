/** @module Embeddings of Voyage, which tells questions from passages. */
import { IndexedReply } from "./embedding-service.ts";
import { defineProviderEmbedder } from "./provider.ts";

export const voyageEmbedder = defineProviderEmbedder({
  name: "voyage",
  baseUrl: "https://api.voyageai.com/v1",
  path: "/embeddings",
  providerId: "voyageai",
  maxBatch: 1000,
  dimensions: {
    "voyage-3-large": 1024,
    "voyage-3.5": 1024,
    "voyage-3.5-lite": 1024,
    "voyage-law-2": 1024,
    "voyage-finance-2": 1024,
    "voyage-code-3": 1024,
  },
  toBody: (model, input, role, dimensions) => ({
    model,
    input,
    input_type: role,
    ...(dimensions === undefined ? {} : { output_dimension: dimensions }),
  }),
  Reply: IndexedReply,
});
