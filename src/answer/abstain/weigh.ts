/** @module How sure we may be that the passages answer the question. */
import type { AbstainReason } from "../../domain/answer.ts";
import type { Passage } from "../../domain/passage.ts";
import { getAnalyzer, analyzerIdFor } from "../../engine/analysis/index.ts";
import {
  weighEvidence,
  type Evidence,
  type EvidencePassage,
  type EvidenceQuestion,
} from "../../engine/evidence/index.ts";
import { computeIdf } from "../../engine/lexical/index.ts";
import type { SearchResult } from "../../ports/store.ts";

/**
 * The question's terms under each analyzer of the passages, weighed by the statistics of what the
 * caller may read.
 */
export function toEvidenceQuestion(
  question: string,
  language: string,
  passages: readonly Passage[],
  statistics: SearchResult["statistics"],
): EvidenceQuestion {
  const documents = new Map(statistics.terms.map((term) => [term.term, term.documents]));
  const analyzers = new Set(passages.map((passage) => analyzerIdFor(passage.language)));
  return {
    text: question,
    language,
    passageCount: statistics.chunks,
    terms: [...analyzers].flatMap((analyzerId) =>
      [...getAnalyzer(analyzerId).count(question).counts.keys()].map((term) => {
        const count = documents.get(term) ?? 0;
        return { term, idf: computeIdf(statistics.chunks, count), known: count > 0, analyzerId };
      }),
    ),
  };
}

export interface Weighed {
  readonly question: EvidenceQuestion;
  readonly passages: readonly (EvidencePassage & { readonly documentId: string })[];
  readonly evidence: Evidence;
}

export function weighPassages(question: EvidenceQuestion, passages: readonly Passage[]): Weighed {
  const read = passages.map((passage) => ({
    documentId: passage.documentId,
    text: passage.text,
    // A question about a year is answered by what is from that year, said or not.
    breadcrumb: [...passage.headings, passage.modifiedAt.slice(0, 4)].join(" > "),
    score: passage.why.lexical?.score ?? passage.score,
    language: passage.language,
    analyzerId: analyzerIdFor(passage.language),
    rows: passage.kinds.every((kind) => kind === "table"),
  }));
  return { question, passages: read, evidence: weighEvidence(question, read) };
}

/** A reason not to answer, or `undefined`. */
export function findAbstainReason(
  question: string,
  passages: readonly Passage[],
  confidence: number,
  threshold: number,
): AbstainReason | undefined {
  if (getAnalyzer("und-1").count(question).length === 0) return "empty-question";
  if (passages.length === 0) return "no-passages";
  return confidence < threshold ? "weak-evidence" : undefined;
}

const MESSAGES: Readonly<Record<AbstainReason, string>> = {
  "empty-question": "The question holds no words to search for.",
  "no-passages": "Nothing was found in the documents you may read.",
  "weak-evidence": "The documents you may read do not seem to answer this.",
  "checks-failed": "An answer was found, but it did not pass the checks against its sources.",
};

/** The same words whether the answer does not exist or may not be read. */
export function toMessage(reason: AbstainReason): string {
  return MESSAGES[reason];
}
