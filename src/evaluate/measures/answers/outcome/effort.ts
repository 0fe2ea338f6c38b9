/** @module What replies take: time, tokens, money. */
import { computeQuantileRanks } from "../../../../foundation/statistics/intervals/quantile-ranks.ts";
import type { Interval, ReplyUsage, Score } from "../../../../domain/evaluation.ts";
import type { CaseMeasure, GradedCase, SetMeasure, SetScore } from "../measure.ts";
import { REASONS, toFailedReason, unscored } from "../reasons.ts";

const shared = { direction: "lower", range: [0, Infinity], needs: [] } as const;

const perReply = (
  name: string,
  summary: string,
  toScore: (usage: ReplyUsage | undefined) => number | undefined,
  reason: string,
): CaseMeasure => ({
  ...shared,
  kind: "case",
  name,
  summary,
  applies: () => true,
  score: ({ reply }): Score =>
    reply.failure
      ? unscored(toFailedReason(reply.failure))
      : (toScore(reply.answer?.usage) ?? unscored(reason)),
});

/** Milliseconds that lie at a share of the ordered times, and between which ranks that is sure. */
export function computeLatency(
  times: readonly number[],
  share: number,
): { readonly value: number; readonly interval?: Interval } | undefined {
  const sorted = times.filter(Number.isFinite).toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) return undefined;
  const { low, high } = computeQuantileRanks(sorted.length, share);
  const ends = [low, high].map((rank) => (rank === undefined ? undefined : sorted[rank - 1]));
  const [from, to] = ends;
  return from === undefined || to === undefined
    ? { value }
    : { value, interval: { low: from, high: to } };
}

const timesOf = (cases: readonly GradedCase[]): readonly number[] =>
  cases.flatMap(({ replies }) =>
    replies.flatMap(({ reply }) => (reply.failure ? [] : [reply.latencyMs])),
  );

const latencyAt = (share: number): SetMeasure => ({
  ...shared,
  kind: "set",
  name: `LatencyP${Math.round(100 * share)}`,
  summary: `milliseconds within which ${Math.round(100 * share)} % of replies came`,
  score(cases): SetScore {
    const times = timesOf(cases);
    const failed = cases.reduce((sum, { replies }) => sum + replies.length, 0) - times.length;
    const latency = computeLatency(times, share);
    return {
      value: latency?.value ?? unscored(REASONS.tooFewCases),
      ...(latency?.interval ? { interval: latency.interval } : {}),
      scored: times.length,
      unscored: failed === 0 ? {} : { [REASONS.failed]: failed },
    };
  },
});

/**
 * All money over what it bought. One reply without a price leaves the sum unknown: it is not 0. A
 * system that asks no model says so with a cost of 0.
 */
function divideCost(
  cases: readonly GradedCase[],
  isBought: (graded: GradedCase) => number,
): SetScore {
  const rows = cases.map((graded) => {
    const costs = graded.replies.flatMap(({ reply }) =>
      reply.answer ? [reply.answer.usage?.costUsd] : [],
    );
    return {
      costUsd: costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0),
      unpriced: costs.filter((cost) => cost === undefined).length,
      bought: isBought(graded),
    };
  });
  const divide = (counts?: ArrayLike<number>): number | undefined => {
    let costUsd = 0;
    let bought = 0;
    for (const [place, row] of rows.entries()) {
      const count = counts ? (counts[place] ?? 0) : 1;
      costUsd += count * row.costUsd;
      bought += count * row.bought;
    }
    return bought === 0 ? undefined : costUsd / bought;
  };
  const unpriced = rows.reduce((sum, row) => sum + row.unpriced, 0);
  const value = divide();
  if (unpriced > 0)
    return {
      value: unscored(REASONS.unpriced),
      scored: 0,
      unscored: { [REASONS.unpriced]: unpriced },
    };
  if (value === undefined) return { value: unscored(REASONS.tooFewCases), scored: 0, unscored: {} };
  return { value, scored: cases.length, unscored: {}, resample: divide };
}

const countReplies = (
  { replies }: GradedCase,
  counts: (graded: GradedCase["replies"][number]) => boolean,
): number => replies.filter(counts).length;

const costPerAnswer: SetMeasure = {
  ...shared,
  kind: "set",
  name: "CostPerAnswer",
  summary: "dollars for each answer given, abstentions paid for as well",
  score: (cases) =>
    divideCost(cases, (graded) =>
      countReplies(graded, ({ reply }) => reply.answer?.outcome === "answered"),
    ),
};

const costPerSuccess: SetMeasure = {
  ...shared,
  kind: "set",
  name: "CostPerRightAnswer",
  summary: "dollars for each answer that is right",
  score: (cases) =>
    divideCost(cases, (graded) =>
      countReplies(
        graded,
        ({ reply, grade }) => reply.answer?.outcome === "answered" && grade.correct === true,
      ),
    ),
};

export const EFFORT_MEASURES = [
  {
    ...shared,
    kind: "case",
    name: "LatencyMs",
    summary: "milliseconds until the reply was there",
    applies: () => true,
    score: ({ reply }) =>
      reply.failure ? unscored(toFailedReason(reply.failure)) : reply.latencyMs,
  } satisfies CaseMeasure,
  perReply(
    "InputTokens",
    "tokens sent, cached ones included",
    (usage) => usage?.inputTokens,
    REASONS.uncounted,
  ),
  perReply("OutputTokens", "tokens written", (usage) => usage?.outputTokens, REASONS.uncounted),
  perReply("CostUsd", "dollars for the reply", (usage) => usage?.costUsd, REASONS.unpriced),
  latencyAt(0.5),
  latencyAt(0.95),
  costPerAnswer,
  costPerSuccess,
] as const;
