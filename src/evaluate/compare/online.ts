/** @module Shadow pairs as they come: evidence that a challenger is better, or worse, at any look. */
import type { Interval } from "../../domain/evaluation.ts";
import {
  extendSequence,
  startSequence,
  toSequenceBounds,
  type SequenceState,
} from "../../foundation/statistics/sequential/confidence-sequence.ts";
import { computeEValues, type EValues } from "../../foundation/statistics/sequential/e-process.ts";

/** Evidence at which to act: wrong 5 % of the time on either side, however often one looks. */
const ENOUGH = 20;

/** All that the next pair needs: JSON-able, so that a restart forgets nothing. */
export interface OnlineState {
  readonly wins: number;
  readonly losses: number;
  /** They say nothing of who is better. */
  readonly ties: number;
  readonly differences: SequenceState;
  /** The first of the two that had enough evidence: later pairs do not take it back. */
  readonly decided?: "better" | "worse";
}

export interface OnlineComparison {
  readonly pairs: number;
  readonly evidence: EValues;
  /** Of the mean difference, in [-1, 1], valid at every look (95 %). */
  readonly interval: Interval;
  readonly verdict: "better" | "worse" | "undecided";
}

/** Before the first pair. */
export const startOnline = (): OnlineState => ({
  wins: 0,
  losses: 0,
  ties: 0,
  differences: startSequence(),
});

/**
 * Takes the scores of both on one question, each in [0, 1], more being better. The order of pairs
 * must not depend on what they show.
 */
export function addPair(
  state: OnlineState,
  { challenger, baseline }: { readonly challenger: number; readonly baseline: number },
): OnlineState {
  const difference = challenger - baseline;
  const wins = state.wins + (difference > 0 ? 1 : 0);
  const losses = state.losses + (difference < 0 ? 1 : 0);
  const { better, worse } = computeEValues(wins, losses);
  const decided =
    state.decided ?? (better >= ENOUGH ? "better" : worse >= ENOUGH ? "worse" : undefined);
  return {
    wins,
    losses,
    ties: state.ties + (difference === 0 ? 1 : 0),
    differences: extendSequence(state.differences, (difference + 1) / 2),
    ...(decided === undefined ? {} : { decided }),
  };
}

/** May be asked after every pair. */
export function readOnline({
  wins,
  losses,
  ties,
  differences,
  decided,
}: OnlineState): OnlineComparison {
  const { low, high } = toSequenceBounds(differences);
  return {
    pairs: wins + losses + ties,
    evidence: computeEValues(wins, losses),
    interval: { low: Math.max(-1, 2 * low - 1), high: Math.min(1, 2 * high - 1) },
    verdict: decided ?? "undecided",
  };
}
