/** @module A question as the lexical leg reads it. */
import { countQuestion, detectLanguage, servesLanguage } from "../engine/analysis/index.ts";
import type { WeightedTerm } from "../ports/store.ts";

/**
 * What a term is worth in documents of another language than the question's, where only names,
 * numbers and chance are spelled alike. XQuAD's eight languages in one collection against each in
 * its own: at 1 English loses 2.4 points and Spanish 1.7, at .5 none more than .8, at .2 the same.
 */
const FOREIGN_WEIGHT = 0.5;

/** Each term once, weighted by how often the question holds it; see `FOREIGN_WEIGHT`. */
export function toQuestionTerms(question: string, analyzerId: string): readonly WeightedTerm[] {
  const language = detectLanguage(question);
  const isForeign = language !== undefined && !servesLanguage(analyzerId, language);
  const weight = isForeign ? FOREIGN_WEIGHT : 1;
  return [...countQuestion(question, analyzerId, language)].map(([term, count]) => ({
    term,
    weight: count * weight,
  }));
}
