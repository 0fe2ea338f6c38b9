import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { stepAdagrad } from "./adagrad.ts";
import { clearRowGradients, createRowGradients, type RowGradients } from "./row-means.ts";

const near = (found: number | undefined, expected: number): void =>
  assert.ok(found !== undefined && Math.abs(found - expected) < 1e-6, `${found}, ${expected}`);

function gradientsOf(row: number, values: readonly number[]): RowGradients {
  const gradients = createRowGradients(2, 2);
  gradients.values.set(values, row * 2);
  gradients.touched.push(row);
  gradients.marks[row] = 1;
  return gradients;
}

describe("a step of Adagrad", () => {
  it("is the one worked by hand, and leaves other rows alone", () => {
    const rows = Float32Array.of(1, 1, 5, 6);
    const squares = Float32Array.of(0, 0);
    // Mean square (9 + 16) / 2 = 12.5, so a stride of .1 / √12.5 = .0282843.
    stepAdagrad(rows, gradientsOf(0, [3, -4]), squares, { rate: 0.1 });
    near(rows[0], 1 - 0.0848528);
    near(rows[1], 1 + 0.1131371);
    assert.deepEqual([...rows.subarray(2)], [5, 6]);
    // The sum of both is 25: a stride of .1 / 5.
    stepAdagrad(rows, gradientsOf(0, [3, -4]), squares, { rate: 0.1 });
    near(rows[0], 1 - 0.0848528 - 0.06);
    assert.deepEqual([...squares], [25, 0]);
  });

  it("draws a row back to its start by a share of its way", () => {
    const rows = Float32Array.of(3, 0, 0, 0);
    const start = Float32Array.of(1, 0, 0, 0);
    stepAdagrad(rows, gradientsOf(0, [0, 0]), Float32Array.of(1, 1), {
      rate: 0.5,
      pull: 0.5,
      start,
    });
    near(rows[0], 2.5);
  });
});

describe("gradients of rows", () => {
  it("are gone after they were cleared", () => {
    const gradients = gradientsOf(1, [2, 3]);
    clearRowGradients(gradients, 2);
    assert.deepEqual(gradients, createRowGradients(2, 2));
  });
});
