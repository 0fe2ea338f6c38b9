/** @module Dense vectors as Float32Array: length, product, hygiene. */

/**
 * @returns a copy of Euclidean length 1, or `undefined` when a value is not finite or the length
 *   is 0: neither has a direction.
 */
export function toUnitVector(values: ArrayLike<number>): Float32Array | undefined {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] ?? 0) ** 2;
  if (!Number.isFinite(sum) || sum === 0) return undefined;
  const scale = 1 / Math.sqrt(sum);
  const unit = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) unit[i] = (values[i] ?? 0) * scale;
  return unit;
}

/** Sum of products in index order; the vectors have the same length. */
export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
