/** @module Above which score to answer, so that few unanswerable questions are answered. */
import { computeBetaShare } from "../distributions/beta.ts";

export interface ConformalOptions {
  /** Share of new unanswerable questions that may be answered; .1 by default. */
  readonly alpha?: number;
  /**
   * Chance that the share holds for the calibration at hand. Absent: it holds on average over
   * calibrations, and a given one breaks it four times in ten.
   */
  readonly confidence?: number;
}

export interface ConformalThreshold {
  /** Which of the scores, from 1 in ascending order. */
  readonly rank: number;
  /** Answer above it; absent: too few cases for the promise, so never answer. */
  readonly threshold?: number;
}

/**
 * Split conformal prediction (Vovk et al., 2005) over scores of unanswerable cases. With a
 * confidence, the rank after which the share answered, Beta(m + 1 − k, k) distributed, stays
 * below alpha with that probability (Vovk, 2012). Needs ⌈1/alpha⌉ − 1 cases.
 */
export function computeConformalThreshold(
  scores: readonly number[],
  { alpha = 0.1, confidence }: ConformalOptions = {},
): ConformalThreshold {
  const count = scores.length;
  // 61·.9 is a hair above 54.9 in binary: a whole number must not become the next one.
  let rank = Math.ceil((count + 1) * (1 - alpha) - 1e-9);
  if (confidence !== undefined)
    while (
      rank <= count &&
      1 - computeBetaShare(alpha, count + 1 - rank, rank) > 1 - confidence + 1e-12
    )
      rank++;
  const threshold = scores.toSorted((a, b) => a - b)[rank - 1];
  return { rank, ...(threshold === undefined ? {} : { threshold }) };
}
