/** @module A small learned change of a question's vector; documents keep theirs. */
import { toUnitVector } from "../../foundation/vectors.ts";

/**
 * `q' = norm(q + B(Aq))`, of low rank: with zeros in B it changes nothing (Yoon et al.,
 * "Search-Adaptor", 2024, with a linear adapter).
 */
export interface QueryAdapter {
  readonly dimensions: number;
  readonly rank: number;
  /** `rank` rows of `dimensions` values. */
  readonly a: Float32Array;
  /** `dimensions` rows of `rank` values. */
  readonly b: Float32Array;
}

/** @returns a unit vector; the vector itself where it has no direction. */
export function adaptQuery(adapter: QueryAdapter, vector: Float32Array): Float32Array {
  const { dimensions, rank, a, b } = adapter;
  const moved = Float64Array.from(vector);
  for (let r = 0; r < rank; r++) {
    let inner = 0;
    for (let d = 0; d < dimensions; d++) inner += (a[r * dimensions + d] ?? 0) * (vector[d] ?? 0);
    for (let d = 0; d < dimensions; d++)
      moved[d] = (moved[d] ?? 0) + (b[d * rank + r] ?? 0) * inner;
  }
  return toUnitVector(moved) ?? vector;
}
