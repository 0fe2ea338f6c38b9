/** @module A question as the lexical leg reads it. */
import { getAnalyzer } from "../engine/analysis/index.ts";
import type { WeightedTerm } from "../ports/store.ts";

/** Each term once, in the order of the question, weighted by how often it occurs. */
export function toQuestionTerms(question: string, analyzerId: string): readonly WeightedTerm[] {
  const { counts } = getAnalyzer(analyzerId).count(question);
  return [...counts].map(([term, weight]) => ({ term, weight }));
}
