/** @module No reranking: passages stand as fusion left them. */
import { z } from "zod";
import { defineAdapter } from "../../ports/adapter.ts";
import type { Reranker } from "../../ports/reranker.ts";

export const noReranker = defineAdapter({
  port: "reranker",
  name: "none",
  options: z.strictObject({}),
  create: async (): Promise<Reranker> => ({
    id: "none",
    maxChunks: 0,
    rerank: async ({ scores }) => scores.map((score) => ({ score, shares: { fused: score } })),
  }),
});
