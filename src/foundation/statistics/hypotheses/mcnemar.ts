/** @module McNemar's exact test: do two systems succeed on the same cases equally often? */
import { computeBinomialAt, computeBinomialAtMost } from "../distributions/binomial.ts";

export interface McNemarResult {
  /** Two-sided and exact: never too small. */
  readonly p: number;
  /** With half the probability of what was seen: less cautious, shown beside it. */
  readonly midP: number;
}

/** Of the cases that only one of the two got right, how many each. None: p is 1. */
export function testByMcNemar(challengerOnly: number, baselineOnly: number): McNemarResult {
  const n = challengerOnly + baselineOnly;
  if (n === 0) return { p: 1, midP: 1 };
  const fewer = Math.min(challengerOnly, baselineOnly);
  const tail = computeBinomialAtMost(fewer, n, 0.5);
  // An even split is the middle: half of what was seen lies on either side of it.
  const midP = 2 * fewer === n ? 1 : 2 * tail - computeBinomialAt(fewer, n, 0.5);
  return { p: Math.min(1, 2 * tail), midP: Math.min(1, midP) };
}
