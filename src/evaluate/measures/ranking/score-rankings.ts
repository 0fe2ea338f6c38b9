/** @module Rankings of many queries against their qrels: every score, and what was counted. */
import type { RankingCounts, RankingReply, Score } from "../../../domain/evaluation.ts";
import type { Qrels } from "../../../domain/retrieval-judgments.ts";
import { isTiedAt } from "./order.ts";
import type { RankingMeasure } from "./ranking-measure.ts";

export type Rankings = ReadonlyMap<string, RankingReply>;

/** What a system that left a query out is taken to have said. */
export const EMPTY_RANKING: RankingReply = { documents: [] };

export interface RankingScores {
  /** By measure, then by query of the qrels, in their order. */
  readonly scores: ReadonlyMap<string, ReadonlyMap<string, Score>>;
  readonly counts: RankingCounts;
}

/**
 * Every query of the qrels is scored, as `trec_eval -c` does: one that the rankings lack scores 0,
 * and so does one without a relevant document. Queries that the qrels lack are counted, no more.
 */
export function scoreRankings(
  measures: readonly RankingMeasure[],
  qrels: Qrels,
  rankings: Rankings,
): RankingScores {
  const scores = new Map(
    measures.map((measure) => {
      const byQuery = new Map<string, Score>();
      for (const [query, grades] of qrels)
        byQuery.set(query, measure.score({ grades }, rankings.get(query) ?? EMPTY_RANKING));
      return [measure.name, byQuery];
    }),
  );
  return { scores, counts: countRankings(measures, qrels, rankings) };
}

/**
 * Mean or sum over the queries with a score, added in the order of their ids, so that the order of
 * lines in a file changes no bit; undefined where there is none.
 */
export function totalScores(
  { total }: Pick<RankingMeasure, "total">,
  scores: ReadonlyMap<string, Score>,
): number | undefined {
  const numbers = [...scores]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, score]) => (typeof score === "number" ? [score] : []));
  if (numbers.length === 0) return undefined;
  const sum = numbers.reduce((all, value) => all + value, 0);
  return total === "sum" ? sum : sum / numbers.length;
}

/**
 * `tiedAtCutoff` are the queries where, at a cut-off of one of the measures, the last document
 * inside and the first one outside have the same score.
 */
export function countRankings(
  measures: readonly Pick<RankingMeasure, "cutoff">[],
  qrels: Qrels,
  rankings: Rankings,
): RankingCounts {
  const cutoffs = measures.flatMap(({ cutoff }) => (cutoff === undefined ? [] : [cutoff]));
  const deepest = Math.max(0, ...cutoffs);
  const counts = {
    queries: qrels.size,
    missing: 0,
    noRelevant: 0,
    foreign: [...rankings.keys()].filter((query) => !qrels.has(query)).length,
    tiedAtCutoff: 0,
    shortRankings: 0,
  };
  for (const [query, grades] of qrels) {
    if (![...grades.values()].some((grade) => grade > 0)) counts.noRelevant++;
    const ranking = rankings.get(query);
    if (ranking === undefined) {
      counts.missing++;
      continue;
    }
    if (cutoffs.some((cutoff) => isTiedAt(ranking, cutoff))) counts.tiedAtCutoff++;
    if (ranking.documents.length < deepest) counts.shortRankings++;
  }
  return counts;
}

export interface UnjudgedHit {
  readonly query: string;
  readonly document: string;
  /** From 1. */
  readonly rank: number;
}

/** The unjudged documents among the first `k` of each query, best first: what to label next. */
export function listUnjudged(qrels: Qrels, rankings: Rankings, k: number): readonly UnjudgedHit[] {
  return [...qrels].flatMap(([query, grades]) =>
    (rankings.get(query)?.documents ?? [])
      .slice(0, k)
      .flatMap((document, index) =>
        grades.has(document) ? [] : [{ query, document, rank: index + 1 }],
      ),
  );
}
