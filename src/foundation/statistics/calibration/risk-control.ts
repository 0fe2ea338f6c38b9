/** @module From which confidence on to answer, with a promise on how many asked are told wrong. */
import { computeExactBounds } from "../intervals/proportion.ts";

export interface RiskControlOptions {
  /** Largest share of questions asked that may get a wrong answer; .05 by default. */
  readonly allowed?: number;
  /** Chance that the promise does not hold; .05 by default. */
  readonly delta?: number;
  /** Thresholds, most careful first, fixed before the data are seen; 1, .99, …, 0 by default. */
  readonly grid?: readonly number[];
}

export interface RiskControl {
  /** Answer from this confidence on; absent: no threshold keeps the promise, so change nothing. */
  readonly threshold?: number;
  /** Thresholds looked at, the last one being the first that failed, if any did. */
  readonly steps: readonly RiskStep[];
}

export interface RiskStep {
  readonly threshold: number;
  /** Wrong answers given at it. */
  readonly wrong: number;
  /** Upper bound of their share among all asked. */
  readonly upper: number;
}

const GRID = Array.from({ length: 101 }, (_, i) => (100 - i) / 100);

/**
 * The least careful threshold at which, with probability 1 − delta over calibration sets, at most a
 * share `allowed` of the *questions asked* gets a wrong answer. Walks the grid from its careful end
 * and stops at the first threshold whose Clopper–Pearson bound is too high: the number of wrong
 * answers only grows on the way, so no correction for the many looks is needed (fixed-sequence
 * testing, as in Angelopoulos et al., "Learn then Test", 2021).
 *
 * @param wrong one for each confidence: whether answering would be wrong
 */
export function controlRisk(
  confidence: readonly number[],
  wrong: readonly boolean[],
  { allowed = 0.05, delta = 0.05, grid = GRID }: RiskControlOptions = {},
): RiskControl {
  const mistakes = confidence.filter((_, index) => wrong[index]).toSorted((a, b) => b - a);
  const steps: RiskStep[] = [];
  let count = 0;
  let upper = computeExactBounds(0, confidence.length, delta).high;
  let picked: number | undefined;
  for (const threshold of grid) {
    const before = count;
    while ((mistakes[count] ?? -Infinity) >= threshold) count++;
    if (count > before) upper = computeExactBounds(count, confidence.length, delta).high;
    steps.push({ threshold, wrong: count, upper });
    if (upper > allowed) break;
    picked = threshold;
  }
  return { ...(picked === undefined ? {} : { threshold: picked }), steps };
}
