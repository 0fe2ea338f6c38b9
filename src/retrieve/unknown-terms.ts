/** @module How much of a question stands in nothing that its asker may read. */
import { detectLanguage } from "../engine/analysis/index.ts";
import { structuralTerms } from "../engine/evidence/index.ts";
import type { SearchResult } from "../ports/store.ts";
import { toQuestionTerms } from "./question-terms.ts";

/** Different terms of a question that say what it is about, and those of them that no readable chunk holds. */
export interface QuestionTerms {
  readonly asked: number;
  readonly unknown: number;
}

/** Whole identifiers repeat what their parts say. */
const isWord = (term: string): boolean => !term.startsWith("=");

/**
 * As the analyzer reads it that most of its terms are known to: in a store of several languages the
 * others know few. `undefined` for a question without terms, and where no analyzer is in use.
 */
export function countUnknownTerms(
  question: string,
  analyzers: Iterable<string>,
  { terms: known }: SearchResult["statistics"],
): QuestionTerms | undefined {
  const documents = new Map(known.map(({ term, documents: holding }) => [term, holding]));
  const language = detectLanguage(question) ?? "en";
  const counts = [...analyzers].map((analyzer): QuestionTerms => {
    const structural = structuralTerms(language, analyzer);
    const terms = toQuestionTerms(question, analyzer).filter(
      ({ term }) => isWord(term) && !structural.has(term),
    );
    const unknown = terms.filter(({ term }) => (documents.get(term) ?? 0) === 0).length;
    return { asked: terms.length, unknown };
  });
  return counts
    .filter(({ asked }) => asked > 0)
    .toSorted((a, b) => a.unknown / a.asked - b.unknown / b.asked)[0];
}
