/** @module Steps for rows of which each batch touches a few, shorter the more a row has moved. */
import type { RowGradients } from "./row-means.ts";

/** A row that meets its first gradient has no history to divide by. */
const SMALL = 1e-8;

/**
 * One step of Adagrad (Duchi, Hazan and Singer, 2011) with one number a row: the sum of the mean
 * squares of its gradients so far. Measured against Adam with three numbers a value: a better leg
 * on sets left out, an equal hybrid, in three quarters of the time.
 *
 * @param squares that number of each row; changed.
 * @param start with `pull`: each step also moves a row back by `rate · pull` of its way from there.
 */
export function stepAdagrad(
  rows: Float32Array,
  gradients: RowGradients,
  squares: Float32Array,
  { rate, pull = 0, start }: { rate: number; pull?: number; start?: Float32Array },
): void {
  const dimensions = rows.length / squares.length;
  for (const row of gradients.touched) {
    const from = row * dimensions;
    const to = from + dimensions;
    let sum = 0;
    for (let i = from; i < to; i++) sum += (gradients.values[i] ?? 0) ** 2;
    const square = (squares[row] ?? 0) + sum / dimensions;
    squares[row] = square;
    const stride = rate / (Math.sqrt(square) + SMALL);
    for (let i = from; i < to; i++) rows[i] = (rows[i] ?? 0) - stride * (gradients.values[i] ?? 0);
    if (start === undefined || pull === 0) continue;
    for (let i = from; i < to; i++)
      rows[i] = (rows[i] ?? 0) - rate * pull * ((rows[i] ?? 0) - (start[i] ?? 0));
  }
}
