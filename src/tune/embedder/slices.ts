/** @module First dimensions of unit vectors as vectors of their own (Matryoshka, Kusupati et al., 2022). */
import type { Matrix } from "./matrices.ts";

/** Writes the first dimensions of each row, made a unit vector again, and how long they were. */
export function sliceUnits(units: Matrix, slices: Matrix, lengths: Float64Array): void {
  const { columns } = slices;
  for (let row = 0; row < units.rows; row++) {
    const from = row * units.columns;
    let squares = 0;
    for (let i = 0; i < columns; i++) squares += (units.values[from + i] ?? 0) ** 2;
    const length = Math.sqrt(squares);
    lengths[row] = length;
    for (let i = 0; i < columns; i++)
      slices.values[row * columns + i] = length === 0 ? 0 : (units.values[from + i] ?? 0) / length;
  }
}

/** Adds what gradients of the slices, times `weight`, make of those of the whole rows. */
export function addSliceGradients(
  { slices, lengths }: { readonly slices: Matrix; readonly lengths: Float64Array },
  sliceGradients: Matrix,
  weight: number,
  gradients: Matrix,
): void {
  const { columns } = slices;
  for (let row = 0; row < slices.rows; row++) {
    const length = lengths[row] ?? 0;
    if (length === 0) continue;
    const base = row * columns;
    let along = 0;
    for (let i = 0; i < columns; i++)
      along += (sliceGradients.values[base + i] ?? 0) * (slices.values[base + i] ?? 0);
    const target = row * gradients.columns;
    for (let i = 0; i < columns; i++) {
      const across =
        (sliceGradients.values[base + i] ?? 0) - along * (slices.values[base + i] ?? 0);
      gradients.values[target + i] =
        (gradients.values[target + i] ?? 0) + (weight * across) / length;
    }
  }
}
