/** @module What the passages have to speak of: the question's terms, and what it leans on. */
import type { Turn } from "../../domain/conversation.ts";
import type { Passage } from "../../domain/passage.ts";
import { countQuestion } from "../../engine/analysis/index.ts";
import { toEarlierTurns, weighEarlierQuestions } from "../../engine/conversation/index.ts";
import {
  structuralTerms,
  type EvidenceQuestion,
  type QuestionTerm,
} from "../../engine/evidence/index.ts";
import { computeIdf } from "../../engine/lexical/index.ts";
import type { SearchResult } from "../../ports/store.ts";

export interface EvidenceRequest {
  readonly question: string;
  readonly history?: readonly Turn[] | undefined;
  /** The question as a model rewrote it: it stands alone, so nothing else is looked at. */
  readonly standalone?: string | undefined;
  readonly language: string;
  readonly statistics: SearchResult["statistics"];
}

/**
 * The question's terms under each analyzer of the passages, weighed by the statistics of what the
 * caller may read. Terms of earlier questions count by their share; where the question names
 * nothing itself ("And why?"), as if the last one had been asked again.
 */
export function toEvidenceQuestion(
  { question, history = [], standalone, language, statistics }: EvidenceRequest,
  passages: readonly Passage[],
): EvidenceQuestion {
  const text = standalone ?? question;
  const earlier = standalone === undefined ? toEarlierTurns(history).questions : [];
  const documents = new Map(statistics.terms.map((term) => [term.term, term.documents]));
  const analyzers = new Set(passages.map(({ analyzer }) => analyzer));
  const toTerm = (term: string, analyzerId: string): QuestionTerm => {
    const count = documents.get(term) ?? 0;
    return { term, idf: computeIdf(statistics.chunks, count), known: count > 0, analyzerId };
  };
  return {
    text,
    language,
    passageCount: statistics.chunks,
    terms: [...analyzers].flatMap((analyzerId) => {
      const own = [...countQuestion(text, analyzerId, language).keys()];
      const said = weighEarlierQuestions(earlier, analyzerId);
      const structural = structuralTerms(language, analyzerId);
      const most = own.every((term) => structural.has(term)) ? Math.max(0, ...said.values()) : 1;
      return [
        ...own.map((term) => toTerm(term, analyzerId)),
        ...[...said]
          .filter(([term]) => !own.includes(term))
          .map(([term, share]) => ({
            ...toTerm(term, analyzerId),
            share: Math.min(1, share / most),
          })),
      ];
    }),
  };
}
