/** @module nDCG@k as trec_eval computes it. */
import type { Qrels, Run } from "../../domain/retrieval-judgments.ts";

/** Gain is the grade, discount log2(rank + 1): trec_eval's `ndcg_cut`, not the 2^grade form. */
const dcg = (grades: readonly number[]): number =>
  grades.reduce((sum, grade, index) => sum + grade / Math.log2(index + 2), 0);

/**
 * nDCG@k of one query, in [0, 1]. A query the run does not answer scores 0, as `trec_eval -c`
 * does: leaving it out would reward silence. 0 as well when no document has a positive grade.
 */
export function nDCG(k: number, queryId: string, qrels: Qrels, run: Run): number {
  const grades = qrels.get(queryId) ?? new Map<string, number>();
  const gains = [...grades.values()].filter((grade) => grade > 0);
  const ideal = dcg(gains.toSorted((a, b) => b - a).slice(0, k));
  if (ideal === 0) return 0;
  const ranked = (run.get(queryId) ?? []).slice(0, k);
  return dcg(ranked.map((id) => Math.max(0, grades.get(id) ?? 0))) / ideal;
}
