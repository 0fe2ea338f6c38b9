/** @module Statistics of exactly what the caller may read, so that scores tell nothing of the rest. */
import { type Bm25Statistics, type ReadableText, type SearchSegment, uniteTerms } from "./bm25.ts";
import type { LexicalSegment } from "./segment.ts";

/**
 * Counted under the masks and summed over all segments: equal to the statistics of an index that
 * holds only the readable chunks. A filter of the caller's (`wanted`) changes nothing. A term counts
 * in the segments that carry it in `terms`.
 */
export function collectStatistics(segments: readonly SearchSegment[]): Bm25Statistics {
  let chunks = 0;
  let totalLength = 0;
  const documentFrequency = new Map<string, number>();
  for (const { segment, terms, allowed, readable } of segments) {
    const counted = readable ?? countReadable(segment, allowed);
    chunks += counted.chunks;
    totalLength += counted.totalLength;
    for (const term of uniteTerms(terms).keys()) {
      const ordinals = segment.postings(term)?.ordinals;
      const holding = ordinals && (allowed ? countAllowed(ordinals, allowed) : ordinals.length);
      documentFrequency.set(term, (documentFrequency.get(term) ?? 0) + (holding ?? 0));
    }
  }
  const averageLength = chunks === 0 ? 0 : totalLength / chunks;
  return { chunks, averageLength, documentFrequency };
}

/** The text of a segment that a mask leaves; no mask leaves all. */
export function countReadable(
  segment: LexicalSegment,
  allowed: Uint8Array | undefined,
): ReadableText {
  if (!allowed) return { chunks: segment.chunks, totalLength: segment.totalLength };
  const { lengths } = segment;
  let chunks = 0;
  let totalLength = 0;
  for (let i = 0; i < lengths.length; i++) {
    const length = (lengths[i] ?? 0) * (allowed[i] ?? 0);
    totalLength += length;
    chunks += length > 0 ? 1 : 0;
  }
  return { chunks, totalLength };
}

function countAllowed(ordinals: Uint16Array, allowed: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < ordinals.length; i++) count += allowed[ordinals[i] ?? 0] ?? 0;
  return count;
}
