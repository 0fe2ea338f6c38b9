/** @module Abstaining where there is no answer, and answering where there is one. */
import type { Score } from "../../../../domain/evaluation.ts";
import type { CaseMeasure } from "../measure.ts";
import { answerGiven, type ReplyReading } from "../reading.ts";
import { REASONS, toFailedReason, unscored } from "../reasons.ts";

/**
 * Read from the outcome, never from words. An escalation is an abstention: nobody was given an
 * answer. `undefined` where the system failed.
 */
export function hasAbstained({ reply }: ReplyReading): boolean | undefined {
  if (reply.failure || !reply.answer || reply.answer.outcome === "error") return undefined;
  return answerGiven(reply) === undefined;
}

function scoreOutcome(
  reading: ReplyReading,
  toScore: (abstained: boolean) => Score | Promise<Score>,
): Score | Promise<Score> {
  const abstained = hasAbstained(reading);
  if (reading.reply.answer?.outcomeDeclared === false) return unscored(REASONS.undeclared);
  if (abstained !== undefined) return toScore(abstained);
  const { answer, failure } = reading.reply;
  return unscored(answer || failure ? toFailedReason(failure) : REASONS.noAnswer);
}

const shared = { kind: "case", range: [0, 1], needs: [] } as const;

export const abstentionPrecision: CaseMeasure = {
  ...shared,
  name: "AbstentionPrecision",
  direction: "higher",
  summary: "share of abstentions where the documents hold no answer",
  applies: () => true,
  score: (reading) =>
    scoreOutcome(reading, (abstained) =>
      abstained ? Number(!reading.golden.answerable) : unscored(REASONS.answered),
    ),
};

export const abstentionRecall: CaseMeasure = {
  ...shared,
  name: "AbstentionRecall",
  direction: "higher",
  summary: "share of unanswerable questions that were not answered",
  applies: ({ answerable }) => !answerable,
  score: (reading) => scoreOutcome(reading, Number),
};

export const falseAnswerRate: CaseMeasure = {
  ...shared,
  name: "FalseAnswerRate",
  direction: "lower",
  summary: "share of unanswerable questions that were answered",
  applies: ({ answerable }) => !answerable,
  score: (reading) => scoreOutcome(reading, (abstained) => Number(!abstained)),
};

export const overRefusalRate: CaseMeasure = {
  ...shared,
  name: "OverRefusalRate",
  direction: "lower",
  summary: "share of answerable questions that were not answered",
  applies: ({ answerable }) => answerable,
  score: (reading) => scoreOutcome(reading, Number),
};

/** How much it dares; read it beside `SelectiveAccuracy`. */
export const answerCoverage: CaseMeasure = {
  ...shared,
  name: "AnswerCoverage",
  direction: "higher",
  summary: "share of all questions that were answered",
  applies: () => true,
  score: (reading) => scoreOutcome(reading, (abstained) => Number(!abstained)),
};

export const selectiveAccuracy: CaseMeasure = {
  ...shared,
  name: "SelectiveAccuracy",
  direction: "higher",
  summary: "share of the answers given that are right",
  applies: () => true,
  score: (reading) =>
    scoreOutcome(reading, async (abstained) => {
      if (abstained) return unscored(REASONS.abstained);
      const { correct, reason } = await reading.grade();
      return correct === undefined ? unscored(reason ?? REASONS.untold) : Number(correct);
    }),
};
