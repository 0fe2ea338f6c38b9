/** @module What one term adds to a hashed vector, computed once for the terms met lately. */
import { getBackgroundIdf } from "./background-idf.ts";
import { hashText } from "../../foundation/text-hash.ts";

export const HASHED_DIMENSIONS = 256;

/** Dimensions a whole term is spread over; each part of it has one. */
const TERM_FEATURES = 4;
const SHORTEST_PART = 3;
const LONGEST_PART = 5;
/** Terms and parts draw from different hashes, so that a part does not look like a term. */
const PART_SEED = 1000;

/** A count of values is at most 256. */
const COUNT_BITS = 9;

/** Adds 1 or -1 at a dimension, both decided by the hash of the feature. */
function addFeature(vector: Float64Array, feature: string, seed: number): void {
  const hash = hashText(feature, seed);
  const dimension = hash % HASHED_DIMENSIONS;
  vector[dimension] = (vector[dimension] ?? 0) + (hash >>> 31 === 0 ? 1 : -1);
}

/** Scales to the length given; what has no direction stays zero. */
function setLength(vector: Float64Array, length: number): void {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += (vector[i] ?? 0) ** 2;
  if (sum === 0) return;
  const scale = length / Math.sqrt(sum);
  for (let i = 0; i < vector.length; i++) vector[i] = (vector[i] ?? 0) * scale;
}

/** The term itself and its parts count alike; the length is the term's rarity. */
export function computeTermVector(term: string): Float64Array {
  const whole = new Float64Array(HASHED_DIMENSIONS);
  for (let seed = 0; seed < TERM_FEATURES; seed++) addFeature(whole, term, seed);
  setLength(whole, 1);
  const parts = new Float64Array(HASHED_DIMENSIONS);
  const marked = `<${term}>`;
  for (let length = SHORTEST_PART; length <= LONGEST_PART; length++)
    for (let start = 0; start + length <= marked.length; start++)
      addFeature(parts, marked.slice(start, start + length), PART_SEED);
  setLength(parts, 1);
  for (let i = 0; i < HASHED_DIMENSIONS; i++) whole[i] = (whole[i] ?? 0) + (parts[i] ?? 0);
  setLength(whole, getBackgroundIdf(term));
  return whole;
}

export interface TermVectors {
  /** Adds the vector of a term, times `weight`, to `sum`. */
  addTo(sum: Float64Array, term: string, weight: number): void;
}

/**
 * Keeps the values other than 0 of each vector in one pool, which is emptied when it is full: most
 * terms have about thirty, and arrays of their own would cost more than the values.
 *
 * @param capacity values kept at most, from 256 to 2^22; each takes five bytes.
 */
export function createTermVectors(capacity = 2 ** 20): TermVectors {
  const dimensions = new Uint8Array(capacity);
  const values = new Float32Array(capacity);
  /** Where the values of each known term begin and end, begin above the low bits, count in them. */
  const ranges = new Map<string, number>();
  let used = 0;

  const learn = (term: string): number => {
    if (used + HASHED_DIMENSIONS > capacity) {
      ranges.clear();
      used = 0;
    }
    const begin = used;
    const vector = computeTermVector(term);
    for (let i = 0; i < HASHED_DIMENSIONS; i++) {
      const value = vector[i] ?? 0;
      if (value === 0) continue;
      dimensions[used] = i;
      values[used] = value;
      used++;
    }
    const range = (begin << COUNT_BITS) | (used - begin);
    // A cut string keeps the whole text it was cut from alive; a copy does not.
    ranges.set(Buffer.from(term, "utf16le").toString("utf16le"), range);
    return range;
  };

  return {
    addTo(sum, term, weight) {
      const range = ranges.get(term) ?? learn(term);
      const begin = range >>> COUNT_BITS;
      const end = begin + (range & (2 ** COUNT_BITS - 1));
      for (let at = begin; at < end; at++) {
        const dimension = dimensions[at] ?? 0;
        sum[dimension] = (sum[dimension] ?? 0) + weight * (values[at] ?? 0);
      }
    },
  };
}
