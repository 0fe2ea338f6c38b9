/** @module What sets groups of texts apart in words: class-based tf-idf. */

export interface WeightedTerm {
  readonly term: string;
  readonly weight: number;
}

/**
 * tf(t,c)/|c| · ln(1 + A/f(t)), with A the mean number of terms of a class and f(t) the count of t
 * over all of them (Grootendorst, "BERTopic", 2022).
 *
 * @param classes the terms of each class, repeated as often as they occur.
 * @returns for each class its `top` terms, heaviest first, equals by code unit; none of no terms.
 */
export function computeClassTfIdf(
  classes: readonly (readonly string[])[],
  top: number,
): readonly (readonly WeightedTerm[])[] {
  const overall = countTerms(classes.flat());
  const mean = classes.reduce((sum, terms) => sum + terms.length, 0) / Math.max(1, classes.length);
  return classes.map((terms) =>
    [...countTerms(terms)]
      .map(([term, count]) => ({
        term,
        weight: (count / terms.length) * Math.log(1 + mean / (overall.get(term) ?? count)),
      }))
      .toSorted((a, b) => b.weight - a.weight || (a.term < b.term ? -1 : 1))
      .slice(0, top),
  );
}

function countTerms(terms: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}
