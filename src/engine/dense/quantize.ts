/** @module Vectors as int8 with one scale each: a quarter of the memory, recall kept by rescoring. */
import { vectorMismatch, vectorNotFinite } from "./errors.ts";

/** Vectors as they are scanned. Row `i` stands for the vector `scales[i] · rows[i·d .. i·d + d)`. */
export interface DenseBlock {
  /** `count · dimensions` values in [-127, 127], row after row. */
  readonly rows: Int8Array;
  /** One for each row; 0 marks a row without direction: an empty text or a deleted one. */
  readonly scales: Float32Array;
  readonly count: number;
  readonly dimensions: number;
}

/** The largest magnitude of a value; -128 never occurs, so negation and products stay in range. */
const LIMIT = 127;

const roundHalfToEven = (value: number): number => {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
};

function findLargest(vector: Float32Array, row: number): number {
  let largest = 0;
  for (let i = 0; i < vector.length; i++) {
    const magnitude = Math.abs(vector[i] ?? 0);
    if (!(magnitude < Infinity)) throw vectorNotFinite({ row });
    if (magnitude > largest) largest = magnitude;
  }
  return largest;
}

/**
 * Quantizes each vector by itself: scale = max|v| / 127, value = v / scale rounded half to even.
 * A row's error is at most half its scale in each dimension. Zero vectors get scale 0.
 *
 * @throws `engine.vector-mismatch` when a vector has another length than `dimensions`.
 * @throws `engine.vector-not-finite` for NaN and infinities.
 */
export function quantize(vectors: readonly Float32Array[], dimensions: number): DenseBlock {
  const rows = new Int8Array(vectors.length * dimensions);
  const scales = new Float32Array(vectors.length);
  for (const [row, vector] of vectors.entries()) {
    if (vector.length !== dimensions)
      throw vectorMismatch({ expected: dimensions, found: vector.length });
    const scale = Math.fround(findLargest(vector, row) / LIMIT);
    if (scale === 0) continue;
    scales[row] = scale;
    for (let i = 0; i < dimensions; i++) {
      const quantized = roundHalfToEven((vector[i] ?? 0) / scale);
      rows[row * dimensions + i] = Math.max(-LIMIT, Math.min(LIMIT, quantized));
    }
  }
  return { rows, scales, count: vectors.length, dimensions };
}
