/** @module What a ranking of a judged question is worth, as it would serve. */
import type { RerankRequest, Reranker } from "../../ports/reranker.ts";
import type { StoredChunk } from "../../ports/store.ts";
import { computeNdcg } from "../../evaluate/index.ts";
import type { FoldCase } from "../folds/make-folds.ts";
import type { ChunkNumber } from "./lab-index.ts";
import type { Lab, LabCandidate, LabQuestion, LabRanking } from "./lab.ts";

/** A question with what is known of its right documents. */
export interface JudgedQuestion extends LabQuestion, FoldCase {
  /** By document key; at least one above 0. */
  readonly grades: ReadonlyMap<string, number>;
}

/** A stage that orders the head of the ranking again, as it serves. */
export interface LabStage {
  readonly reranker: Reranker;
  readonly depth: number;
}

/** Of nDCG, the measure that every lane of retrieval is fitted to and judged by. */
export const CUTOFF = 10;
export const MEASURE = `nDCG@${CUTOFF}`;

/**
 * Candidates as the stages leave them, best first: each orders the best that the one before left.
 *
 * @throws what a reranker throws: a measure without it would be of something else.
 */
export async function orderByStages(
  lab: Lab,
  question: LabQuestion,
  { candidates, statistics }: LabRanking,
  stages: readonly LabStage[],
  signal?: AbortSignal,
): Promise<readonly LabCandidate[]> {
  let ranked = candidates;
  let scores = candidates.map(({ fused }) => fused);
  for (const { reranker, depth } of stages) {
    const head = ranked.slice(0, depth);
    const request: RerankRequest = {
      question: question.text,
      terms: question.terms,
      chunks: head.map((candidate) => toStored(lab, candidate)),
      scores: scores.slice(0, depth),
      legs: head,
      statistics,
      ...(signal ? { signal } : {}),
    };
    const entries = await reranker.rerank(request);
    const ordered = head
      .map((candidate, index) => ({ candidate, score: entries[index]?.score ?? 0 }))
      .toSorted((a, b) => b.score - a.score || a.candidate.chunk - b.candidate.chunk);
    ranked = [...ordered.map(({ candidate }) => candidate), ...ranked.slice(depth)];
    scores = [...ordered.map(({ score }) => score), ...scores.slice(depth)];
  }
  return ranked;
}

function toStored(lab: Lab, { chunk }: LabCandidate): StoredChunk {
  const own = lab.chunks[chunk];
  if (!own) throw new RangeError(`there is no chunk ${chunk}`);
  return own.stored;
}

/** Documents by their best chunk, so many as the measure looks at. */
function listDocuments(lab: Lab, ranked: Iterable<ChunkNumber>): readonly string[] {
  const keys = new Set<string>();
  for (const chunk of ranked) {
    keys.add(lab.chunks[chunk]?.stored.key ?? "");
    if (keys.size === CUTOFF) break;
  }
  return [...keys];
}

/** Of chunks best first. */
export const measure = (
  lab: Lab,
  { grades }: JudgedQuestion,
  ranked: Iterable<ChunkNumber>,
): number => computeNdcg(CUTOFF, grades, listDocuments(lab, ranked));
