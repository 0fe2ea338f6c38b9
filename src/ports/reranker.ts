/** @module The port of rerankers: the fused head, ordered again by a closer look. */
import type { StoredChunk } from "./store.ts";

export interface RerankRequest {
  readonly question: string;
  /** Best first, as fusion left them. */
  readonly chunks: readonly StoredChunk[];
  readonly scores: readonly number[];
  readonly signal?: AbortSignal;
}

/**
 * Contract, held by `describeReranker`:
 * - one finite score for each chunk, in the order given; higher is better;
 * - a chunk's score depends on the question, the chunk and the caller's own candidates alone.
 */
export interface Reranker {
  readonly id: string;
  rerank(request: RerankRequest): Promise<readonly number[]>;
}
