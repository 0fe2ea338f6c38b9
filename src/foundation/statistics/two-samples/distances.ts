/** @module How far two samples of one number are apart. */
import { computeDeviation, computeMean } from "../moments.ts";

/**
 * Kolmogorov and Smirnov's statistic, in [0, 1]: the largest gap between the two empirical
 * distribution functions. 0 when either sample is empty.
 */
export function computeKolmogorovSmirnov(
  reference: readonly number[],
  current: readonly number[],
): number {
  let largest = 0;
  for (const { gap } of walkGaps(reference, current)) largest = Math.max(largest, Math.abs(gap));
  return largest;
}

/**
 * The earth mover's distance, in the unit of the values: the area between the two distribution
 * functions. 0 when either sample is empty.
 */
export function computeWasserstein(
  reference: readonly number[],
  current: readonly number[],
): number {
  let area = 0;
  for (const { gap, width } of walkGaps(reference, current)) area += Math.abs(gap) * width;
  return area;
}

/**
 * The two-sided p-value of a Kolmogorov–Smirnov statistic for samples of `n` and `m`, from the
 * limit distribution with Stephens' correction (1970). With ties it is too large, never too small.
 */
export function computeKolmogorovShare(statistic: number, n: number, m: number): number {
  const size = Math.sqrt((n * m) / (n + m));
  const x = (size + 0.12 + 0.11 / size) * statistic;
  if (x < 0.2) return 1;
  let sum = 0;
  for (let k = 1; k <= 100; k++) {
    const term = Math.exp(-2 * k * k * x * x);
    sum += k % 2 === 1 ? term : -term;
    if (term < 1e-16) break;
  }
  return Math.min(1, Math.max(0, 2 * sum));
}

/**
 * How many standard errors the current mean lies above the reference's (Welch). 0 when either has
 * fewer than two values or neither varies.
 */
export function computeMeanShift(reference: readonly number[], current: readonly number[]): number {
  if (reference.length < 2 || current.length < 2) return 0;
  const variance =
    computeDeviation(reference) ** 2 / reference.length +
    computeDeviation(current) ** 2 / current.length;
  if (variance === 0) return 0;
  return (computeMean(current) - computeMean(reference)) / Math.sqrt(variance);
}

interface Gap {
  /** Reference's distribution function less the current one's, right of a value. */
  readonly gap: number;
  /** Until the next value of either. */
  readonly width: number;
}

function* walkGaps(reference: readonly number[], current: readonly number[]): Generator<Gap> {
  if (reference.length === 0 || current.length === 0) return;
  const a = Float64Array.from(reference).sort();
  const b = Float64Array.from(current).sort();
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    const at = Math.min(a[i] ?? Infinity, b[j] ?? Infinity);
    while (a[i] === at) i++;
    while (b[j] === at) j++;
    const next = Math.min(a[i] ?? Infinity, b[j] ?? Infinity);
    yield { gap: i / a.length - j / b.length, width: next === Infinity ? 0 : next - at };
  }
}
