/** @module Which feedback counts, and what the next question says of the last answer. */
import type { Feedback, FeedbackValue } from "../domain/feedback.ts";

/** Two marks on different citations, or two missing sources, do not replace each other. */
const toAspect = (value: FeedbackValue): string => {
  switch (value.kind) {
    case "citation":
    case "opened":
      return `${value.kind} ${value.citation}`;
    case "source":
      return `${value.kind} ${value.document}`;
    default:
      return value.kind;
  }
};

/** Of one person, kind and answer the last one, in the order given. */
export function toActiveFeedback(given: readonly Feedback[]): readonly Feedback[] {
  const last = new Map<string, Feedback>();
  for (const entry of given) {
    const key = JSON.stringify([entry.by, entry.answerId, toAspect(entry.feedback)]);
    last.delete(key);
    last.set(key, entry);
  }
  return [...last.values()];
}

/** Guide: evaluation, section 8. */
const REASK_MS = 10 * 60_000;
const REASK_OVERLAP = 0.5;

const toWords = (text: string): ReadonlySet<string> =>
  new Set(text.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu) ?? []);

/** Shared share of the words of two questions (Jaccard); 0 where one has none. */
export function computeOverlap(a: string, b: string): number {
  const [first, second] = [toWords(a), toWords(b)];
  const shared = [...first].filter((word) => second.has(word)).length;
  const all = first.size + second.size - shared;
  return all === 0 ? 0 : shared / all;
}

export interface AskedBefore {
  readonly answerId: string;
  readonly question: string;
  readonly askedAt: string;
}

/** The answer that this question asks for again: the newest of those near in time and in words. */
export function findReasked(
  question: string,
  at: string,
  before: readonly AskedBefore[],
): AskedBefore | undefined {
  const nowMs = Date.parse(at);
  return before
    .filter(({ askedAt }) => {
      const ago = nowMs - Date.parse(askedAt);
      return ago >= 0 && ago <= REASK_MS;
    })
    .toSorted((a, b) => (a.askedAt < b.askedAt ? 1 : -1))
    .find((each) => computeOverlap(each.question, question) >= REASK_OVERLAP);
}
