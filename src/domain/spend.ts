/** @module Money that calls to others cost, by day, by whom and for what. */

/** What is paid for: the ports whose calls may cost money. */
export const PAID_KINDS = [
  "embedder",
  "rewriter",
  "reranker",
  "generator",
  "judge",
  "question-maker",
  "prompted-model",
  "evaluated-system",
] as const;
export type PaidKind = (typeof PAID_KINDS)[number];

/** Paid calls of one day, subject and kind; what they cost is the sum of those that said it. */
export interface SpendEntry {
  /** `2026-11-21`, UTC. */
  readonly day: string;
  /** Who caused it: a principal, a key, or `operator`. */
  readonly subject: string;
  /** `unknown` for calls from before kinds were kept. */
  readonly kind: PaidKind | "unknown";
  readonly calls: number;
  /** Of the calls that told, as are the next. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly usd: number;
  /** Of the calls, those whose price nobody could tell. */
  readonly unknown: number;
}
