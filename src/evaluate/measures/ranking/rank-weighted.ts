/** @module Measures that ask where the relevant documents stand. */
import { countRelevant, type GradedRanking } from "./graded-ranking.ts";
import { computePrecision } from "./precision-and-recall.ts";

/** One over the rank of the first relevant document; 0 without one among the first `k`. */
export function computeReciprocalRank({ ranked }: GradedRanking, k = Infinity, level = 1): number {
  const first = ranked.findIndex((grade) => grade !== undefined && grade >= level);
  return first < 0 || first >= k ? 0 : 1 / (first + 1);
}

/**
 * The precision at each relevant document among the first `k`, over all that are relevant, also
 * where that is more than `k`; 0 where none is.
 */
export function computeAveragePrecision(
  { ranked, judged }: GradedRanking,
  k = Infinity,
  level = 1,
): number {
  const relevant = countRelevant(judged, level);
  if (relevant === 0) return 0;
  let found = 0;
  let sum = 0;
  for (const [index, grade] of ranked.slice(0, k).entries())
    if (grade !== undefined && grade >= level) sum += ++found / (index + 1);
  return sum / relevant;
}

/** Precision at as many documents as are relevant; 0 where none is. */
export function computeRPrecision(graded: GradedRanking, level = 1): number {
  const relevant = countRelevant(graded.judged, level);
  return relevant === 0 ? 0 : computePrecision(graded, relevant, level);
}

/**
 * How rarely documents judged bad stand above relevant ones; unjudged and negative ones are not
 * seen (Buckley and Voorhees, 2004, as trec_eval computes it). 0 where nothing is relevant.
 */
export function computeBpref({ ranked, judged }: GradedRanking, level = 1): number {
  const relevant = countRelevant(judged, level);
  const bad = countRelevant(judged, 0) - relevant;
  if (relevant === 0) return 0;
  let badAbove = 0;
  let sum = 0;
  for (const grade of ranked) {
    if (grade === undefined || grade < 0) continue;
    if (grade < level) badAbove++;
    else sum += badAbove === 0 ? 1 : 1 - Math.min(badAbove, relevant) / Math.min(bad, relevant);
  }
  return sum / relevant;
}

/**
 * (1 − p) Σ p^(rank − 1) over the relevant documents among the first `k`: what a reader gains who
 * goes on to the next one with probability `p` (Moffat and Zobel, 2008).
 */
export function computeRankBiasedPrecision(
  { ranked }: GradedRanking,
  k = Infinity,
  level = 1,
  p = 0.8,
): number {
  let sum = 0;
  let weight = 1 - p;
  for (const grade of ranked.slice(0, k)) {
    if (grade !== undefined && grade >= level) sum += weight;
    weight *= p;
  }
  return sum;
}
