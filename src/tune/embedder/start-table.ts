/** @module Rows to begin with: a teacher's view of each word piece alone, rare ones weighing more. */

/**
 * Smooth inverse frequency (Arora, Liang and Ma, 2017), `a / (a + p)`, in place: a mean of rows
 * is then ruled by its rare pieces. A piece never met keeps its length.
 *
 * @param counts how often each piece stands in the training texts.
 */
export function weighByRarity(
  rows: Float32Array,
  dimensions: number,
  counts: ArrayLike<number>,
  a: number,
): void {
  let total = 0;
  for (let i = 0; i < counts.length; i++) total += counts[i] ?? 0;
  for (let row = 0; row < counts.length; row++) {
    const weight = a / (a + (counts[row] ?? 0) / Math.max(1, total));
    for (let i = row * dimensions; i < (row + 1) * dimensions; i++)
      rows[i] = (rows[i] ?? 0) * weight;
  }
}
