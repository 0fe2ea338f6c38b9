/** @module A question prepared once for all chunks of one analyzer. */
import { toTermKey, type Token } from "../analysis/index.ts";

/** Terms behind these count for nothing: no question is as long, and pairs grow with the square. */
const MAX_TERMS = 256;

export interface RerankQuestion {
  /** By number of the term, in the order asked. */
  readonly idf: Float64Array;
  /** Sum of all idf. */
  readonly total: number;
  /** The number of the term with this key, or -1. */
  readonly find: (key: number) => number;
  /** The number of a pair of neighbours, by `first * terms + second`, or -1. */
  readonly pairs: Int16Array;
  /** By number of the pair: the idf of both, times how often the question has them side by side. */
  readonly pairWeights: readonly number[];
  /** Sum of all weights. */
  readonly pairTotal: number;
}

/** A term that is looked for. */
export interface AskedTerm {
  readonly term: string;
  /**
   * How rare it is in what the caller may read, times how much it is asked for: less than once for
   * a term of an earlier question.
   */
  readonly idf: number;
}

/**
 * @param tokens of the question, in order: whose neighbours are looked for.
 * @param terms each once; those of 0 are left out.
 */
export function prepareQuestion(
  tokens: readonly Token[],
  terms: readonly AskedTerm[],
): RerankQuestion {
  const known = terms.filter(({ idf }) => idf > 0).slice(0, MAX_TERMS);
  const numbers = new Map(known.map(({ term }, number) => [term, number]));
  const idf = Float64Array.from(known, (term) => term.idf);
  const pairs = new Int16Array(known.length ** 2).fill(-1);
  const pairWeights: number[] = [];
  let before: number | undefined;
  for (const { term } of tokens) {
    // A whole identifier stands beside its own parts.
    if (term.startsWith("=")) continue;
    const now = numbers.get(term);
    if (before !== undefined && now !== undefined && before !== now) {
      const at = before * known.length + now;
      const pair = (pairs[at] ?? -1) < 0 ? pairWeights.length : (pairs[at] ?? 0);
      pairs[at] = pair;
      pairWeights[pair] = (pairWeights[pair] ?? 0) + (idf[before] ?? 0) + (idf[now] ?? 0);
    }
    before = now;
  }
  return {
    idf,
    total: idf.reduce((sum, value) => sum + value, 0),
    find: createKeyTable(known.map(({ term }) => toTermKey(term))),
    pairs,
    pairWeights,
    pairTotal: pairWeights.reduce((sum, weight) => sum + weight, 0),
  };
}

/** Open addressing: most keys of a chunk are not asked for, and a look-up must say so at once. */
function createKeyTable(keys: readonly number[]): (key: number) => number {
  const size = 2 ** Math.ceil(Math.log2(4 * keys.length + 4));
  const slots = new Int32Array(size);
  const numbers = new Int32Array(size).fill(-1);
  const toSlot = (key: number): number => (key >>> 1) & (size - 1);
  for (const [number, key] of keys.entries()) {
    let slot = toSlot(key);
    while ((numbers[slot] ?? -1) >= 0) slot = (slot + 1) & (size - 1);
    slots[slot] = key;
    numbers[slot] = number;
  }
  return (key) => {
    for (let slot = toSlot(key); ; slot = (slot + 1) & (size - 1)) {
      const number = numbers[slot] ?? -1;
      if (number < 0 || slots[slot] === key) return number;
    }
  };
}
