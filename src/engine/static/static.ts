/** @module Vectors of texts as means of trained rows, one row for each word piece. */
import { toUnitVector } from "../../foundation/vectors.ts";
import { createCoverage } from "./coverage.ts";
import { staticDimensions } from "./errors.ts";
import type { StaticTable } from "./static-table.ts";
import { createWordPieces, type WordPieces } from "./word-pieces.ts";

/** Pieces of a text that count; what stands behind them does not change a chunk's subject. */
export const MOST_PIECES_A_TEXT = 512;

/**
 * Adds rows to a sum, four at a time: loading and storing the sum costs more than adding to it.
 * Rows beyond `count` are taken as row 0 with a scale of 0.
 */
function addRows(
  { codes, scales, dimensions: stride }: StaticTable,
  numbers: Uint16Array,
  count: number,
  sum: Float64Array,
): void {
  for (let at = 0; at < count; at += 4) {
    const a = numbers[at] ?? 0;
    const b = at + 1 < count ? (numbers[at + 1] ?? 0) : 0;
    const c = at + 2 < count ? (numbers[at + 2] ?? 0) : 0;
    const d = at + 3 < count ? (numbers[at + 3] ?? 0) : 0;
    const scaleA = scales[a] ?? 0;
    const scaleB = at + 1 < count ? (scales[b] ?? 0) : 0;
    const scaleC = at + 2 < count ? (scales[c] ?? 0) : 0;
    const scaleD = at + 3 < count ? (scales[d] ?? 0) : 0;
    const [rowA, rowB, rowC, rowD] = [a * stride, b * stride, c * stride, d * stride];
    for (let i = 0; i < sum.length; i++)
      sum[i] =
        (sum[i] ?? 0) +
        scaleA * (codes[rowA + i] ?? 0) +
        scaleB * (codes[rowB + i] ?? 0) +
        scaleC * (codes[rowC + i] ?? 0) +
        scaleD * (codes[rowD + i] ?? 0);
  }
}

/**
 * @param dimensions the first so many are used and made a unit vector again: a table trained for
 *   it loses little at 128 and 64.
 * @param pieces of the table's vocabulary.
 * @returns a function from a text to a vector of length 1, or of zeros for a text of which the
 *   vocabulary knows nothing, or that is in a language which it barely covers: pieces of three
 *   letters would make everything alike. Equal texts give equal vectors, on every machine and for every
 *   collection.
 * @throws staticDimensions where the table has fewer.
 *
 * The vector is the sum of the rows of the text's first 512 word pieces, a repeated piece counted
 * as often as it stands there, made a unit vector.
 */
export function createStaticEmbedding(
  table: StaticTable,
  dimensions: number = table.dimensions,
  pieces: WordPieces = createWordPieces(table.vocabulary),
): (text: string) => Float32Array {
  if (dimensions > table.dimensions)
    throw staticDimensions({ wanted: dimensions, has: table.dimensions });
  const isCovered = createCoverage(table.vocabulary);
  const numbers = new Uint16Array(MOST_PIECES_A_TEXT);
  const sum = new Float64Array(dimensions);
  return (text) => {
    const count = pieces.encode(text, numbers);
    if (!isCovered(text, numbers, count)) return new Float32Array(dimensions);
    sum.fill(0);
    addRows(table, numbers, count, sum);
    return toUnitVector(sum) ?? new Float32Array(dimensions);
  };
}
