/** @module A ranking with its grades: what every measure of documents is computed from. */

export interface GradedRanking {
  /** Grade by rank, best first; undefined where nobody judged the document. */
  readonly ranked: readonly (number | undefined)[];
  /** Grades of all judged documents of the query, in no order. */
  readonly judged: readonly number[];
}

/** @param judgedOnly removes unjudged and negative documents first, as `trec_eval -J`. */
export function gradeRanking(
  grades: ReadonlyMap<string, number>,
  documents: readonly string[],
  judgedOnly = false,
): GradedRanking {
  const ranked = documents.map((document) => grades.get(document));
  return {
    ranked: judgedOnly ? ranked.filter((grade) => grade !== undefined && grade >= 0) : ranked,
    judged: [...grades.values()],
  };
}

/** @returns the number of grades from `level` up. */
export function countRelevant(grades: readonly (number | undefined)[], level: number): number {
  let relevant = 0;
  for (const grade of grades) if (grade !== undefined && grade >= level) relevant++;
  return relevant;
}
