/** @module Three verdicts: passed, failed, or too little known to say. */
import type { Interval, Verdict } from "../../domain/evaluation.ts";
import {
  countCasesToProve,
  countCasesToSee,
} from "../../foundation/statistics/hypotheses/power.ts";
import { computeExactBounds } from "../../foundation/statistics/intervals/proportion.ts";

/** Below so many cases, or groups of cases, nothing is judged; no setting changes it. */
export const LEAST_CASES = 30;
const ALPHA = 0.05;

export interface Judged {
  readonly verdict: Verdict;
  readonly because:
    | "too-few-cases"
    | "within-margin"
    | "beyond-margin"
    | "near-margin"
    | "better"
    | "worse"
    | "no-difference-seen"
    | "above-floor"
    | "below-floor"
    | "near-floor"
    | "none-seen"
    | "seen"
    | "unscored";
  /** Cases that would settle an inconclusive verdict, where that can be told. */
  readonly casesNeeded?: number;
}

/** What a verdict on a difference rests on; a `PairedComparison` has all of it. */
export interface JudgedDifference {
  /** Positive is better. */
  readonly difference: number;
  /** One-sided 95 % bounds. */
  readonly bounds: Interval;
  /** Two-sided 95 % interval. */
  readonly interval: Interval;
  readonly p: number;
  /** Over the tests of one family; decides in place of `p`. */
  readonly adjustedP?: number;
  readonly cases: number;
  /** Independent ones among them. */
  readonly units: number;
  /** Of one case's difference. */
  readonly deviation: number;
}

/**
 * Nothing got worse by the margin or more. Passing is wrong 5 % of the time at a loss of the margin,
 * failing 3 % at most where nothing changed. With an adjusted p a fail needs it below .05: bounds
 * know nothing of the other tests.
 */
export function judgeRegression(found: JudgedDifference, margin: number): Judged {
  const { difference, bounds, p, adjustedP, cases, units, deviation } = found;
  if (units < LEAST_CASES) return { verdict: "inconclusive", because: "too-few-cases" };
  if (bounds.low > -margin) return { verdict: "pass", because: "within-margin" };
  const surelyBelow = adjustedP === undefined && bounds.high < -margin;
  if (surelyBelow || (difference <= -margin && (adjustedP ?? p) < ALPHA))
    return { verdict: "fail", because: "beyond-margin" };
  const needed = margin > 0 ? countCasesToProve(deviation, margin) : cases;
  return { verdict: "inconclusive", because: "near-margin", ...moreThan(cases, needed) };
}

/** The challenger is better: its two-sided interval lies above 0, and p is below .05. */
export function judgeImprovement(found: JudgedDifference): Judged {
  const { difference, interval, p, adjustedP, cases, units, deviation } = found;
  if (units < LEAST_CASES) return { verdict: "inconclusive", because: "too-few-cases" };
  if (interval.low > 0 && (adjustedP ?? p) < ALPHA) return { verdict: "pass", because: "better" };
  if (interval.high < 0) return { verdict: "fail", because: "worse" };
  const needed = difference > 0 ? countCasesToSee(deviation, difference) : cases;
  return { verdict: "inconclusive", because: "no-difference-seen", ...moreThan(cases, needed) };
}

/** The mean is at least `least`, by its one-sided 95 % bounds. */
export function judgeFloor(bounds: Interval, units: number, least: number): Judged {
  if (units < LEAST_CASES) return { verdict: "inconclusive", because: "too-few-cases" };
  if (bounds.low >= least) return { verdict: "pass", because: "above-floor" };
  if (bounds.high < least) return { verdict: "fail", because: "below-floor" };
  return { verdict: "inconclusive", because: "near-floor" };
}

/** Of `n` cases, the successes `k` show a rate of at least `least`; .995 needs 598 without error. */
export const judgeRateFloor = (k: number, n: number, least: number): Judged =>
  judgeFloor(computeExactBounds(k, n), n, least);

/** Not once, whatever the number of cases: access, safety, memorized data. */
export function judgeZero(violations: number, cases: number): Judged {
  if (violations > 0) return { verdict: "fail", because: "seen" };
  if (cases === 0) return { verdict: "inconclusive", because: "too-few-cases" };
  return { verdict: "pass", because: "none-seen" };
}

/** Fewer cases than there are would settle nothing: the truth then lies near the line itself. */
const moreThan = (cases: number, needed: number): { readonly casesNeeded?: number } =>
  needed > cases && Number.isSafeInteger(needed) ? { casesNeeded: needed } : {};
