/** @module How closely a chunk speaks of a question: coverage, order, nearness; each in [0, 1]. */
import type { RerankQuestion } from "./question.ts";
import type { TermSequence } from "./term-sequences.ts";

export interface RerankFeatures {
  /** Share of the question's idf whose terms the chunk or its headings hold. */
  readonly cov: number;
  /** Neighbours of the question that stand side by side in its order, saturated. */
  readonly ord: number;
  /** Neighbours of the question that stand fewer than eight positions apart, saturated. */
  readonly unord: number;
  /** The largest share of the question's idf within thirty positions. */
  readonly win30: number;
  /** Share of the question's idf whose terms the headings hold. */
  readonly title: number;
}

export const NO_FEATURES: RerankFeatures = { cov: 0, ord: 0, unord: 0, win30: 0, title: 0 };

const NEAR = 8;
const WINDOW = 30;
/** What a count is weighed against, as a frequency in BM25 with k1 .9. */
const SATURATION = 0.9;

/** Where terms of the question stand, in order; kept from chunk to chunk to spare the allocations. */
interface Occurrences {
  readonly terms: number[];
  readonly positions: number[];
  /** How many of them stand in headings. */
  headings: number;
}

/**
 * A function from a chunk to its features. Positions leave stop words out and run on from the
 * headings into the text. All features are 0 for a question without a known term.
 */
export function createFeatureReader(
  question: RerankQuestion,
): (chunk: TermSequence) => RerankFeatures {
  const occurrences: Occurrences = { terms: [], positions: [], headings: 0 };
  const counts = new Int32Array(question.idf.length);
  const near = new Int32Array(question.pairWeights.length);
  const adjacent = new Int32Array(question.pairWeights.length);
  return (chunk) => {
    if (question.total === 0) return NO_FEATURES;
    locate(question, chunk, occurrences);
    const all = occurrences.terms.length;
    if (all === 0) return NO_FEATURES;
    countPairs(question, occurrences, near, adjacent);
    return {
      cov: cover(question, occurrences, all, counts) / question.total,
      ord: saturate(question, adjacent),
      unord: saturate(question, near),
      win30: Math.min(1, findBestWindow(question, occurrences, counts) / question.total),
      title: cover(question, occurrences, occurrences.headings, counts) / question.total,
    };
  };
}

function locate({ find }: RerankQuestion, { keys, body }: TermSequence, found: Occurrences): void {
  found.terms.length = 0;
  found.positions.length = 0;
  found.headings = 0;
  let position = -1;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] ?? 0;
    position += key & 1;
    const term = find(key & ~1);
    if (term < 0) continue;
    found.terms.push(term);
    found.positions.push(position);
    if (i < body) found.headings++;
  }
}

/** Sum of the idf of the distinct terms among the first `end` occurrences. */
function cover(
  { idf }: RerankQuestion,
  { terms }: Occurrences,
  end: number,
  counts: Int32Array,
): number {
  counts.fill(0);
  for (let i = 0; i < end; i++) counts[terms[i] ?? 0] = 1;
  // In the order of the question: texts that hold the same terms are equal to the last bit.
  let sum = 0;
  for (let term = 0; term < idf.length; term++) sum += (idf[term] ?? 0) * (counts[term] ?? 0);
  return sum;
}

function findBestWindow(
  { idf }: RerankQuestion,
  { terms, positions }: Occurrences,
  counts: Int32Array,
): number {
  counts.fill(0);
  let best = 0;
  let sum = 0;
  let start = 0;
  for (let end = 0; end < terms.length; end++) {
    const entering = terms[end] ?? 0;
    if (counts[entering] === 0) sum += idf[entering] ?? 0;
    counts[entering] = (counts[entering] ?? 0) + 1;
    while ((positions[end] ?? 0) - (positions[start] ?? 0) >= WINDOW) {
      const leaving = terms[start++] ?? 0;
      counts[leaving] = (counts[leaving] ?? 0) - 1;
      if (counts[leaving] === 0) sum -= idf[leaving] ?? 0;
    }
    best = Math.max(best, sum);
  }
  return best;
}

/** Counts, for each pair of neighbours of the question, how often the chunk has them together. */
function countPairs(
  { idf, pairs }: RerankQuestion,
  { terms, positions }: Occurrences,
  near: Int32Array,
  adjacent: Int32Array,
): void {
  near.fill(0);
  adjacent.fill(0);
  const width = idf.length;
  for (let i = 0; i < terms.length; i++) {
    const left = terms[i] ?? 0;
    for (let j = i + 1; j < terms.length; j++) {
      const distance = (positions[j] ?? 0) - (positions[i] ?? 0);
      if (distance >= NEAR) break;
      const right = terms[j] ?? 0;
      const inOrder = pairs[left * width + right] ?? -1;
      const reversed = pairs[right * width + left] ?? -1;
      if (inOrder >= 0) {
        near[inOrder] = (near[inOrder] ?? 0) + 1;
        if (distance === 1) adjacent[inOrder] = (adjacent[inOrder] ?? 0) + 1;
      }
      if (reversed >= 0) near[reversed] = (near[reversed] ?? 0) + 1;
    }
  }
}

/** Σ weight·n/(n + .9) / Σ weight over the pairs of the question; 0 when it has none. */
function saturate({ pairWeights, pairTotal }: RerankQuestion, counts: Int32Array): number {
  if (pairTotal === 0) return 0;
  let sum = 0;
  for (let pair = 0; pair < counts.length; pair++) {
    const count = counts[pair] ?? 0;
    if (count > 0) sum += ((pairWeights[pair] ?? 0) * count) / (count + SATURATION);
  }
  return sum / pairTotal;
}
