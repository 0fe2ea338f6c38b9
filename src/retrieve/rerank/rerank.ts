/** @module Rerankers in turn over the head of a ranking; one that fails leaves it as it was. */
import { PlumblineError } from "../../foundation/errors.ts";
import type { Reranking } from "../../domain/passage.ts";
import type { LegStanding, Reranker, RerankRequest } from "../../ports/reranker.ts";
import type { StoredChunk } from "../../ports/store.ts";
import { badReranking } from "../errors.ts";

export interface RerankStage {
  readonly reranker: Reranker;
  /** How many of the best so far it orders. */
  readonly depth: number;
}

export interface RankedChunk {
  readonly chunk: StoredChunk;
  readonly score: number;
  /** Absent where nobody knows it. */
  readonly legs?: LegStanding | undefined;
  /** What each feature of the last reranker added to the score; absent where none looked. */
  readonly features?: Readonly<Record<string, number>>;
}

export interface RerankedHead {
  /** Best first; ties by the order of ingestion. */
  readonly ranked: readonly RankedChunk[];
  readonly reranking: Reranking;
}

type Question = Pick<RerankRequest, "question" | "terms" | "statistics"> & {
  readonly signal: AbortSignal | undefined;
};

/**
 * Each stage orders the best that the stage before left, and what it did not look at stays behind
 * them. A stage that throws or breaks its contract is named in `reranking`, and its order is not
 * used.
 *
 * @throws the signal's reason; whatever is no `PlumblineError`, because that is a bug.
 */
export async function rerank(
  fused: readonly RankedChunk[],
  question: Question,
  stages: readonly RerankStage[],
): Promise<RerankedHead> {
  const by: string[] = [];
  const failed: Reranking["failed"][number][] = [];
  let ranked = fused;
  if (ranked.length > 0)
    for (const stage of stages) {
      const { id } = stage.reranker;
      try {
        ranked = await orderHead(ranked, question, stage);
        by.push(id);
      } catch (error) {
        question.signal?.throwIfAborted();
        if (!(error instanceof PlumblineError)) throw error;
        failed.push({ id, code: error.code });
      }
    }
  return { ranked, reranking: { by, failed } };
}

async function orderHead(
  ranked: readonly RankedChunk[],
  { question, terms, statistics, signal }: Question,
  { reranker, depth }: RerankStage,
): Promise<readonly RankedChunk[]> {
  const head = ranked.slice(0, depth);
  const rest = ranked.slice(depth);
  const entries = await reranker.rerank({
    question,
    terms,
    chunks: head.map(({ chunk }) => chunk),
    scores: head.map(({ score }) => score),
    ...standingsOf(head),
    statistics,
    ...(signal ? { signal } : {}),
  });
  const isSound = entries.length === head.length && entries.every((e) => Number.isFinite(e.score));
  if (!isSound) throw badReranking({ id: reranker.id });
  const least = Math.min(...entries.map(({ score }) => score));
  // Scales differ from one reranker to the next, and whoever was not looked at stays behind.
  const lift = Math.max(0, (rest[0]?.score ?? least) - least);
  const ordered = entries.flatMap(({ score, shares }, index): readonly RankedChunk[] => {
    const { chunk, legs } = head[index] ?? {};
    const features = lift > 0 ? { ...shares, lift } : shares;
    return chunk ? [{ chunk, legs, score: score + lift, features }] : [];
  });
  return [
    ...ordered.toSorted((a, b) => b.score - a.score || a.chunk.candidate - b.chunk.candidate),
    ...rest,
  ];
}

/** Of all of them, or of none. */
function standingsOf(head: readonly RankedChunk[]): Pick<RerankRequest, "legs"> {
  const legs = head.flatMap((ranked) => ranked.legs ?? []);
  return legs.length === head.length ? { legs } : {};
}
