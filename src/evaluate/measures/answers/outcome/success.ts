/** @module Right answers, kept checks, and what a user would call a success. */
import type { ReplyGrade, Score } from "../../../../domain/evaluation.ts";
import { listFormMistakes } from "../form/format.ts";
import type { CaseMeasure } from "../measure.ts";
import { answerGiven, type ReplyReading } from "../reading.ts";
import { REASONS, unscored } from "../reasons.ts";
import { reasonWithoutAnswer } from "../grounding/citations.ts";
import { listFailedChecks } from "./grade-reply.ts";

const shared = { kind: "case", direction: "higher", range: [0, 1], needs: [] } as const;

const hasChecks: CaseMeasure["applies"] = ({ answerable, checks }) =>
  answerable &&
  ((checks.numbers ?? []).length +
    (checks.mustSay ?? []).length +
    (checks.mustNotSay ?? []).length >
    0 ||
    checks.schema !== undefined);

export const checkPass: CaseMeasure = {
  ...shared,
  name: "CheckPass",
  summary: "the answer keeps every check of its case: numbers, what it must and must not say",
  applies: hasChecks,
  score(reading): Score {
    const { reply } = reading;
    if (!reply.answer || reply.answer.outcome === "error")
      return unscored(reasonWithoutAnswer(reading));
    const text = answerGiven(reply)?.text ?? "";
    const failed = listFailedChecks(reading, text, listFormMistakes(text, reading) ?? []);
    return failed?.length === 0 && text !== "" ? 1 : 0;
  },
};

/** A reply that a fault cut is no verdict on the system; one that a limit cut is. */
function isFault({ reply }: ReplyReading, { formatValid }: ReplyGrade): boolean {
  return reply.answer?.outcome === "incomplete" && formatValid;
}

/** Whether every factual sentence cites, and only what was shown. */
function citesRightly({ factual, reply }: ReplyReading): boolean {
  const shown = new Set(reply.answer?.passages.map(({ id }) => id));
  return factual.every(
    ({ citations }) => citations.length > 0 && citations.every((id) => shown.has(id)),
  );
}

/** Citations are required of a system that was shown passages. */
const mustCite = ({ reply }: ReplyReading): boolean => (reply.answer?.passages.length ?? 0) > 0;

export const answerSuccess: CaseMeasure = {
  ...shared,
  name: "AnswerSuccess",
  summary: "right, in the right form and rightly cited; or rightly abstained",
  applies: () => true,
  async score(reading): Promise<Score> {
    const { reply } = reading;
    const grade = await reading.grade();
    if (isFault(reading, grade)) return unscored(REASONS.cutByFault);
    if (grade.correct === false) return 0;
    if (!answerGiven(reply)) return grade.correct ? 1 : unscored(grade.reason ?? REASONS.untold);
    if (!grade.formatValid) return 0;
    if (mustCite(reading) && (!citesRightly(reading) || grade.unsupported.length > 0)) return 0;
    return grade.correct ? 1 : unscored(grade.reason ?? REASONS.untold);
  },
};

export const correctness: CaseMeasure = {
  ...shared,
  name: "Correctness",
  summary: "the answer is right by checks, a short right answer, a person or a calibrated judge",
  applies: ({ answerable }) => answerable,
  async score(reading): Promise<Score> {
    const { correct, reason } = await reading.grade();
    return correct === undefined ? unscored(reason ?? REASONS.untold) : Number(correct);
  },
};
