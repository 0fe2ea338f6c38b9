/** @module Weights of the terms of earlier turns, beside those of the question itself at 1. */
import { getAnalyzer } from "../analysis/index.ts";

/**
 * Measured on mtrag-un (nDCG@10; docs/measurements.md): terms of the last questions at .3 and of
 * the last replies at .15, each turn half of the one after it. All turns at full weight are no
 * better than none.
 */
const QUESTION_WEIGHT = 0.3;
const REPLY_WEIGHT = 0.15;
const DECAY = 0.5;
/** The rarest terms of a reply are its subject; the rest is what any reply says. */
const REPLY_TERMS = 10;
/** What is further back weighs less than a fiftieth of the question. */
const TURNS = 5;

export interface SpokenTurn {
  readonly role: "user" | "assistant";
  readonly text: string;
}

/** The last turns, latest first. */
export interface EarlierTurns {
  readonly questions: readonly string[];
  readonly replies: readonly string[];
}

export type TermWeights = ReadonlyMap<string, number>;

/** @param history oldest first. A turn without text keeps its place and adds nothing. */
export function toEarlierTurns(history: readonly SpokenTurn[]): EarlierTurns {
  const lastOf = (wanted: SpokenTurn["role"]): readonly string[] =>
    history
      .filter(({ role }) => role === wanted)
      .slice(-TURNS)
      .map(({ text }) => text)
      .toReversed();
  return { questions: lastOf("user"), replies: lastOf("assistant") };
}

/** @param turn from 0 for the latest. @returns the share of a question that far back. */
export const weighTurn = (turn: number): number => QUESTION_WEIGHT * DECAY ** turn;

/** @param questions latest first. */
export function weighEarlierQuestions(
  questions: readonly string[],
  analyzerId: string,
): TermWeights {
  const weights = new Map<string, number>();
  for (const [turn, text] of questions.entries())
    for (const term of getAnalyzer(analyzerId).count(text).counts.keys())
      weights.set(term, (weights.get(term) ?? 0) + weighTurn(turn));
  return weights;
}

/** Every term that `weighEarlierReplies` may ask about, each once. */
export function listReplyTerms(replies: readonly string[], analyzerId: string): readonly string[] {
  return [
    ...new Set(replies.flatMap((text) => [...getAnalyzer(analyzerId).count(text).counts.keys()])),
  ];
}

/**
 * The rarest terms of each reply; ties go to the term that comes first in code-unit order.
 *
 * @param replies latest first.
 * @param idfOf rarity of a term in what the caller may read; nothing for a term that is not there.
 */
export function weighEarlierReplies(
  replies: readonly string[],
  analyzerId: string,
  idfOf: (term: string) => number | undefined,
): TermWeights {
  const weights = new Map<string, number>();
  for (const [turn, text] of replies.entries()) {
    const rarest = [...getAnalyzer(analyzerId).count(text).counts.keys()]
      .flatMap((term) => {
        const idf = idfOf(term);
        return idf === undefined ? [] : [{ term, idf }];
      })
      .toSorted((a, b) => b.idf - a.idf || (a.term < b.term ? -1 : 1))
      .slice(0, REPLY_TERMS);
    for (const { term } of rarest)
      weights.set(term, (weights.get(term) ?? 0) + REPLY_WEIGHT * DECAY ** turn);
  }
  return weights;
}
