/** @module BM25 as Lucene computes it since version 8: no factor k1 + 1, which changes no ranking. */
import type { PostingList } from "./postings.ts";
import type { LexicalSegment } from "./segment.ts";

export interface Bm25Options {
  /** How slowly repetition saturates. */
  readonly k1: number;
  /** How much long chunks are held back, 0 to 1. */
  readonly b: number;
}

/** A term of the question, analyzed as the segment's chunks were. */
export interface WeightedTerm {
  readonly term: string;
  /** How often the question holds it; any positive number. Repeated terms add up. */
  readonly weight: number;
}

/** How much text there is. */
export interface ReadableText {
  /** Chunks that have text. */
  readonly chunks: number;
  /** Words in them. */
  readonly totalLength: number;
}

/** One segment as one caller may see it. */
export interface SearchSegment {
  readonly segment: LexicalSegment;
  /** In the order their scores are added. */
  readonly terms: readonly WeightedTerm[];
  /** 1 for each local ordinal the caller may read, else 0; `undefined`: all of them. */
  readonly allowed: Uint8Array | undefined;
  /**
   * What `countReadable` gives for `allowed`, for callers who keep it with the mask: counting it
   * takes as long as a search. Absent: counted anew.
   */
  readonly readable?: ReadableText;
  /** 1 for each local ordinal that passes the caller's filter, else 0; `undefined`: all. */
  readonly wanted: Uint8Array | undefined;
}

/** What of a collection the formula needs. */
export interface Bm25Statistics {
  /** Readable chunks that have text. */
  readonly chunks: number;
  /** Words in such a chunk on average; 0 when there is none. */
  readonly averageLength: number;
  /** Readable chunks that hold a term, by term; only terms of the question. */
  readonly documentFrequency: ReadonlyMap<string, number>;
}

/** ln(1 + (N - n + 0.5) / (n + 0.5)) of Lucene's `BM25Similarity`: always above 0. */
export function computeIdf(chunks: number, holding: number): number {
  return Math.log(1 + (chunks - holding + 0.5) / (holding + 0.5));
}

/** k1 * (1 - b + b * dl / avgdl): what a frequency is weighed against. */
export function computeNorm(length: number, averageLength: number, options: Bm25Options): number {
  return options.k1 * (1 - options.b + (options.b * length) / averageLength);
}

/** The terms with the weights of repeated ones added, in order of first occurrence. */
export function uniteTerms(terms: readonly WeightedTerm[]): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const { term, weight } of terms) weights.set(term, (weights.get(term) ?? 0) + weight);
  return weights;
}

export interface WeightedList {
  readonly list: PostingList;
  /** Weight in the question times idf. */
  readonly weight: number;
}

/** The lists that matter for a search, in the order of the terms. */
export function findLists(
  { segment, terms }: SearchSegment,
  { chunks, documentFrequency }: Bm25Statistics,
): readonly WeightedList[] {
  const lists: WeightedList[] = [];
  for (const [term, weight] of uniteTerms(terms)) {
    const holding = documentFrequency.get(term) ?? 0;
    const list = holding > 0 && weight > 0 ? segment.postings(term) : undefined;
    if (list) lists.push({ list, weight: weight * computeIdf(chunks, holding) });
  }
  return lists;
}
