/** @module The port of rerankers: the head of a ranking, ordered again by a closer look. */
import type { SearchRequest, SearchResult, StoredChunk } from "./store.ts";

export interface RerankRequest {
  /** As it was asked, or as it was rewritten to stand alone. */
  readonly question: string;
  /** What the lexical leg was asked: terms of the question, and lighter ones of what it leans on. */
  readonly terms: SearchRequest["terms"];
  /** Best first, as they are ranked so far. */
  readonly chunks: readonly StoredChunk[];
  /** What they are ranked by so far, in the order of `chunks`. */
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
 * - one entry for each chunk, in the order given, its score finite; higher is better; no chunks
 *   give no entries;
 * - a chunk's score depends on the question, the chunk and the caller's own candidates alone;
 * - a reply that cannot keep this is an error of kind `upstream`, never a guess.
 *
 * A reranker that throws costs its order, never the search: the ranking it was given is served.
 */
export interface Reranker {
  /** Model or rules, and revision. Part of every release. */
  readonly id: string;
  /** How many of the best it is asked about, because each costs; absent: as many as are ranked. */
  readonly maxChunks?: number;
  /** How long it is waited for; absent: to its end. */
  readonly deadlineMs?: number;
  rerank(request: RerankRequest): Promise<readonly Reranked[]>;
}
