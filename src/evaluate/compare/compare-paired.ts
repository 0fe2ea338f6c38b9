/** @module A challenger beside its baseline on the same cases: how far apart, and how sure. */
import type { Interval, MeasureComparison } from "../../domain/evaluation.ts";
import { computeNormalValue } from "../../foundation/statistics/distributions/normal.ts";
import { testByMcNemar } from "../../foundation/statistics/hypotheses/mcnemar.ts";
import { computeSmallestSeen } from "../../foundation/statistics/hypotheses/power.ts";
import { testByRandomization } from "../../foundation/statistics/hypotheses/randomization.ts";
import { hullOf } from "../../foundation/statistics/interval.ts";
import {
  computeStandardError,
  computeStudentInterval,
  estimateMean,
} from "../../foundation/statistics/intervals/mean.ts";
import { computeBonettPriceInterval } from "../../foundation/statistics/intervals/paired-proportion.ts";
import { toSample, type Sample } from "../../foundation/statistics/intervals/sample.ts";
import { computeMean } from "../../foundation/statistics/moments.ts";
import { toCaseValue, type CaseScores } from "./case-values.ts";
import type { MeasureOptions } from "./summarize.ts";

/** Below so many cases that differ, Student's interval of two rates is too narrow. */
const FEW_DISCORDANT = 10;

/** A comparison with all that a verdict rests on. */
export interface PairedComparison extends MeasureComparison {
  /** One-sided bounds of the difference, each wrong 5 % of the time. */
  readonly bounds: Interval;
  readonly method: "t" | "clustered-t" | "hull" | "bonett-price";
  /** Cases, or groups of cases, that were drawn independently. */
  readonly units: number;
  /** Of one case's difference, as the interval has it: what counts of cases are computed from. */
  readonly deviation: number;
  readonly wins: number;
  readonly losses: number;
  readonly ties: number;
  /** McNemar's mid-p, where every value is 0 or 1 and no group has two cases. */
  readonly midP?: number;
  /** Cases of both systems that one of them has no score on. */
  readonly unscored: number;
}

/**
 * Differences over cases that both systems have a score on; positive is better, whichever way the
 * measure runs. p by randomization, flipping whole groups. `undefined` for fewer than two cases or
 * groups: one difference says nothing of its spread.
 */
export function comparePaired(
  cases: readonly CaseScores[],
  options: MeasureOptions,
): PairedComparison | undefined {
  const { measure, direction = "higher", seed } = options;
  const { pairs, unscored } = pairUp(cases);
  const sign = direction === "lower" ? -1 : 1;
  const differences = pairs.map(({ now, before }) => sign * (now - before));
  const sample = toSample(
    differences,
    pairs.map(({ group }) => group),
  );
  if (sample.sums.length < 2) return undefined;
  const binary = pairs.every(({ now, before }) => isBinary(now) && isBinary(before));
  const wins = differences.filter((difference) => difference > 0).length;
  const losses = differences.filter((difference) => difference < 0).length;
  const { method, at, deviation } = binary
    ? toRateIntervals(sample, wins, losses)
    : toMeanIntervals(sample, options);
  return {
    baseline: computeMean(pairs.map(({ before }) => before)),
    difference: sample.mean,
    interval: at(0.95),
    bounds: at(0.9),
    p: testByRandomization(sample.sums, { seed: `${seed}/randomization/${measure}` }).p,
    ...(binary && !sample.clustered ? { midP: testByMcNemar(wins, losses).midP } : {}),
    cases: pairs.length,
    units: sample.sums.length,
    smallestSeen: computeSmallestSeen(deviation, pairs.length),
    deviation,
    method,
    wins,
    losses,
    ties: pairs.length - wins - losses,
    unscored,
  };
}

interface Pair {
  readonly group: string;
  readonly now: number;
  readonly before: number;
}

function pairUp(cases: readonly CaseScores[]): { pairs: readonly Pair[]; unscored: number } {
  const both = cases.filter(
    ({ scores, baseline = [] }) => scores.length > 0 && baseline.length > 0,
  );
  const pairs = both.flatMap(({ caseId, group, scores, baseline = [] }): readonly Pair[] => {
    const now = toCaseValue(scores);
    const before = toCaseValue(baseline);
    if (typeof now !== "number" || typeof before !== "number") return [];
    return [{ group: group ?? caseId, now, before }];
  });
  return { pairs, unscored: both.length - pairs.length };
}

const isBinary = (value: number): boolean => value === 0 || value === 1;

interface DifferenceIntervals {
  readonly method: PairedComparison["method"];
  readonly at: (level: number) => Interval;
  readonly deviation: number;
}

function toMeanIntervals(
  sample: Sample,
  { seed, measure, resamples }: MeasureOptions,
): DifferenceIntervals {
  const intervals = estimateMean(sample, {
    seed: `${seed}/bootstrap/${measure}`,
    ...(resamples === undefined ? {} : { resamples }),
  });
  return {
    method: intervals.method,
    at: (level) => intervals.at(level),
    deviation: spreadOf(sample),
  };
}

/** Differences of two rates; of groups as if each were one case, or as they vary. */
function toRateIntervals(sample: Sample, wins: number, losses: number): DifferenceIntervals {
  const byT: DifferenceIntervals = {
    method: sample.clustered ? "clustered-t" : "t",
    at: (level) => computeStudentInterval(sample, level),
    deviation: spreadOf(sample),
  };
  if (wins + losses >= FEW_DISCORDANT) return byT;
  const units = sample.sums.length;
  const share = units / sample.values.length;
  const adjusted = (level: number): Interval => {
    const few = computeBonettPriceInterval(wins * share, losses * share, units, level);
    return sample.clustered ? hullOf(few, byT.at(level)) : few;
  };
  const { low, high } = adjusted(0.95);
  const error = (high - low) / 2 / computeNormalValue(0.975);
  return {
    method: "bonett-price",
    at: adjusted,
    deviation: error * Math.sqrt(sample.values.length),
  };
}

/** The deviation that single cases would have for the same standard error. */
const spreadOf = (sample: Sample): number =>
  computeStandardError(sample) * Math.sqrt(sample.values.length);
