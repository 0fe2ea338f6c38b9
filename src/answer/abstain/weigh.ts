/** @module How sure we may be that the passages answer the question. */
import type { AbstainReason } from "../../domain/answer.ts";
import type { Passage } from "../../domain/passage.ts";
import { getAnalyzer } from "../../engine/analysis/index.ts";
import {
  weighEvidence,
  type Evidence,
  type EvidencePassage,
  type EvidenceQuestion,
} from "../../engine/evidence/index.ts";

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
    analyzerId: passage.analyzer,
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
