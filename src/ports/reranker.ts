/** @module The port of rerankers: the fused head, ordered again by a closer look. */
import type { SearchResult, StoredChunk } from "./store.ts";

export interface RerankRequest {
  readonly question: string;
  /** Best first, as fusion left them. */
  readonly chunks: readonly StoredChunk[];
  /** The fused scores, in the order of `chunks`. */
  readonly scores: readonly number[];
  /** Of an index that holds only what the caller may read. */
  readonly statistics: SearchResult["statistics"];
  readonly signal?: AbortSignal;
}

export interface Reranked {
  readonly score: number;
  /** What each feature adds to the score, by name; they sum to it within rounding. */
  readonly shares: Readonly<Record<string, number>>;
}

/**
 * Contract, held by `describeReranker`:
 * - one entry for each chunk, in the order given, its score finite; higher is better;
 * - a chunk's score depends on the question, the chunk and the caller's own candidates alone.
 */
export interface Reranker {
  readonly id: string;
  rerank(request: RerankRequest): Promise<readonly Reranked[]>;
}
