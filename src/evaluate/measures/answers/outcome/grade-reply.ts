/** @module Whether a reply is right, and what decided it. */
import type { ReplyGrade } from "../../../../domain/evaluation.ts";
import { listFormMistakes } from "../form/format.ts";
import { listUnsupported } from "../grounding/support.ts";
import { answerGiven, type ReplyReading } from "../reading.ts";
import { REASONS, toFailedReason } from "../reasons.ts";
import { matchNumbers } from "../text/numeric-match.ts";
import { holdsRun, toTokens } from "../text/tokens.ts";

/** A right answer of so many tokens is looked for as it stands. */
const SHORT_GOLD = 5;

type Verdict = Pick<ReplyGrade, "correct" | "method" | "reason">;

/** Ends that a limit of the writer made, and no fault. */
const LIMITS = new Set(["length", "content_filter"]);

/**
 * Decided by the first that can: the case's own checks; where there is a right answer of at most five
 * tokens, whether one of the right answers stands in the answer with its numbers; a person; a calibrated judge. Else `correct` is absent. An
 * abstention is right exactly where there is no answer.
 */
export async function gradeReply(reading: ReplyReading): Promise<ReplyGrade> {
  const { golden, reply } = reading;
  const answer = answerGiven(reply);
  if (!answer) {
    const abstained =
      reply.answer !== undefined && reply.answer.outcome !== "error" && !reply.failure;
    const verdict: Verdict = abstained
      ? { correct: !golden.answerable }
      : {
          reason: reply.failure || reply.answer ? toFailedReason(reply.failure) : REASONS.noAnswer,
        };
    return { ...verdict, formatValid: true, unsupported: [] };
  }
  const isCut = answer.outcome === "incomplete";
  const mistakes = isCut ? [] : (listFormMistakes(answer.text, reading) ?? []);
  const verdict = await decide(reading, answer.text, mistakes);
  const isAtLimit = isCut && LIMITS.has(answer.reason ?? "");
  return {
    ...verdict,
    formatValid: mistakes.length === 0 && !isAtLimit,
    unsupported: await listUnsupported(reading),
  };
}

async function decide(
  reading: ReplyReading,
  text: string,
  mistakes: readonly string[],
): Promise<Verdict> {
  const { golden, reply, tools } = reading;
  if (!golden.answerable && reply.answer?.outcomeDeclared === false)
    return { reason: REASONS.undeclared };
  if (!golden.answerable) return { correct: false, reason: "the documents hold no answer" };
  const failed = listFailedChecks(reading, text, mistakes);
  if (failed) {
    const reason = failed.join("; ");
    return { correct: failed.length === 0, method: "checks", ...(reason ? { reason } : {}) };
  }
  const short = decideByShortGold(reading, text);
  if (short) return short;
  const person = tools.findPersonalVerdict?.(golden, reply);
  if (person !== undefined) return { correct: person, method: "person" };
  if (!tools.judge?.isCalibrated("correct", reading.language)) return { reason: REASONS.untold };
  const judged = await reading.judge("correct");
  if (typeof judged?.value !== "number")
    return { reason: judged?.value.unscored ?? REASONS.untold };
  // At a half the repeats contradict each other.
  if (judged.value === 0.5) return { reason: REASONS.judgeSilent };
  return { correct: judged.value > 0.5, method: "judge" };
}

/** What fails of the case's checks, in words; `undefined` without checks. */
export function listFailedChecks(
  { golden, language, tools }: Pick<ReplyReading, "golden" | "language" | "tools">,
  text: string,
  formMistakes: readonly string[],
): readonly string[] | undefined {
  const { numbers = [], mustSay = [], mustNotSay = [], schema } = golden.checks;
  if (numbers.length + mustSay.length + mustNotSay.length === 0 && schema === undefined)
    return undefined;
  const tokens = toTokens(text, language);
  const says = (phrase: string): boolean => holdsRun(tokens, toTokens(phrase, language));
  const hasNumber = (number: string): boolean =>
    matchNumbers({ golden, language, tools }, text, [number]) === 1 ||
    (!tools.readValues && says(number));
  return [
    ...numbers.filter((number) => !hasNumber(number)).map((number) => `${number} is missing`),
    ...mustSay.filter((phrase) => !says(phrase)).map((phrase) => `"${phrase}" is not said`),
    ...mustNotSay.filter(says).map((phrase) => `"${phrase}" is said`),
    ...formMistakes,
  ];
}

function decideByShortGold(reading: ReplyReading, text: string): Verdict | undefined {
  const { golden, language } = reading;
  const aliases = golden.answers
    .map((gold) => ({ gold, tokens: toTokens(gold, language) }))
    .filter(({ tokens }) => tokens.length > 0);
  if (!aliases.some(({ tokens }) => tokens.length <= SHORT_GOLD)) return undefined;
  const tokens = toTokens(text, language);
  const held = aliases.filter((alias) => holdsRun(tokens, alias.tokens));
  // SQuAD's tokens take "1.5" for "15": the numbers must agree as well.
  if (held.some(({ gold }) => matchNumbers(reading, text, [gold]) !== 0))
    return { correct: true, method: "short-gold" };
  const reason = held.length > 0 ? "its number is another" : "no right answer stands in it";
  return { correct: false, method: "short-gold", reason };
}
