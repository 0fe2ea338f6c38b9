/** @module Rows of a static embedder in 8 bits, one for each piece of a vocabulary. */

export interface StaticTable {
  /** What it is and which revision; part of the embedder's fingerprint. */
  readonly name: string;
  /** Pieces in the order of their rows; those inside a word begin with `##`. */
  readonly vocabulary: readonly string[];
  readonly dimensions: number;
  /** A row's values are its codes times its scale; a longer row weighs more in a text. */
  readonly scales: Float32Array;
  /** `vocabulary.length` rows of `dimensions` codes in [-127, 127]. */
  readonly codes: Int8Array;
  /** SHA-256 of the file's content. */
  readonly hash: string;
}

const MOST_PIECES = 65_536;
const LARGEST_CODE = 127;

export function isMatchingTable({ vocabulary, dimensions, scales, codes }: StaticTable): boolean {
  const { length } = vocabulary;
  return (
    length > 0 &&
    length <= MOST_PIECES &&
    dimensions > 0 &&
    scales.length === length &&
    codes.length === length * dimensions &&
    scales.every((scale) => Number.isFinite(scale) && scale >= 0)
  );
}

/**
 * Quantizes rows: scale = largest absolute value / 127, codes rounded to the nearest integer.
 *
 * @param rows `dimensions` values a row, each finite.
 */
export function quantizeRows(
  rows: Float32Array,
  dimensions: number,
): { readonly scales: Float32Array; readonly codes: Int8Array } {
  const scales = new Float32Array(rows.length / dimensions);
  const codes = new Int8Array(rows.length);
  for (let row = 0; row < scales.length; row++) {
    const start = row * dimensions;
    let largest = 0;
    for (let i = start; i < start + dimensions; i++)
      largest = Math.max(largest, Math.abs(rows[i] ?? 0));
    scales[row] = largest / LARGEST_CODE;
    if (largest === 0) continue;
    for (let i = start; i < start + dimensions; i++)
      codes[i] = Math.round(((rows[i] ?? 0) / largest) * LARGEST_CODE);
  }
  return { scales, codes };
}
