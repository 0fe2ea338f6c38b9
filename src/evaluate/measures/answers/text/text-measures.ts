/** @module Exact match, token F1 and completeness: an answer's words beside the right answers'. */
import type { Score } from "../../../../domain/evaluation.ts";
import type { CaseMeasure } from "../measure.ts";
import { answerGiven, type ReplyReading } from "../reading.ts";
import { REASONS, toFailedReason, unscored } from "../reasons.ts";
import { computeF1, countShared, toTokens } from "./tokens.ts";

/** 1 when one of the right answers has the same tokens in the same order. */
export function computeExactMatch(
  answer: string,
  gold: readonly string[],
  language: string,
): number {
  const toText = (text: string): string => toTokens(text, language).join(" ");
  const given = toText(answer);
  return gold.some((text) => toText(text) === given) ? 1 : 0;
}

/** Of the right answer that it is nearest to. */
export function computeTokenF1(answer: string, gold: readonly string[], language: string): number {
  const given = toTokens(answer, language);
  return Math.max(0, ...gold.map((text) => computeF1(given, toTokens(text, language))));
}

/** Share of the right answer's tokens that the answer has; the best of several. */
export function computeTokenRecall(
  answer: string,
  gold: readonly string[],
  language: string,
): number {
  const given = toTokens(answer, language);
  const shares = gold
    .map((text) => toTokens(text, language))
    .filter((tokens) => tokens.length > 0)
    .map((tokens) => countShared(given, tokens) / tokens.length);
  return Math.max(0, ...shares);
}

/** An answer that was due and did not come is worth 0; a fault is worth nothing. */
function scoreText(
  { golden, reply, language }: ReplyReading,
  compute: (answer: string, gold: readonly string[], language: string) => number,
): Score {
  if (!reply.answer || reply.answer.outcome === "error")
    return unscored(
      reply.answer || reply.failure ? toFailedReason(reply.failure) : REASONS.noAnswer,
    );
  const given = answerGiven(reply);
  return given ? compute(given.text, golden.answers, language) : 0;
}

const ofGold = { direction: "higher", range: [0, 1], needs: [], kind: "case" } as const;

export const exactMatch: CaseMeasure = {
  ...ofGold,
  name: "ExactMatch",
  summary: "the answer is one of the right answers, punctuation and articles aside",
  applies: ({ answerable, answers }) => answerable && answers.length > 0,
  score: (reading) => scoreText(reading, computeExactMatch),
};

export const tokenF1: CaseMeasure = {
  ...ofGold,
  name: "TokenF1",
  summary: "tokens shared with the nearest right answer; a measure, never a verdict",
  applies: ({ answerable, answers }) => answerable && answers.length > 0,
  score: (reading) => scoreText(reading, computeTokenF1),
};

/**
 * Token recall of the reference: of the measures without a model it follows people's verdicts best
 * where answers are longer than references (Adlakha et al., TACL 2024).
 */
export const completeness: CaseMeasure = {
  ...ofGold,
  name: "Completeness",
  summary: "share of the right answer's tokens that the answer has",
  applies: ({ answerable, answers }) => answerable && answers.length > 0,
  score: (reading) => scoreText(reading, computeTokenRecall),
};
