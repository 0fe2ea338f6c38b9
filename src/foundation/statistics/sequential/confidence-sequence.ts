/** @module Bounds of a mean that hold at every look, for values in [0, 1] that come one by one. */
import type { Interval } from "../interval.ts";

const LARGEST_BET = 0.5;

/** All that the next value needs: JSON-able, so that a restart forgets nothing. */
export interface SequenceState {
  /** Chance that the mean ever leaves the bounds. */
  readonly alpha: number;
  readonly count: number;
  readonly sum: number;
  /** Σ(x − μ̂)², each from the mean after it. */
  readonly squares: number;
  readonly bets: number;
  readonly weighted: number;
  readonly penalty: number;
}

/** Before the first value. */
export const startSequence = (alpha = 0.05): SequenceState => ({
  alpha,
  count: 0,
  sum: 0,
  squares: 0,
  bets: 0,
  weighted: 0,
  penalty: 0,
});

/**
 * Takes the next value, in [0, 1]. The predictable plug-in empirical-Bernstein sequence of
 * Waudby-Smith and Ramdas (2023), theorem 2: with probability 1 − alpha the mean lies within all
 * bounds, however many looks. Two groups are compared with alpha/2 each; paired differences d in
 * [-1, 1] enter as (d + 1)/2.
 */
export function extendSequence(state: SequenceState, value: number): SequenceState {
  const t = state.count + 1;
  const before = (0.5 + state.sum) / t;
  const variance = (0.25 + state.squares) / t;
  const evidence = Math.log(2 / state.alpha);
  const bet = Math.min(LARGEST_BET, Math.sqrt((2 * evidence) / (variance * t * Math.log(1 + t))));
  const sum = state.sum + value;
  const after = (0.5 + sum) / (t + 1);
  return {
    alpha: state.alpha,
    count: t,
    sum,
    squares: state.squares + (value - after) ** 2,
    bets: state.bets + bet,
    weighted: state.weighted + bet * value,
    penalty: state.penalty + (value - before) ** 2 * (-Math.log1p(-bet) - bet),
  };
}

/** Of the mean; they may leave [0, 1], and know nothing before the first value. */
export function toSequenceBounds({ alpha, bets, weighted, penalty }: SequenceState): Interval {
  if (bets === 0) return { low: -Infinity, high: Infinity };
  const reach = (Math.log(2 / alpha) + penalty) / bets;
  return { low: weighted / bets - reach, high: weighted / bets + reach };
}
