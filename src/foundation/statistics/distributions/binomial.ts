/** @module Tails of the binomial distribution. */
import { computeBetaShare } from "./beta.ts";
import { computeLogGamma } from "./gamma.ts";

/** P(X ≤ k) for X of `n` trials that each succeed with probability `p`. */
export function computeBinomialAtMost(k: number, n: number, p: number): number {
  if (k < 0) return 0;
  if (k >= n) return 1;
  return computeBetaShare(1 - p, n - k, k + 1);
}

/** P(X ≥ k), not as the complement: small tails keep their digits. */
export function computeBinomialAtLeast(k: number, n: number, p: number): number {
  if (k <= 0) return 1;
  if (k > n) return 0;
  return computeBetaShare(p, k, n - k + 1);
}

/** P(X = k). */
export function computeBinomialAt(k: number, n: number, p: number): number {
  const ways = computeLogGamma(n + 1) - computeLogGamma(k + 1) - computeLogGamma(n - k + 1);
  return Math.exp(ways + k * Math.log(p) + (n - k) * Math.log1p(-p));
}
