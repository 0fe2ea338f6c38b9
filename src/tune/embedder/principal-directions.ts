/** @module The directions along which vectors differ most, to keep few of many dimensions. */
import { createMatrixProducts } from "./matrices.ts";

/** Vectors that are projected at once. */
const BLOCK = 1024;
/** Sweeps converge quadratically; twelve suffice for a thousand dimensions. */
const MOST_SWEEPS = 30;
const NEGLIGIBLE = 1e-24;

/** Mean of x·xᵀ over vectors of `dimensions` values, one after the other: a symmetric matrix. */
export function computeSecondMoments(vectors: Float32Array, dimensions: number): Float64Array {
  const moments = new Float64Array(dimensions * dimensions);
  const count = vectors.length / dimensions;
  for (let row = 0; row < count; row++) {
    const base = row * dimensions;
    for (let i = 0; i < dimensions; i++) {
      const value = vectors[base + i] ?? 0;
      const target = i * dimensions;
      for (let j = i; j < dimensions; j++)
        moments[target + j] = (moments[target + j] ?? 0) + value * (vectors[base + j] ?? 0);
    }
  }
  for (let i = 0; i < dimensions; i++)
    for (let j = i; j < dimensions; j++) {
      const mean = (moments[i * dimensions + j] ?? 0) / Math.max(1, count);
      moments[i * dimensions + j] = mean;
      moments[j * dimensions + i] = mean;
    }
  return moments;
}

/** One rotation of Jacobi's method: makes entry (p, q) of the symmetric matrix zero. */
function rotate(matrix: Float64Array, vectors: Float64Array, size: number, p: number, q: number) {
  const entry = matrix[p * size + q] ?? 0;
  const difference = (matrix[q * size + q] ?? 0) - (matrix[p * size + p] ?? 0);
  const theta = difference / (2 * entry);
  const tangent = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const cosine = 1 / Math.sqrt(tangent * tangent + 1);
  const sine = tangent * cosine;
  for (let k = 0; k < size; k++) {
    const [kp, kq] = [matrix[k * size + p] ?? 0, matrix[k * size + q] ?? 0];
    matrix[k * size + p] = cosine * kp - sine * kq;
    matrix[k * size + q] = sine * kp + cosine * kq;
  }
  for (let k = 0; k < size; k++) {
    const [pk, qk] = [matrix[p * size + k] ?? 0, matrix[q * size + k] ?? 0];
    matrix[p * size + k] = cosine * pk - sine * qk;
    matrix[q * size + k] = sine * pk + cosine * qk;
    const [vp, vq] = [vectors[p * size + k] ?? 0, vectors[q * size + k] ?? 0];
    vectors[p * size + k] = cosine * vp - sine * vq;
    vectors[q * size + k] = sine * vp + cosine * vq;
  }
}

/** The largest value of a direction is positive: its sign is otherwise free. */
function fixSign(direction: Float64Array): Float64Array {
  let largest = 0;
  for (const value of direction) if (Math.abs(value) > Math.abs(largest)) largest = value;
  return largest < 0 ? direction.map((value) => -value) : direction;
}

/**
 * The first `kept` eigenvectors of a symmetric matrix, the one with the largest eigenvalue first,
 * each of length 1, by Jacobi's cyclic method; `share` is the part of the trace that they hold.
 */
export function findPrincipalDirections(
  symmetric: Float64Array,
  size: number,
  kept: number,
): { readonly directions: readonly Float64Array[]; readonly share: number } {
  const matrix = Float64Array.from(symmetric);
  const vectors = new Float64Array(size * size);
  for (let i = 0; i < size; i++) vectors[i * size + i] = 1;
  const total = matrix.reduce((sum, value) => sum + value * value, 0);
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let off = 0;
    for (let p = 0; p < size; p++)
      for (let q = p + 1; q < size; q++) {
        const entry = matrix[p * size + q] ?? 0;
        off += entry * entry;
        if (entry * entry > (NEGLIGIBLE * total) / (size * size))
          rotate(matrix, vectors, size, p, q);
      }
    if (off <= NEGLIGIBLE * total) break;
  }
  const values = Array.from({ length: size }, (_, i) => matrix[i * size + i] ?? 0);
  const order = [...values.keys()].toSorted((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b);
  const trace = values.reduce((sum, value) => sum + value, 0);
  const chosen = order.slice(0, kept);
  return {
    directions: chosen.map((i) => fixSign(vectors.slice(i * size, (i + 1) * size))),
    share: chosen.reduce((sum, i) => sum + (values[i] ?? 0), 0) / trace,
  };
}

/**
 * Coordinates of vectors along directions, `directions.length` values a vector: a multiple of 8, as
 * `dimensions` is one of 2.
 */
export function project(
  vectors: Float32Array,
  dimensions: number,
  directions: readonly Float64Array[],
): Float32Array {
  const count = vectors.length / dimensions;
  const kept = directions.length;
  const products = createMatrixProducts();
  const axes = products.create(kept, dimensions);
  for (const [k, direction] of directions.entries()) axes.values.set(direction, k * dimensions);
  const block = products.create(BLOCK, dimensions);
  const target = products.create(BLOCK, kept);
  const projected = new Float32Array(count * kept);
  for (let row = 0; row < count; row += BLOCK) {
    const rows = Math.min(BLOCK, count - row);
    block.values.set(vectors.subarray(row * dimensions, (row + rows) * dimensions));
    products.multiply(block, axes, target, { transposed: true });
    projected.set(target.values.subarray(0, rows * kept), row * kept);
  }
  return projected;
}

/** Makes each vector one of length 1, in place; vectors without a direction stay zeros. */
export function normalizeVectors(vectors: Float32Array, dimensions: number): Float32Array {
  for (let base = 0; base < vectors.length; base += dimensions) {
    let squares = 0;
    for (let i = base; i < base + dimensions; i++) squares += (vectors[i] ?? 0) ** 2;
    if (squares === 0) continue;
    const scale = 1 / Math.sqrt(squares);
    for (let i = base; i < base + dimensions; i++) vectors[i] = (vectors[i] ?? 0) * scale;
  }
  return vectors;
}
