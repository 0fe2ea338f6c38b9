/** @module Money that calls to others cost, by day and by whom. */

/** Paid calls of one day for one subject; what they cost is the sum of those that said it. */
export interface SpendEntry {
  /** `2026-11-21`, UTC. */
  readonly day: string;
  /** Who caused it: a principal, a key, or `operator`. */
  readonly subject: string;
  readonly calls: number;
  readonly usd: number;
  /** Of the calls, those whose price nobody could tell. */
  readonly unknown: number;
}
