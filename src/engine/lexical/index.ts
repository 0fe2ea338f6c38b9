/** @module BM25 over immutable segments of bytes: encode, merge, open, search. No input or output. */
export type {
  Bm25Options,
  Bm25Statistics,
  ReadableText,
  SearchSegment,
  WeightedTerm,
} from "./bm25.ts";
export { computeIdf, computeNorm, uniteTerms } from "./bm25.ts";
export { encodeSegment, type LexicalBlocks, MAX_SEGMENT_CHUNKS } from "./encode-segment.ts";
export { mergeSegments } from "./merge-segments.ts";
export type { SegmentPart } from "./part-cursor.ts";
export type { PostingList } from "./postings.ts";
export {
  type ChunkAddress,
  type LexicalHit,
  findMatchedTerms,
  scoreOrdinals,
  searchBm25,
} from "./search.ts";
export { type BlockReader, type LexicalSegment, openSegment, readBlocks } from "./segment.ts";
export { collectStatistics, countReadable } from "./statistics.ts";
