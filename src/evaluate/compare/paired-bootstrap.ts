/** @module How sure a mean difference between two systems is, over the same queries. */
import { computeNormalShare, computeNormalValue } from "../../foundation/normal-distribution.ts";
import { createRandom } from "../../foundation/random.ts";

export interface PairedInterval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

export interface BootstrapOptions {
  /** Names the stream of random numbers: the same seed gives the same interval. */
  readonly seed: string;
  /** In (0, 1); .95 by default. */
  readonly level?: number;
  /** 10,000 by default. */
  readonly resamples?: number;
}

/**
 * The mean of paired differences with its BCa bootstrap interval (Efron and Tibshirani, "An
 * Introduction to the Bootstrap", 1993, chapter 14): percentiles of resampled means, moved for bias
 * and for skewness. Differences that are all equal have an interval of no width; none at all give 0.
 */
export function computePairedInterval(
  differences: readonly number[],
  { seed, level = 0.95, resamples = 10_000 }: BootstrapOptions,
): PairedInterval {
  const mean = average(differences);
  if (differences.every((difference) => difference === differences[0]))
    return { mean, low: mean, high: mean };
  const means = resample(differences, resamples, seed);
  const bias = toBias(means, mean);
  const skew = toAcceleration(differences, mean);
  const endAt = (share: number): number => {
    const moved = bias + computeNormalValue(share);
    return quantile(means, computeNormalShare(bias + moved / (1 - skew * moved)));
  };
  return { mean, low: endAt((1 - level) / 2), high: endAt((1 + level) / 2) };
}

const average = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

/** Means of samples drawn with replacement, ascending. */
function resample(values: readonly number[], resamples: number, seed: string): Float64Array {
  const random = createRandom(seed);
  const means = new Float64Array(resamples);
  for (let round = 0; round < resamples; round++) {
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += values[random.below(values.length)] ?? 0;
    means[round] = sum / values.length;
  }
  return means.sort();
}

/** How far the resampled means lie to one side of the mean, in standard deviations. */
function toBias(means: Float64Array, mean: number): number {
  const tolerance = 1e-9 * Math.max(1, Math.abs(mean));
  let below = 0;
  for (const value of means)
    below += value < mean - tolerance ? 1 : value <= mean + tolerance ? 0.5 : 0;
  const least = 0.5 / means.length;
  return computeNormalValue(Math.min(1 - least, Math.max(least, below / means.length)));
}

/** Σ(d − mean)³ / 6(Σ(d − mean)²)^{3/2}: a sixth of the skewness of the mean. */
function toAcceleration(values: readonly number[], mean: number): number {
  let squares = 0;
  let cubes = 0;
  for (const value of values) {
    squares += (value - mean) ** 2;
    cubes += (value - mean) ** 3;
  }
  return cubes / (6 * squares ** 1.5);
}

/** Linear between neighbours, at `(n - 1)·share`. */
function quantile(sorted: Float64Array, share: number): number {
  const at = (sorted.length - 1) * Math.min(1, Math.max(0, share));
  const low = sorted[Math.floor(at)] ?? 0;
  const high = sorted[Math.ceil(at)] ?? 0;
  return low + (high - low) * (at - Math.floor(at));
}
