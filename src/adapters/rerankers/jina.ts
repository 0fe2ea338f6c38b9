/** @module Rerankers behind Jina's protocol, `/v1/rerank`; vLLM and llama.cpp serve it, too. */
import { defineCrossEncoder, RelevanceScores } from "./cross-encoder.ts";

export const jinaReranker = defineCrossEncoder({
  name: "jina",
  version: "v1",
  toBody: (model, query, documents) => ({
    model,
    query,
    documents,
    top_n: documents.length,
    return_documents: false,
  }),
  Reply: RelevanceScores,
});
