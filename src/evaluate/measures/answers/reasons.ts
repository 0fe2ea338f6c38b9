/** @module Why there is no score: a closed list, and which of it is no failure to measure. */
import type { Score, SystemReply, Unscored } from "../../../domain/evaluation.ts";

/** There was nothing to measure, and nothing is wrong with that. */
const VOID = {
  abstained: "abstained",
  answered: "answered",
  notFactual: "no factual sentence",
  noCitation: "nothing is cited",
  noQuote: "nothing is quoted",
  noNumber: "no right answer holds a number",
  noRuleApplies: "no rule of the style guide applies",
  incomplete: "cut short",
} as const;

/** It should have been told, and could not. */
const UNTOLD = {
  failed: "the system failed",
  noAnswer: "no answer was asked for",
  undeclared: "the system does not declare what became of the question",
  cutByFault: "cut short by a fault",
  tooShort: "too short to tell",
  noText: "a quoted text is not at hand",
  noSchema: "the schema cannot be used",
  unread: "the verifier does not assess answers",
  untold: "nothing decides whether it is right",
  judgeSilent: "the judge could not tell",
  judgeFailed: "the judge failed",
  unpriced: "unpriced",
  uncounted: "tokens are unknown",
  notANumber: "no number came out",
  tooFewRepeats: "too few repeats",
  tooFewCases: "too few cases",
  noConfidence: "the system tells no confidence",
} as const;

export const REASONS = { ...VOID, ...UNTOLD };

const VOID_REASONS: ReadonlySet<string> = new Set(Object.values(VOID));

/**
 * Whether a reason says that there was nothing to measure: an abstention cites nothing. Such cases
 * are shown and counted, but they are no part of the share of unscored cases that a gate limits.
 */
export const isVoid = (reason: string): boolean => VOID_REASONS.has(reason);

/** With the code of the fault where there is one: it says what to do about it. */
export const toFailedReason = (failure: SystemReply["failure"]): string =>
  failure ? `${REASONS.failed}: ${failure.code}` : REASONS.failed;

export const unscored = (reason: string): Unscored => ({ unscored: reason });

export const isScored = (score: Score): score is number => typeof score === "number";

/** A share of two counts; the reason where there is nothing to take a share of. */
export const toShare = (part: number, whole: number, reason: string): Score =>
  whole === 0 ? unscored(reason) : part / whole;
