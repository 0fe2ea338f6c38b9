/** @module How much of the gold evidence an answer cites. */
import type { AnswerReply, ReplyPassage, Score } from "../../../../domain/evaluation.ts";
import type { EvidenceSpan } from "../../../../domain/golden-set.ts";
import type { CaseMeasure } from "../measure.ts";
import { answerGiven } from "../reading.ts";
import { REASONS, unscored } from "../reasons.ts";
import { reasonWithoutAnswer } from "./citations.ts";

/** A place of the evidence counts as cited when half of it is within what is cited. */
const LEAST_OVERLAP = 0.5;

interface Place {
  readonly document: string;
  readonly start?: number;
  readonly end?: number;
}

/** A quote shown to the reader is the closer place; without one it is the passage. */
function listCited({ sentences, passages, quotes }: AnswerReply): readonly Place[] {
  const cited = new Set(sentences.flatMap(({ citations }) => citations));
  const shown: readonly ReplyPassage[] = passages.filter(({ id }) => cited.has(id));
  return [...quotes, ...shown];
}

function isCited(unit: EvidenceSpan, cited: readonly Place[]): boolean {
  const { start, end } = unit;
  return cited.some((place) => {
    if (place.document !== unit.document) return false;
    if (start === undefined || end === undefined) return true;
    if (place.start === undefined || place.end === undefined) return true;
    const overlap = Math.min(end, place.end) - Math.max(start, place.start);
    return overlap >= LEAST_OVERLAP * (end - start);
  });
}

/** Share of the units of the best evidence set that are cited; `undefined` without a set. */
export function computeEvidenceCited(
  answer: AnswerReply,
  sets: readonly (readonly EvidenceSpan[])[],
): number | undefined {
  const cited = listCited(answer);
  const shares = sets
    .filter((set) => set.length > 0)
    .map((set) => set.filter((unit) => isCited(unit, cited)).length / set.length);
  return shares.length === 0 ? undefined : Math.max(...shares);
}

export const evidenceCited: CaseMeasure = {
  kind: "case",
  name: "EvidenceCited",
  direction: "higher",
  range: [0, 1],
  needs: [],
  summary: "share of the places that the right answer rests on which the answer cites",
  applies: ({ answerable, evidence }) => answerable && evidence.some((set) => set.length > 0),
  score(reading): Score {
    const answer = answerGiven(reading.reply);
    if (!answer) return unscored(reasonWithoutAnswer(reading));
    return computeEvidenceCited(answer, reading.golden.evidence) ?? unscored(REASONS.noCitation);
  },
};
