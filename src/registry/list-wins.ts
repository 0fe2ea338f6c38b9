/** @module Question by question: where one release is better than another, and where it is worse. */
import type { CaseResult, MeasureResult, Score } from "../domain/evaluation.ts";

export interface CaseChange {
  readonly caseId: string;
  /** As it was asked; absent for what its reader may not see. */
  readonly text?: string;
  readonly before: number;
  readonly now: number;
  /** Positive is better. */
  readonly difference: number;
  /** Document keys in their order, the first ones. */
  readonly rankedBefore: readonly string[];
  readonly rankedNow: readonly string[];
  readonly relevant: readonly string[];
  readonly answerBefore?: string;
  readonly answerNow?: string;
}

export interface Wins {
  readonly measure: string;
  readonly wins: number;
  readonly losses: number;
  readonly ties: number;
  /** The worst first. */
  readonly worst: readonly CaseChange[];
  /** The best first. */
  readonly best: readonly CaseChange[];
}

const SHOWN = 10;
const RANKS = 5;

/** Means over repeats; a case without a score on either side is in none of the lists. */
export function listWins(
  cases: readonly CaseResult[],
  before: readonly CaseResult[],
  { measure, direction = "higher" }: Pick<MeasureResult, "measure" | "direction">,
): Wins {
  const earlier = new Map(before.map((each) => [each.caseHash, each]));
  const sign = direction === "lower" ? -1 : 1;
  const changes: CaseChange[] = [];
  for (const each of cases) {
    const other = earlier.get(each.caseHash);
    const [now, then] = [toMean(each.scores[measure]), toMean(other?.scores[measure])];
    if (!other || now === undefined || then === undefined) continue;
    changes.push(toChange(each, other, { now, before: then, difference: sign * (now - then) }));
  }
  // Ties by id, so that equal runs list the same.
  const ordered = changes.toSorted(
    (a, b) => a.difference - b.difference || (a.caseId < b.caseId ? -1 : 1),
  );
  const worse = ordered.filter(({ difference }) => difference < 0);
  const better = ordered.filter(({ difference }) => difference > 0);
  return {
    measure,
    wins: better.length,
    losses: worse.length,
    ties: changes.length - better.length - worse.length,
    worst: worse.slice(0, SHOWN),
    best: better.toReversed().slice(0, SHOWN),
  };
}

function toMean(scores: readonly Score[] | undefined): number | undefined {
  const numbers = (scores ?? []).filter((score) => typeof score === "number");
  if (numbers.length === 0) return undefined;
  return numbers.reduce((sum, score) => sum + score, 0) / numbers.length;
}

function toChange(
  now: CaseResult,
  before: CaseResult,
  values: Pick<CaseChange, "now" | "before" | "difference">,
): CaseChange {
  const { asked } = now;
  const [answerNow, answerBefore] = [now, before].map(toAnswer);
  return {
    caseId: now.caseId,
    ...(asked?.text === undefined ? {} : { text: asked.text }),
    ...values,
    rankedBefore: toRanked(before),
    rankedNow: toRanked(now),
    relevant: Object.entries(asked?.grades ?? {}).flatMap(([key, grade]) =>
      grade > 0 ? [key] : [],
    ),
    ...(answerBefore === undefined ? {} : { answerBefore }),
    ...(answerNow === undefined ? {} : { answerNow }),
  };
}

const toRanked = ({ replies }: CaseResult): readonly string[] =>
  (replies[0]?.ranking?.documents ?? []).slice(0, RANKS);

function toAnswer({ replies }: CaseResult): string | undefined {
  const answer = replies[0]?.answer;
  if (!answer) return undefined;
  return answer.outcome === "answered" ? answer.text : answer.outcome;
}
