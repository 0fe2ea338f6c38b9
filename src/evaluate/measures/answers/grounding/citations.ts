/** @module Whether what is cited supports what is said: ALCE's idea with its leaks closed. */
import type { AnswerReply, ReplySentence, Score } from "../../../../domain/evaluation.ts";
import type { CaseMeasure } from "../measure.ts";
import { answerGiven, type ReplyReading } from "../reading.ts";
import { REASONS, toFailedReason, toShare, unscored } from "../reasons.ts";

/** `undefined` when a sentence is too short for its support to be told. */
export type SupportCheck = (
  sentence: string,
  passageIds: readonly string[],
) => Promise<boolean | undefined>;

/** What the citations of one answer come to, in counts. */
export interface CitationCounts {
  /** Factual sentences that could be told. */
  readonly sentences: number;
  /** Of those: supported by their own citations together. */
  readonly supported: number;
  /** Of those: not so, but by another passage that was shown. */
  readonly elsewhere: number;
  /** Citations of those sentences, repeats left out; and the right ones. */
  readonly citations: number;
  readonly right: number;
  /** Citations of all factual sentences, and those that name a passage that was shown. */
  readonly cited: number;
  readonly valid: number;
  readonly factual: number;
}

/**
 * A citation is right when its passage was shown, the sentence's passages together support it, and
 * either it supports the sentence alone or the others do not without it (after Gao et al., ALCE,
 * EMNLP 2023; invented ids stay in the divisor here).
 */
export async function countCitations(
  { sentences, passages }: Pick<AnswerReply, "sentences" | "passages">,
  supports: SupportCheck,
): Promise<CitationCounts> {
  const shown = passages.map(({ id }) => id);
  const counts = { sentences: 0, supported: 0, elsewhere: 0, citations: 0, right: 0 };
  const all = { cited: 0, valid: 0, factual: 0 };
  for (const sentence of sentences) {
    if (!sentence.factual) continue;
    const cited = [...new Set(sentence.citations)];
    const valid = cited.filter((id) => shown.includes(id));
    all.factual += 1;
    all.cited += cited.length;
    all.valid += valid.length;
    const isSupported = valid.length > 0 && (await supports(sentence.text, valid));
    if (isSupported === undefined) continue;
    counts.sentences += 1;
    counts.citations += cited.length;
    if (isSupported) {
      counts.supported += 1;
      counts.right += await countRight(sentence, valid, supports);
    } else if (await isSupportedElsewhere(sentence, shown, valid, supports)) counts.elsewhere += 1;
  }
  return { ...counts, ...all };
}

async function countRight(
  { text }: ReplySentence,
  valid: readonly string[],
  supports: SupportCheck,
): Promise<number> {
  let right = 0;
  for (const id of valid) {
    const others = valid.filter((other) => other !== id);
    const isRight =
      others.length === 0 || (await supports(text, [id])) || !(await supports(text, others));
    if (isRight) right += 1;
  }
  return right;
}

async function isSupportedElsewhere(
  { text }: ReplySentence,
  shown: readonly string[],
  valid: readonly string[],
  supports: SupportCheck,
): Promise<boolean> {
  for (const id of shown)
    if (!valid.includes(id) && (await supports(text, [id])) === true) return true;
  return false;
}

/** A sentence is supported when no exact check fails and its support reaches the threshold. */
export function toSupportCheck({ verify, tools }: ReplyReading): SupportCheck {
  return async (sentence, passageIds) => {
    const { failures, support } = await verify(sentence, passageIds);
    if (failures.length > 0) return false;
    return support === undefined ? undefined : support >= tools.supportThreshold;
  };
}

async function scoreCitations(
  reading: ReplyReading,
  toScore: (counts: CitationCounts) => Score,
): Promise<Score> {
  const { reply } = reading;
  const answer = answerGiven(reply);
  if (!answer) return unscored(reasonWithoutAnswer(reading));
  return toScore(await countCitations(answer, toSupportCheck(reading)));
}

/** Why a measure of what an answer says has nothing to measure. */
export function reasonWithoutAnswer({ reply }: ReplyReading): string {
  if (reply.failure || reply.answer?.outcome === "error") return toFailedReason(reply.failure);
  return reply.answer ? REASONS.abstained : REASONS.noAnswer;
}

const untold = ({ factual, sentences }: CitationCounts): string | undefined => {
  if (factual === 0) return REASONS.notFactual;
  return sentences === 0 ? REASONS.tooShort : undefined;
};

const shared = { kind: "case", range: [0, 1], needs: ["verifier"], applies: () => true } as const;

export const citationRecall: CaseMeasure = {
  ...shared,
  name: "CitationRecall",
  direction: "higher",
  summary: "share of factual sentences that the passages they cite support",
  score: (reading) =>
    scoreCitations(reading, (counts) =>
      toShare(counts.supported, counts.sentences, untold(counts) ?? REASONS.notFactual),
    ),
};

export const citationPrecision: CaseMeasure = {
  ...shared,
  name: "CitationPrecision",
  direction: "higher",
  summary: "share of citations that their sentences need and are supported by",
  score: (reading) =>
    scoreCitations(reading, (counts) =>
      toShare(counts.right, counts.citations, untold(counts) ?? REASONS.noCitation),
    ),
};

export const citationValidity: CaseMeasure = {
  ...shared,
  needs: [],
  name: "CitationValidity",
  direction: "higher",
  summary: "share of citations that name a passage which was shown",
  score: (reading) =>
    scoreCitations(reading, (counts) => {
      const reason = counts.factual === 0 ? REASONS.notFactual : REASONS.noCitation;
      return toShare(counts.valid, counts.cited, reason);
    }),
};

export const supportedElsewhere: CaseMeasure = {
  ...shared,
  name: "SupportedElsewhere",
  direction: "lower",
  summary: "share of factual sentences that cite the wrong one of the passages shown",
  score: (reading) =>
    scoreCitations(reading, (counts) =>
      toShare(counts.elsewhere, counts.sentences, untold(counts) ?? REASONS.notFactual),
    ),
};
