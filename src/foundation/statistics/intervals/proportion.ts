/** @module How sure a rate is: Wilson's interval for display, Clopper and Pearson's for promises. */
import { computeBetaValue } from "../distributions/beta.ts";
import { computeNormalValue } from "../distributions/normal.ts";
import type { Interval } from "../interval.ts";

const NOTHING_KNOWN: Interval = { low: 0, high: 1 };

/** Wilson's score interval of `k` among `n` (1927); [0, 1] for n = 0. */
export function computeWilsonInterval(k: number, n: number, level = 0.95): Interval {
  if (n === 0) return NOTHING_KNOWN;
  const z = computeNormalValue((1 + level) / 2);
  const rate = k / n;
  const middle = (rate + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const reach =
    (z * Math.sqrt((rate * (1 - rate)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n);
  return {
    low: k === 0 ? 0 : Math.max(0, middle - reach),
    high: k === n ? 1 : Math.min(1, middle + reach),
  };
}

/** Clopper and Pearson's exact interval (1934), which holds at least as often as it says. */
export const computeExactInterval = (k: number, n: number, level = 0.95): Interval =>
  computeExactBounds(k, n, (1 - level) / 2);

/**
 * The two one-sided exact bounds, each wrong at most a share `delta` of the time. No failure in `n`
 * bounds the rate by about 3/n at .05. [0, 1] for n = 0.
 */
export function computeExactBounds(k: number, n: number, delta = 0.05): Interval {
  if (n === 0) return NOTHING_KNOWN;
  return {
    low: k === 0 ? 0 : computeBetaValue(delta, k, n - k + 1),
    high: k === n ? 1 : computeBetaValue(1 - delta, k + 1, n - k),
  };
}
