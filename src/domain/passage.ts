/** @module A chunk as one query saw it. */
import type { Metadata } from "./metadata.ts";
import type { BlockKind, Span } from "./document.ts";

/** What one leg says of a passage. */
export interface LegScore {
  /** 1-based rank within the leg's own list; absent when only the other leg listed it. */
  readonly rank?: number;
  /** The leg's own scale: BM25, or cosine. Both legs score every candidate. */
  readonly score: number;
  /** The score on the common scale of the fusion, in [0, 1]. */
  readonly normalized: number;
}

export interface Why {
  readonly lexical?: LegScore;
  readonly dense?: LegScore;
  /** Weight of the dense leg in the fused score. */
  readonly alpha: number;
  /** The legs' weighted sum: what the passage was ranked by before any reranker. */
  readonly fused?: number;
  /**
   * What each feature of the last reranker added to the score, by name; they sum to it within
   * rounding. Absent where no reranker looked.
   */
  readonly features?: Readonly<Record<string, number>>;
  /** The query's terms that occur in the passage. */
  readonly terms: readonly string[];
}

/** What became of the rerankers of one search. */
export interface Reranking {
  /** Ids of those whose order was used, in turn. */
  readonly by: readonly string[];
  /** Those that failed, with the code of the error: the order before them was kept. */
  readonly failed: readonly { readonly id: string; readonly code: string }[];
}

export interface Passage {
  readonly chunkId: string;
  /** Chunks merged into this passage, itself included, in reading order. */
  readonly chunkIds: readonly string[];
  readonly documentId: string;
  /** The source's own id of the document. */
  readonly key: string;
  readonly collection: string;
  readonly versionHash: string;
  readonly title: string;
  readonly headings: readonly string[];
  readonly page?: number;
  readonly language: string;
  /** Id of the analyzer that made its terms. */
  readonly analyzer: string;
  readonly modifiedAt: string;
  readonly metadata: Metadata;
  /** Of all its chunks. */
  readonly kinds: readonly BlockKind[];
  readonly text: string;
  readonly span: Span;
  /** 1-based position in the ranking that produced it. */
  readonly rank: number;
  /** Orders hits of one ranking only. */
  readonly score: number;
  readonly why: Why;
  /** Other readable documents that hold the same text, by key. */
  readonly duplicates: readonly string[];
}
