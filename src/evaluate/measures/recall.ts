/** @module R@k: the share of the relevant documents among the first k. */
import type { Qrels, Run } from "../../domain/retrieval-judgments.ts";

/** In [0, 1]; relevant is a grade of 1 or more. 0 when nothing is relevant. */
export function recall(k: number, queryId: string, qrels: Qrels, run: Run): number {
  const grades = qrels.get(queryId) ?? new Map<string, number>();
  const relevant = [...grades].filter(([, grade]) => grade >= 1).map(([id]) => id);
  if (relevant.length === 0) return 0;
  const ranked = new Set((run.get(queryId) ?? []).slice(0, k));
  return relevant.filter((id) => ranked.has(id)).length / relevant.length;
}
