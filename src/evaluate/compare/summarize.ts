/** @module One system's mean on one measure, how sure it is, and what could not be scored. */
import type { Interval, MeasureResult } from "../../domain/evaluation.ts";
import { clampInterval, hullOf } from "../../foundation/statistics/interval.ts";
import {
  computeStudentInterval,
  estimateMean,
  type MeanIntervalOptions,
} from "../../foundation/statistics/intervals/mean.ts";
import {
  computeExactBounds,
  computeWilsonInterval,
} from "../../foundation/statistics/intervals/proportion.ts";
import { toSample, type Sample } from "../../foundation/statistics/intervals/sample.ts";
import { toCaseValue, type CaseScores } from "./case-values.ts";

export interface MeasureOptions {
  readonly measure: string;
  /** More is better by default. */
  readonly direction?: "higher" | "lower";
  /** Names the streams of random numbers, one a measure and use: `42/bootstrap/nDCG@10`. */
  readonly seed: string;
  /** What the measure can come to; [0, 1] by default, and no interval leaves it. */
  readonly range?: Interval;
  /** 10,000 by default. */
  readonly resamples?: number;
}

/** A result with what floors and zeros are judged by. */
export interface Summary {
  readonly result: MeasureResult;
  /** One-sided bounds of the mean, each wrong 5 % of the time; absent when nothing was scored. */
  readonly bounds?: Interval;
  /** Cases, or groups of cases, that were drawn independently. */
  readonly units: number;
  /** Cases with any repeat that is not the best the measure can come to. */
  readonly violations: number;
}

/**
 * Means over scored cases. Values that are all 0 or 1 have Wilson's interval, and exact
 * one-sided bounds; others Student's, over groups where any has two cases, or the hull with BCa
 * where they are skewed.
 */
export function summarizeCases(cases: readonly CaseScores[], options: MeasureOptions): Summary {
  const { measure, direction, range = { low: 0, high: 1 } } = options;
  const values: number[] = [];
  const groups: string[] = [];
  const reasons = new Map<string, number>();
  const applicable = cases.filter(({ scores }) => scores.length > 0);
  for (const { caseId, group, scores } of applicable) {
    const value = toCaseValue(scores);
    if (typeof value === "number") {
      values.push(value);
      groups.push(group ?? caseId);
    } else reasons.set(value.unscored, (reasons.get(value.unscored) ?? 0) + 1);
  }
  const sample = toSample(values, groups);
  const best = direction === "lower" ? range.low : range.high;
  const sure = values.length > 0 ? estimate(sample, options) : undefined;
  return {
    result: {
      measure,
      ...(direction === undefined ? {} : { direction }),
      ...(sure ? { mean: sample.mean } : {}),
      ...(sure?.interval ? { interval: clampInterval(sure.interval, range.low, range.high) } : {}),
      scored: values.length,
      unscored: applicable.length - values.length,
      unscoredReasons: Object.fromEntries(reasons),
    },
    ...(sure ? { bounds: clampInterval(sure.bounds, range.low, range.high) } : {}),
    units: sample.sums.length,
    violations: applicable.filter(({ scores }) =>
      scores.some((score) => typeof score === "number" && score !== best),
    ).length,
  };
}

interface Estimate {
  /** Two-sided, 95 %; absent for a single unit, which says nothing of the spread. */
  readonly interval?: Interval;
  readonly bounds: Interval;
}

function estimate(sample: Sample, { measure, seed, resamples }: MeasureOptions): Estimate {
  const units = sample.sums.length;
  if (sample.values.every((value) => value === 0 || value === 1)) return estimateRate(sample);
  if (units < 2) return { bounds: { low: -Infinity, high: Infinity } };
  const options: MeanIntervalOptions = {
    seed: `${seed}/mean/${measure}`,
    ...(resamples === undefined ? {} : { resamples }),
  };
  const intervals = estimateMean(sample, options);
  return { interval: intervals.at(0.95), bounds: intervals.at(0.9) };
}

/** Of groups: as if each were one case, or as they vary, whichever is less sure. */
function estimateRate(sample: Sample): Estimate {
  const units = sample.sums.length;
  const k = sample.mean * units;
  const wilson = computeWilsonInterval(k, units);
  const exact = computeExactBounds(k, units);
  if (!sample.clustered || units < 2) return { interval: wilson, bounds: exact };
  return {
    interval: hullOf(wilson, computeStudentInterval(sample)),
    bounds: hullOf(exact, computeStudentInterval(sample, 0.9)),
  };
}
