/** @module Measures that count: how many of the first, or of all that came back, are relevant. */
import { countRelevant, gradeRanking, type GradedRanking } from "./graded-ranking.ts";

/** Relevant among the first `k`, over `k`: a short ranking is divided by `k` as well. */
export const computePrecision = ({ ranked }: GradedRanking, k: number, level = 1): number =>
  countRelevant(ranked.slice(0, k), level) / k;

/** Relevant among the first `k`, over all that are relevant; 0 where none is. */
export function computeGradedRecall(
  { ranked, judged }: GradedRanking,
  k = Infinity,
  level = 1,
): number {
  const relevant = countRelevant(judged, level);
  return relevant === 0 ? 0 : countRelevant(ranked.slice(0, k), level) / relevant;
}

/** The same of one query, from its judgments and its documents, best first. In [0, 1]. */
export const computeRecall = (
  k: number,
  grades: ReadonlyMap<string, number> = new Map(),
  documents: readonly string[] = [],
): number => computeGradedRecall(gradeRanking(grades, documents), k);

/** 1 where one of the first `k` is relevant, else 0. Others call it hit rate. */
export const computeSuccess = ({ ranked }: GradedRanking, k: number, level = 1): number =>
  countRelevant(ranked.slice(0, k), level) > 0 ? 1 : 0;

/** Precision of the whole list; 0 of an empty one. */
export const computeSetPrecision = (graded: GradedRanking, level = 1): number =>
  graded.ranked.length === 0 ? 0 : computePrecision(graded, graded.ranked.length, level);

/** (1 + β²)PR / (β²P + R) of the whole list; 0 where both are 0. */
export function computeSetF(graded: GradedRanking, level = 1, beta = 1): number {
  const precision = computeSetPrecision(graded, level);
  const recall = computeGradedRecall(graded, Infinity, level);
  if (precision + recall === 0) return 0;
  return ((1 + beta ** 2) * precision * recall) / (beta ** 2 * precision + recall);
}

/**
 * Documents with any grade, negative ones too, among the first `k`, over the documents there are of
 * them; 0 of an empty ranking.
 */
export function computeJudged({ ranked }: GradedRanking, k = Infinity): number {
  const first = ranked.slice(0, k);
  if (first.length === 0) return 0;
  return first.filter((grade) => grade !== undefined).length / first.length;
}

/** Unjudged or negative documents among the first `k`, over `k`: trec_eval's `unj`. */
export const computeUnjudged = ({ ranked }: GradedRanking, k: number): number =>
  ranked.slice(0, k).filter((grade) => grade === undefined || grade < 0).length / k;
