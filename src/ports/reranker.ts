/** @module The port of rerankers: the head of a ranking, ordered again by a closer look. */
import type { DraftUsage } from "./generator.ts";
import type { Embedder } from "./embedder.ts";
import type { SearchRequest, SearchResult, StoredChunk } from "./store.ts";

/** What ranked a chunk before any reranker looked, on the scale that the legs were fused on. */
export interface LegStanding {
  readonly lexical: number;
  readonly dense: number;
  /** From 1; absent where the leg did not list the chunk. */
  readonly lexicalRank?: number | undefined;
  readonly denseRank?: number | undefined;
}

export interface RerankRequest {
  /** As it was asked, or as it was rewritten to stand alone. */
  readonly question: string;
  /** What the lexical leg was asked: terms of the question, and lighter ones of what it leans on. */
  readonly terms: SearchRequest["terms"];
  /** Best first, as they are ranked so far. */
  readonly chunks: readonly StoredChunk[];
  /** What they are ranked by so far, in the order of `chunks`. */
  readonly scores: readonly number[];
  /** In the order of `chunks`; absent where nobody knows them. */
  readonly legs?: readonly LegStanding[] | undefined;
  /** Of the embedder whose vectors ranked them, where it has vectors of tokens. */
  readonly matchTokens?: Embedder["matchTokens"];
  /** Of an index that holds only what the caller may read. */
  readonly statistics: SearchResult["statistics"];
  /** Told what it cost, once, where a service was asked; one that was left early was asked, too. */
  readonly onUsage?: (usage: DraftUsage) => void;
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
  /** Calls may cost money; absent: they do not. */
  readonly metered?: boolean;
  /** How many of the best it is asked about, because each costs; absent: as many as are ranked. */
  readonly maxChunks?: number;
  /** How long it is waited for; absent: to its end. */
  readonly deadlineMs?: number;
  rerank(request: RerankRequest): Promise<readonly Reranked[]>;
}
