/** @module From rows to unit vectors of texts, and from gradients of those back to the rows. */
import type { Matrix } from "./matrices.ts";
import type { TokenLists } from "./token-lists.ts";

/** Gradients of the rows that a batch touched. */
export interface RowGradients {
  /** As many values as the rows have; zero but in touched rows. */
  readonly values: Float32Array;
  /** Touched rows in the order in which they were met. */
  readonly touched: number[];
  /** 1 for each touched row. */
  readonly marks: Uint8Array;
}

export function createRowGradients(rows: number, dimensions: number): RowGradients {
  return {
    values: new Float32Array(rows * dimensions),
    touched: [],
    marks: new Uint8Array(rows),
  };
}

/** Back to no gradient at all. */
export function clearRowGradients(gradients: RowGradients, dimensions: number): void {
  for (const row of gradients.touched) {
    gradients.values.fill(0, row * dimensions, (row + 1) * dimensions);
    gradients.marks[row] = 0;
  }
  gradients.touched.length = 0;
}

/**
 * Writes the mean of the rows of each text of a batch, made a unit vector, to a row of `units`, and
 * the mean's length to `lengths`. A text without a piece, and rows of `units` beyond the batch, are
 * zeros.
 *
 * @param batch numbers of texts in `lists`.
 */
export function computeUnits(
  lists: TokenLists,
  batch: ArrayLike<number>,
  rows: Float32Array,
  units: Matrix,
  lengths: Float64Array,
): void {
  const { columns: dimensions, values } = units;
  const sum = new Float64Array(dimensions);
  values.fill(0);
  lengths.fill(0);
  for (let at = 0; at < batch.length; at++) {
    const text = batch[at] ?? 0;
    const [from, to] = [lists.starts[text] ?? 0, lists.starts[text + 1] ?? 0];
    sum.fill(0);
    for (let token = from; token < to; token++) {
      const start = (lists.numbers[token] ?? 0) * dimensions;
      for (let i = 0; i < dimensions; i++) sum[i] = (sum[i] ?? 0) + (rows[start + i] ?? 0);
    }
    let squares = 0;
    for (let i = 0; i < dimensions; i++) squares += (sum[i] ?? 0) ** 2;
    if (squares === 0) continue;
    const length = Math.sqrt(squares);
    lengths[at] = length / (to - from);
    for (let i = 0; i < dimensions; i++) values[at * dimensions + i] = (sum[i] ?? 0) / length;
  }
}

/**
 * Adds to the gradients of the rows what the gradients of the unit vectors make of them:
 * `g_v = (g_u − (g_u·u)·u) / |v|` through the norm, then a share of 1/m for each of the m pieces.
 */
export function addRowGradients(
  lists: TokenLists,
  batch: ArrayLike<number>,
  {
    units,
    lengths,
    unitGradients,
  }: Readonly<{ units: Matrix; lengths: Float64Array; unitGradients: Matrix }>,
  gradients: RowGradients,
): void {
  const { columns: dimensions, values } = units;
  const share = new Float64Array(dimensions);
  for (let at = 0; at < batch.length; at++) {
    const length = lengths[at] ?? 0;
    if (length === 0) continue;
    const text = batch[at] ?? 0;
    const [from, to] = [lists.starts[text] ?? 0, lists.starts[text + 1] ?? 0];
    const base = at * dimensions;
    let along = 0;
    for (let i = 0; i < dimensions; i++)
      along += (unitGradients.values[base + i] ?? 0) * (values[base + i] ?? 0);
    const scale = 1 / (length * (to - from));
    for (let i = 0; i < dimensions; i++)
      share[i] = ((unitGradients.values[base + i] ?? 0) - along * (values[base + i] ?? 0)) * scale;
    for (let token = from; token < to; token++) {
      const row = lists.numbers[token] ?? 0;
      if (gradients.marks[row] === 0) {
        gradients.marks[row] = 1;
        gradients.touched.push(row);
      }
      const start = row * dimensions;
      for (let i = 0; i < dimensions; i++)
        gradients.values[start + i] = (gradients.values[start + i] ?? 0) + (share[i] ?? 0);
    }
  }
}
