/** @module Wins and losses that come one by one: evidence that may be looked at any time. */
import { computeLogBetaShare } from "../distributions/beta.ts";
import { computeLogBeta } from "../distributions/gamma.ts";

/**
 * E-values against equal chances: how many times better the record is explained by a difference.
 * However often one looks, a value of 1/α comes up by chance with probability α at most (Ville,
 * 1939): 20 is evidence at 5 %.
 */
export interface EValues {
  /** Of a difference either way. */
  readonly twoSided: number;
  /** That wins are likelier. */
  readonly better: number;
  /** That losses are likelier. */
  readonly worse: number;
}

/**
 * Natural logarithms of the e-values, which for thousands of pairs outgrow a double. The mixture
 * over a uniform chance of winning: `E = 2^n·B(w + 1, l + 1)`, and its halves above and below ½.
 */
export function computeLogEValues(wins: number, losses: number): EValues {
  if (wins + losses === 0) return { twoSided: 0, better: 0, worse: 0 };
  const twoSided = (wins + losses) * Math.LN2 + computeLogBeta(wins + 1, losses + 1);
  return {
    twoSided,
    better: twoSided + Math.LN2 + computeLogBetaShare(0.5, losses + 1, wins + 1),
    worse: twoSided + Math.LN2 + computeLogBetaShare(0.5, wins + 1, losses + 1),
  };
}

/** The e-values after `wins` and `losses`, ties left out; 1 for none; at most what a double holds. */
export function computeEValues(wins: number, losses: number): EValues {
  const logs = computeLogEValues(wins, losses);
  const toValue = (log: number): number => Math.min(Number.MAX_VALUE, Math.exp(log));
  return {
    twoSided: toValue(logs.twoSided),
    better: toValue(logs.better),
    worse: toValue(logs.worse),
  };
}
