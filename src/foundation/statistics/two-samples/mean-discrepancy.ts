/** @module Whether two samples of vectors come from one distribution: maximum mean discrepancy. */
import type { Random } from "../../random.ts";
import { testByPermutation } from "./permutation.ts";

export interface MeanDiscrepancy {
  /** The unbiased estimate of MMD², about 0 without a difference, and below it as often as above. */
  readonly discrepancy: number;
  readonly p: number;
}

export interface MeanDiscrepancyOptions {
  readonly random: Random;
  /** At most so many shuffles. */
  readonly rounds: number;
}

/**
 * Gretton et al., "A Kernel Two-Sample Test" (2012): RBF kernel whose bandwidth is the median
 * distance of all pairs, p by permutation. Vectors have equal length; each side has two at least.
 * Takes time and memory with the square of the number of vectors: 2,000 need 32 MB.
 */
export function testMeanDiscrepancy(
  reference: readonly Float32Array[],
  current: readonly Float32Array[],
  { random, rounds }: MeanDiscrepancyOptions,
): MeanDiscrepancy {
  const all = [...reference, ...current];
  const kernel = toKernel(all);
  const rows = sumRows(kernel, all.length);
  const total = rows.reduce((sum, row) => sum + row, 0);
  const n = reference.length;
  const m = current.length;
  // All three blocks of the kernel matrix follow from one of them and the sums of the rows.
  const discrepancyOf = (places: Int32Array): number => {
    const inside = sumInside(kernel, all.length, places);
    let touched = 0;
    for (const place of places) touched += rows[place] ?? 0;
    const between = touched - inside;
    const outside = total - inside - 2 * between;
    return inside / (m * (m - 1)) + outside / (n * (n - 1)) - (2 * between) / (n * m);
  };
  const { statistic, p } = testByPermutation({ reference: n, current: m }, discrepancyOf, {
    random,
    rounds,
  });
  return { discrepancy: statistic, p };
}

/** Row by row; the diagonal is 0, since no vector is compared with itself. */
function toKernel(vectors: readonly Float32Array[]): Float64Array {
  const size = vectors.length;
  const kernel = new Float64Array(size * size);
  const distances = new Float64Array((size * (size - 1)) / 2);
  let pair = 0;
  for (let i = 0; i < size; i++)
    for (let j = 0; j < i; j++) {
      const distance = squaredDistance(vectors[i] ?? NONE, vectors[j] ?? NONE);
      distances[pair++] = distance;
      kernel[i * size + j] = distance;
    }
  distances.sort();
  // Where half of all pairs are equal the median is 0 and would divide by nothing.
  const median = distances[Math.floor(distances.length / 2)] || 1;
  for (let i = 0; i < size; i++)
    for (let j = 0; j < i; j++) {
      const value = Math.exp(-(kernel[i * size + j] ?? 0) / (2 * median));
      kernel[i * size + j] = value;
      kernel[j * size + i] = value;
    }
  return kernel;
}

const NONE: Float32Array = new Float32Array();

function squaredDistance(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ((a[i] ?? 0) - (b[i] ?? 0)) ** 2;
  return sum;
}

function sumRows(kernel: Float64Array, size: number): Float64Array {
  const rows = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (let j = 0; j < size; j++) sum += kernel[i * size + j] ?? 0;
    rows[i] = sum;
  }
  return rows;
}

/** Both halves of the block of these places. */
function sumInside(kernel: Float64Array, size: number, places: Int32Array): number {
  let sum = 0;
  for (let i = 0; i < places.length; i++) {
    const row = (places[i] ?? 0) * size;
    for (let j = 0; j < i; j++) sum += kernel[row + (places[j] ?? 0)] ?? 0;
  }
  return 2 * sum;
}
