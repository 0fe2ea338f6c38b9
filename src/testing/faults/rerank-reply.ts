/** @module Reranking as Cohere, Jina and Text Embeddings Inference give it, and its faults. */
import { z } from "zod";
import type { FaultName } from "./faults.ts";
import { JSON_TYPE, toJsonReply, type Reply } from "./reply.ts";

const Text = z.union([z.string(), z.object({ text: z.string() })]);
const Request = z.object({
  model: z.string().default("fault-model"),
  query: z.string(),
  documents: z.array(Text).optional(),
  texts: z.array(Text).optional(),
});

/** `cohere` answers `/v2/rerank`, `jina` `/v1/rerank`, `tei` `/rerank`. */
export type RerankStyle = "cohere" | "jina" | "tei";

interface Rank {
  readonly index: number;
  readonly score: number | null;
}

/** The share of the question's words that a text holds, in [0, 1]. */
export function toFaultServerScore(query: string, text: string): number {
  const words = new Set(query.toLowerCase().match(/\p{L}+/gu));
  const held = new Set(text.toLowerCase().match(/\p{L}+/gu));
  if (words.size === 0) return 0;
  return [...words].filter((word) => held.has(word)).length / words.size;
}

function toRanks(body: unknown): readonly Rank[] {
  const { query, documents, texts } = Request.parse(body);
  return (documents ?? texts ?? [])
    .map((text) => (typeof text === "string" ? text : text.text))
    .map((text, index) => ({ index, score: toFaultServerScore(query, text) }))
    .toSorted((a, b) => b.score - a.score || a.index - b.index);
}

function toValue(style: RerankStyle, ranks: readonly Rank[]): unknown {
  if (style === "tei") return ranks;
  const results = ranks.map(({ index, score }) => ({ index, relevance_score: score }));
  return style === "cohere"
    ? { id: "rrk-1", results, meta: { billed_units: { search_units: 1 } } }
    : { model: "fault-model", results, usage: { total_tokens: 9 } };
}

const toReply = (style: RerankStyle, ranks: readonly Rank[]): Reply =>
  toJsonReply(toValue(style, ranks));

export function toRerankReply(body: unknown, style: RerankStyle): Reply {
  return toReply(style, toRanks(body));
}

/** @returns nothing for a fault that rerankers do not have. */
export function toFaultyRanks(
  fault: FaultName,
  body: unknown,
  style: RerankStyle,
): Reply | undefined {
  const ranks = toRanks(body);
  const [first = { index: 0, score: 0 }, ...others] = ranks;
  const text = JSON.stringify(toValue(style, ranks));
  const asText = (piece: string): Reply => ({ headers: JSON_TYPE, pieces: [piece] });
  switch (fault) {
    case "malformed-json":
    case "cut-mid-event":
    case "cut-mid-character":
      return asText(text.slice(0, Math.ceil(text.length / 2)));
    case "wrong-schema":
      return toJsonReply({ ranking: ranks.map(({ index }) => index) });
    case "ranks-missing":
      return toReply(style, others);
    case "ranks-repeated":
      return toReply(style, [first, first, ...others.slice(1)]);
    case "ranks-empty":
      return toReply(style, []);
    case "rank-index-out-of-range":
      return toReply(style, [{ ...first, index: ranks.length }, ...others]);
    case "rank-score-nan":
      return asText(text.replace(/("(?:relevance_)?score":)[^,}]*/, "$1NaN"));
    case "rank-score-null":
      return toReply(style, [{ ...first, score: null }, ...others]);
    default:
      return undefined;
  }
}
