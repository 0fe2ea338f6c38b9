/** @module Rerankers behind Text Embeddings Inference, `/rerank`: one model a server. */
import { z } from "zod";
import { defineCrossEncoder } from "./cross-encoder.ts";

export const teiReranker = defineCrossEncoder({
  name: "tei",
  version: "",
  toBody: (_model, query, texts) => ({ query, texts, truncate: true }),
  Reply: z.array(z.object({ index: z.int(), score: z.number() })).transform((ranks) => ({ ranks })),
});
