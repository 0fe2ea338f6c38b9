/** @module The BCa bootstrap of a mean (Efron and Tibshirani, 1993, chapter 14). */
import type { Random } from "../../random.ts";
import { computeNormalShare, computeNormalValue } from "../distributions/normal.ts";
import type { Interval } from "../interval.ts";
import { computeQuantile } from "../moments.ts";
import { toInfluences, type Sample } from "./sample.ts";

const RESAMPLES = 10_000;

export interface Bootstrap {
  /** Means of the resamples, ascending. */
  readonly means: Float64Array;
  /** Share of them below the sample's own, equal ones by half. */
  readonly below: number;
  /** Φ⁻¹ of that share: how far they lie to one side. */
  readonly bias: number;
  /** A sixth of the skewness of the mean. */
  readonly acceleration: number;
}

/** Draws whole units with replacement, as many as there are, `resamples` times (default 10,000). */
export function bootstrapMean(sample: Sample, random: Random, resamples = RESAMPLES): Bootstrap {
  const means = drawMeans(sample, random, resamples).sort();
  const below = shareBelow(means, sample.mean);
  const influences = toInfluences(sample);
  const squares = influences.reduce((sum, influence) => sum + influence ** 2, 0);
  const cubes = influences.reduce((sum, influence) => sum + influence ** 3, 0);
  return {
    means,
    below,
    bias: computeNormalValue(below),
    acceleration: squares === 0 ? 0 : cubes / (6 * squares ** 1.5),
  };
}

/**
 * Percentiles of the resampled means, moved for bias and skewness. `undefined` when all of them lie
 * on one side of the mean: there is nothing to move by.
 */
export function toBootstrapInterval(bootstrap: Bootstrap, level = 0.95): Interval | undefined {
  const { means, below, bias, acceleration } = bootstrap;
  if (below <= 0 || below >= 1) return undefined;
  const endAt = (share: number): number => {
    const moved = bias + computeNormalValue(share);
    const moved2 = bias + moved / (1 - acceleration * moved);
    return computeQuantile(means, computeNormalShare(moved2));
  };
  return { low: endAt((1 - level) / 2), high: endAt((1 + level) / 2) };
}

function drawMeans({ sums, sizes, clustered }: Sample, random: Random, rounds: number) {
  const units = sums.length;
  const means = new Float64Array(rounds);
  const unitSums = Float64Array.from(sums);
  for (let round = 0; round < rounds; round++) {
    let sum = 0;
    let size = clustered ? 0 : units;
    for (let i = 0; i < units; i++) {
      const unit = random.below(units);
      sum += unitSums[unit] ?? 0;
      if (clustered) size += sizes[unit] ?? 0;
    }
    means[round] = sum / size;
  }
  return means;
}

/** Share of values below another, equal ones by half. */
export function shareBelow(means: Float64Array, mean: number): number {
  const tolerance = 1e-9 * Math.max(1, Math.abs(mean));
  let below = 0;
  for (const value of means)
    below += value < mean - tolerance ? 1 : value <= mean + tolerance ? 0.5 : 0;
  return below / means.length;
}
