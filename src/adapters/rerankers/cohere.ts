/** @module Rerankers behind Cohere's protocol, `/v2/rerank`. */
import { defineCrossEncoder, RelevanceScores } from "./cross-encoder.ts";

export const cohereReranker = defineCrossEncoder({
  name: "cohere",
  version: "v2",
  toBody: (model, query, documents) => ({ model, query, documents, top_n: documents.length }),
  Reply: RelevanceScores,
});
