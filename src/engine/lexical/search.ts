/** @module Ranks chunks by BM25, and scores given ones. */
import { BestScores } from "./best-scores.ts";
import {
  type Bm25Options,
  type Bm25Statistics,
  computeNorm,
  findLists,
  type SearchSegment,
  type WeightedList,
} from "./bm25.ts";
import { MAX_SEGMENT_CHUNKS } from "./encode-segment.ts";

export interface ChunkAddress {
  /** Index into the segments searched. */
  readonly segment: number;
  /** Local ordinal in that segment. */
  readonly ordinal: number;
}

export interface LexicalHit extends ChunkAddress {
  /** Above 0; comparable within one set of statistics. */
  readonly score: number;
}

/**
 * The `k` best chunks that the caller may read and wants. Best first, ties by ascending segment and
 * ordinal; only chunks that hold a term. Scores are sums of doubles in the order of the terms: they
 * depend on the statistics and the chunk, and on nothing else in the index.
 */
export function searchBm25(
  segments: readonly SearchSegment[],
  statistics: Bm25Statistics,
  options: Bm25Options & { readonly k: number },
): readonly LexicalHit[] {
  const total = segments.reduce((sum, { segment }) => sum + segment.count, 0);
  const capacity = Math.min(options.k, total);
  if (capacity <= 0) return [];
  const best = new BestScores(capacity);
  const largest = Math.max(...segments.map(({ segment }) => segment.count));
  const scores = new Float64Array(largest);
  for (const [index, part] of segments.entries()) {
    const lists = findLists(part, statistics);
    if (lists.length === 0) continue;
    const norms = computeNorms(part.segment.maxLength, statistics, options);
    for (const list of lists) addScores(list, part.segment.lengths, norms, scores);
    collectBest(part, scores, index * MAX_SEGMENT_CHUNKS, best);
    scores.fill(0);
  }
  return best.list().map(({ score, key }) => ({
    segment: Math.floor(key / MAX_SEGMENT_CHUNKS),
    ordinal: key % MAX_SEGMENT_CHUNKS,
    score,
  }));
}

/**
 * Scores of the given chunks, in their order and bit for bit those of `searchBm25`; 0 for a chunk
 * that holds no term or that the caller may not read. A filter (`wanted`) changes nothing.
 */
export function scoreOrdinals(
  segments: readonly SearchSegment[],
  statistics: Bm25Statistics,
  candidates: readonly ChunkAddress[],
  options: Bm25Options,
): Float64Array {
  const lists = segments.map((part) => findLists(part, statistics));
  return Float64Array.from(candidates, ({ segment, ordinal }) => {
    const part = segments[segment];
    if (!part || !isSet(part.allowed, ordinal)) return 0;
    const length = part.segment.lengths[ordinal] ?? 0;
    const norm = computeNorm(length, statistics.averageLength, options);
    let score = 0;
    for (const { list, weight } of lists[segment] ?? []) {
      const index = findOrdinal(list.ordinals, ordinal);
      if (index < 0) continue;
      const frequency = list.frequencies[index] ?? 0;
      score += (weight * frequency) / (frequency + norm);
    }
    return score;
  });
}

/** The norm of every length that occurs: lengths are few, chunks are many. */
function computeNorms(
  maxLength: number,
  { averageLength }: Bm25Statistics,
  options: Bm25Options,
): Float64Array {
  const norms = new Float64Array(maxLength + 1);
  for (let length = 0; length <= maxLength; length++)
    norms[length] = computeNorm(length, averageLength, options);
  return norms;
}

function addScores(
  { list, weight }: WeightedList,
  lengths: Uint16Array,
  norms: Float64Array,
  scores: Float64Array,
): void {
  const { ordinals, frequencies } = list;
  for (let i = 0; i < ordinals.length; i++) {
    const ordinal = ordinals[i] ?? 0;
    const frequency = frequencies[i] ?? 0;
    const norm = norms[lengths[ordinal] ?? 0] ?? 0;
    scores[ordinal] = (scores[ordinal] ?? 0) + (weight * frequency) / (frequency + norm);
  }
}

function collectBest(
  { segment, allowed, wanted }: SearchSegment,
  scores: Float64Array,
  firstKey: number,
  best: BestScores,
): void {
  let threshold = best.threshold;
  for (let ordinal = 0; ordinal < segment.count; ordinal++) {
    const score = scores[ordinal] ?? 0;
    if (score <= threshold) continue;
    if (!isSet(allowed, ordinal) || !isSet(wanted, ordinal)) continue;
    best.offer(score, firstKey + ordinal);
    threshold = best.threshold;
  }
}

/** No mask sets all; what lies past the end of a mask is not set. */
const isSet = (mask: Uint8Array | undefined, ordinal: number): boolean =>
  mask === undefined || mask[ordinal] === 1;

/** The question's terms that a chunk holds, each once, in the order of the question. */
export function findMatchedTerms(
  { segment, terms }: SearchSegment,
  ordinal: number,
): readonly string[] {
  const held = terms.filter(({ term }) => {
    const list = segment.postings(term);
    return list !== undefined && findOrdinal(list.ordinals, ordinal) >= 0;
  });
  return [...new Set(held.map(({ term }) => term))];
}

/** The index of an ordinal in an ascending list, or -1. */
function findOrdinal(ordinals: Uint16Array, ordinal: number): number {
  let low = 0;
  let high = ordinals.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = ordinals[middle] ?? 0;
    if (found === ordinal) return middle;
    if (found < ordinal) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
