/** @module Whether the numbers, times and dates of a right answer stand in the answer. */
import type { TextValue } from "../../../../foundation/text-value.ts";
import type { Score } from "../../../../domain/evaluation.ts";
import type { CaseMeasure, Tolerance } from "../measure.ts";
import { answerGiven, type ReplyReading } from "../reading.ts";
import { REASONS, toFailedReason, unscored } from "../reasons.ts";

const EXACT: Tolerance = { absolute: 0, relative: 0 };

type NumberValue = Extract<TextValue, { kind: "number" }>;
type DateValue = Extract<TextValue, { kind: "date" }>;

/**
 * Whether an answer's value says what the gold one says. Units must be equal where both have one.
 * Where one has none, the figures count as they are written: "16" is in "16 weeks", and "16" answers
 * them; but 12 % is not answered by 12. A date must have every field of the gold one, but for a year
 * beside a month and a day; a bare gold number may be its day or its year.
 */
export function agrees(gold: TextValue, given: TextValue, tolerance: Tolerance = EXACT): boolean {
  if (gold.kind === "number" && given.kind === "number") return isSame(gold, given, tolerance);
  if (gold.kind === "number" && given.kind === "date")
    return gold.unit === undefined && [given.day, given.year].includes(gold.amount);
  if (gold.kind === "time") return given.kind === "time" && given.minutes === gold.minutes;
  return gold.kind === "date" && given.kind === "date" && isSameDay(gold, given);
}

function isSame(gold: NumberValue, given: NumberValue, tolerance: Tolerance): boolean {
  if (gold.unit !== undefined && given.unit !== undefined)
    return gold.unit === given.unit && isNear(gold.amount, given.amount, tolerance);
  if (gold.unit === "percent") return false;
  return (
    isNear(gold.amount, given.amount, tolerance) ||
    (gold.unit === undefined && isNear(gold.amount, given.figure, tolerance)) ||
    (given.unit === undefined && isNear(gold.figure, given.amount, tolerance))
  );
}

const isNear = (gold: number, given: number, { absolute, relative }: Tolerance): boolean =>
  Math.abs(given - gold) <= Math.max(absolute, relative * Math.abs(gold));

function isSameDay(gold: DateValue, given: DateValue): boolean {
  const isDay = gold.month !== undefined && gold.day !== undefined;
  const isYear = given.year === gold.year || (isDay && given.year === undefined);
  return (
    (gold.year === undefined || isYear) &&
    (gold.month === undefined || given.month === gold.month) &&
    (gold.day === undefined || given.day === gold.day)
  );
}

/**
 * @returns 1 when every value of one right answer occurs in the answer, 0 when that is true of
 *   none; `undefined` when no right answer holds a value.
 */
export function computeNumericMatch(
  given: readonly TextValue[],
  gold: readonly (readonly TextValue[])[],
  tolerance: Tolerance = EXACT,
): 0 | 1 | undefined {
  const valued = gold.filter((values) => values.length > 0);
  if (valued.length === 0) return undefined;
  return valued.some((values) =>
    values.every((value) => given.some((other) => agrees(value, other, tolerance))),
  )
    ? 1
    : 0;
}

/** `undefined` without a reader, or without a value among the right answers. */
export function matchNumbers(
  { golden, language, tools }: Pick<ReplyReading, "golden" | "language" | "tools">,
  answer: string,
  gold: readonly string[],
): 0 | 1 | undefined {
  const { readValues, tolerance } = tools;
  if (!readValues) return undefined;
  const goldLanguage = golden.language ?? language;
  return computeNumericMatch(
    readValues(answer, language),
    gold.map((text) => readValues(text, goldLanguage)),
    tolerance,
  );
}

export const numericMatch: CaseMeasure = {
  kind: "case",
  name: "NumericMatch",
  direction: "higher",
  range: [0, 1],
  needs: ["values"],
  summary: "every number, time and date of a right answer occurs in the answer",
  applies: ({ answerable, answers }) => answerable && answers.length > 0,
  score(reading): Score {
    const { reply, golden } = reading;
    if (!reply.answer || reply.answer.outcome === "error")
      return unscored(
        reply.answer || reply.failure ? toFailedReason(reply.failure) : REASONS.noAnswer,
      );
    const given = answerGiven(reply);
    const match = matchNumbers(reading, given?.text ?? "", golden.answers);
    return match ?? unscored(REASONS.noNumber);
  },
};
