/** @module The order of rankings: of files by score, of live systems as they served them. */
import type { RankedPassage, RankingReply } from "../../../domain/evaluation.ts";

export interface ScoredDocument {
  readonly document: string;
  readonly score: number;
}

/** `f32` sees scores as floats, as trec_eval 9, pytrec_eval and BEIR do: more of them are tied. */
export type ScorePrecision = "f64" | "f32";

/**
 * By score, highest first; of equal scores the document whose id is greater in UTF-8 bytes comes
 * first, as in trec_eval. The order they come in is of no account.
 */
export function orderByScore(
  scored: readonly ScoredDocument[],
  precision: ScorePrecision = "f64",
): RankingReply {
  const seen = precision === "f32" ? Math.fround : (score: number): number => score;
  const ordered = scored
    .map(({ document, score }) => ({ document, score: seen(score) }))
    .toSorted((a, b) =>
      // Floats too large for their precision are all Infinity, whose difference is no number.
      a.score === b.score ? compareBytes(b.document, a.document) : a.score < b.score ? 1 : -1,
    );
  return {
    documents: ordered.map(({ document }) => document),
    scores: ordered.map(({ score }) => score),
  };
}

/** The first `k` documents of a ranking that is in order, as `trec_eval -M`. */
export function cutRanking(ranking: RankingReply, k: number): RankingReply {
  return {
    ...ranking,
    documents: ranking.documents.slice(0, k),
    ...(ranking.scores === undefined ? {} : { scores: ranking.scores.slice(0, k) }),
  };
}

/** Documents by their best-ranked passage, and its score where every passage has one. */
export function toDocumentRanking(passages: readonly RankedPassage[]): RankingReply {
  const best = new Map<string, RankedPassage>();
  for (const passage of passages)
    if (!best.has(passage.document)) best.set(passage.document, passage);
  const scores = [...best.values()].flatMap(({ score }) => (score === undefined ? [] : [score]));
  return {
    documents: [...best.keys()],
    ...(scores.length === best.size ? { scores } : {}),
    passages,
  };
}

/** Whether the documents at ranks `k` and `k + 1` have one score, so that a rule parts them. */
export const isTiedAt = ({ scores }: RankingReply, k: number): boolean =>
  scores !== undefined && k < scores.length && scores[k - 1] === scores[k];

const compareBytes = (a: string, b: string): number =>
  a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
