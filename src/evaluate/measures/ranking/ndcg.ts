/** @module nDCG, as trec_eval computes it and with the gain of gdeval. */
import { gradeRanking, type GradedRanking } from "./graded-ranking.ts";

/** `log2` takes the grade as gain (trec_eval's `ndcg_cut`), `exp-log2` 2^grade − 1 (gdeval). */
export type Gain = "log2" | "exp-log2";

/**
 * Gains over log2(rank + 1), over the same for all judged documents of the query by grade, both cut
 * at `k` (Järvelin and Kekäläinen, 2002). Negative grades gain nothing. 0 where no grade is above 0.
 */
export function computeGradedNdcg(
  { ranked, judged }: GradedRanking,
  k = Infinity,
  gain: Gain = "log2",
): number {
  const ideal = discount(
    judged.filter((grade) => grade > 0).toSorted((a, b) => b - a),
    k,
    gain,
  );
  return ideal === 0 ? 0 : discount(ranked, k, gain) / ideal;
}

/** The same of one query, from its judgments and its documents, best first. In [0, 1]. */
export const computeNdcg = (
  k: number,
  grades: ReadonlyMap<string, number> = new Map(),
  documents: readonly string[] = [],
): number => computeGradedNdcg(gradeRanking(grades, documents), k);

function discount(grades: readonly (number | undefined)[], k: number, gain: Gain): number {
  let sum = 0;
  const end = Math.min(k, grades.length);
  for (let i = 0; i < end; i++) {
    const grade = grades[i] ?? 0;
    if (grade > 0) sum += (gain === "log2" ? grade : 2 ** grade - 1) / Math.log2(i + 2);
  }
  return sum;
}
