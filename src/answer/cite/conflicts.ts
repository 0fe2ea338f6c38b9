/** @module Disagreements between sources that touch an answer. */
import type { AnswerConflict, Citation } from "../../domain/answer.ts";
import type { Passage } from "../../domain/passage.ts";
import { findConflicts } from "../../engine/evidence/index.ts";
import type { DraftCitation } from "../../ports/generator.ts";
import type { Weighed } from "../abstain/weigh.ts";

/** Two places that disagree. */
export interface ConflictPair {
  readonly kind: AnswerConflict["kind"];
  readonly sides: readonly [DraftCitation, DraftCitation];
  readonly values: readonly [string, string];
}

export interface ConflictingDrafts {
  readonly pairs: readonly ConflictPair[];
  /** What the answer left out, so that both sides are shown. */
  readonly added: readonly {
    readonly text: string;
    readonly citations: readonly DraftCitation[];
  }[];
}

/** @param drafts the places that each sentence of the answer rests on. */
export function findConflictingDrafts(
  { question, passages, evidence }: Weighed,
  drafts: readonly (readonly DraftCitation[])[],
): ConflictingDrafts {
  const isShown = ({ passage, span }: DraftCitation): boolean =>
    drafts.some((citations) =>
      citations.some(
        (citation) =>
          citation.passage === passage &&
          (!citation.span ||
            !span ||
            (citation.span.start <= span.start && citation.span.end >= span.end)),
      ),
    );
  for (const { kind, left, right } of findConflicts(question, passages, evidence)) {
    const [a, b] = [left, right].map(({ sentence }) => ({
      passage: sentence.passage,
      span: { start: sentence.start, end: sentence.end },
    }));
    if (!a || !b || !(isShown(a) || isShown(b))) continue;
    const added = [a, b]
      .filter((side) => !isShown(side))
      .map((side) => ({
        text: passages[side.passage]?.text.slice(side.span.start, side.span.end) ?? "",
        citations: [side],
      }));
    return { pairs: [{ kind, sides: [a, b], values: [left.value, right.value] }], added };
  }
  return { pairs: [], added: [] };
}

/** The pairs of which both sides are cited. */
export function toConflicts(
  pairs: readonly ConflictPair[],
  citations: readonly Citation[],
  passages: readonly Passage[],
): readonly AnswerConflict[] {
  const numberOf = ({ passage, span }: DraftCitation): number | undefined => {
    const found = passages[passage];
    const start = (found?.span.start ?? 0) + (span?.start ?? 0);
    return citations.find(
      (citation) =>
        citation.documentId === found?.documentId &&
        citation.start <= start &&
        start < citation.end,
    )?.number;
  };
  return pairs.flatMap(({ kind, sides, values }) => {
    const [a, b] = [numberOf(sides[0]), numberOf(sides[1])];
    return a === undefined || b === undefined ? [] : [{ kind, citations: [a, b], values }];
  });
}
