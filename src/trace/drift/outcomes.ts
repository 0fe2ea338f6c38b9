/** @module Signals that can get worse: abstentions, failed checks, complaints, time, money. */
import { computeLogGamma } from "../../foundation/statistics/distributions/gamma.ts";
import { computeNormalShare } from "../../foundation/statistics/distributions/normal.ts";
import { computeMean } from "../../foundation/statistics/moments.ts";
import { extendCusum } from "../../foundation/statistics/two-samples/cusum.ts";
import { computeMeanShift } from "../../foundation/statistics/two-samples/distances.ts";
import type { SignalHistory } from "./report.ts";
import { toFigure, type Tested } from "./tested.ts";

/**
 * In standard errors: one wild window alone raises no alarm, three in a row do (winsorizing, as in
 * Hawkins and Olwell, "Cumulative Sum Charts", 1998).
 */
const MOST = 3;

/** A share of questions: Fisher's exact test against a rise. */
export function testRate(
  name: string,
  reference: readonly boolean[],
  current: readonly boolean[],
  previous?: SignalHistory,
): Tested {
  const before = reference.filter(Boolean).length / reference.length;
  const now = current.filter(Boolean).length / current.length;
  const toNumbers = (list: readonly boolean[]): readonly number[] => list.map(Number);
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  return {
    name,
    kind: "outcome",
    test: "fisher",
    n: { reference: reference.length, current: current.length },
    effect: now - before,
    p: computeFisher(reference, current),
    history: extendHistory(toNumbers(reference), toNumbers(current), previous),
    change: `${percent(before)} before, ${percent(now)} now`,
  };
}

/** A positive amount, compared on its logarithm: Welch's test against a rise. */
export function testAmount(
  name: string,
  reference: readonly number[],
  current: readonly number[],
  previous?: SignalHistory,
): Tested {
  const before = reference.map(Math.log);
  const now = current.map(Math.log);
  const typical = (logs: readonly number[]): string => toFigure(Math.exp(computeMean(logs)));
  return {
    name,
    kind: "outcome",
    test: "welch",
    n: { reference: reference.length, current: current.length },
    effect: computeMean(now) - computeMean(before),
    p: computeNormalShare(-computeMeanShift(before, now)),
    history: extendHistory(before, now, previous),
    change: `geometric mean ${typical(before)} before, ${typical(now)} now`,
  };
}

/** P(at least so many of all successes fall into the current window by chance). */
function computeFisher(reference: readonly boolean[], current: readonly boolean[]): number {
  const all = reference.length + current.length;
  const seen = current.filter(Boolean).length;
  const successes = seen + reference.filter(Boolean).length;
  const logChoose = (n: number, k: number): number =>
    computeLogGamma(n + 1) - computeLogGamma(k + 1) - computeLogGamma(n - k + 1);
  const logAll = logChoose(all, successes);
  let p = 0;
  for (let k = seen; k <= Math.min(successes, current.length); k++)
    p += Math.exp(
      logChoose(current.length, k) + logChoose(reference.length, successes - k) - logAll,
    );
  return Math.min(1, p);
}

/**
 * Standardizes the window against all windows before it, so that the values of a quiet series do
 * not depend on each other (Hawkins' self-starting scheme, 1987): a fixed reference would lend its
 * own error to every later window, and its sum would grow without any change. A rise smaller than
 * that error is taken for it in time, and goes unseen.
 */
function extendHistory(
  reference: readonly number[],
  current: readonly number[],
  previous?: SignalHistory,
): SignalHistory {
  const before = previous ?? { ...sumUp(reference), cusum: 0 };
  const now = sumUp(current);
  const count = before.count + now.count;
  const pooled = (before.sum + now.sum) / count;
  const variance = Math.max(0, (before.squares + now.squares) / count - pooled ** 2);
  const error = Math.sqrt(variance * (1 / before.count + 1 / now.count));
  const rise = now.sum / now.count - before.sum / before.count;
  return {
    count,
    sum: before.sum + now.sum,
    squares: before.squares + now.squares,
    cusum: extendCusum(before.cusum, error > 0 ? Math.min(MOST, rise / error) : 0),
  };
}

const sumUp = (values: readonly number[]): Omit<SignalHistory, "cusum"> => ({
  count: values.length,
  sum: values.reduce((sum, value) => sum + value, 0),
  squares: values.reduce((sum, value) => sum + value ** 2, 0),
});
