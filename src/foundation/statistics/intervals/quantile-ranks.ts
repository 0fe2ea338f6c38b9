/** @module Which order statistics bound a quantile, whatever the distribution. */
import { computeBinomialAtMost } from "../distributions/binomial.ts";

export interface QuantileRanks {
  /** From 1, in ascending order; `undefined` where there are too few values for that end. */
  readonly low: number | undefined;
  readonly high: number | undefined;
}

/**
 * Ranks of the values between which the `share`-quantile lies with probability `level` at least
 * (Conover, "Practical Nonparametric Statistics", 1999, 3.2). A 95th percentile needs 72 values
 * for both ends at 95 %.
 */
export function computeQuantileRanks(n: number, share: number, level = 0.95): QuantileRanks {
  const tail = (1 - level) / 2;
  // The number of values below the quantile is binomial.
  const low = countUntil(n, (below) => computeBinomialAtMost(below, n, share) > tail);
  const high = countUntil(n, (below) => computeBinomialAtMost(below, n, share) >= 1 - tail) + 1;
  return { low: low === 0 ? undefined : low, high: high > n ? undefined : high };
}

/** The least count in [0, n] for which a condition holds that never ceases to hold. */
function countUntil(n: number, holds: (count: number) => boolean): number {
  let low = 0;
  let high = n;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
