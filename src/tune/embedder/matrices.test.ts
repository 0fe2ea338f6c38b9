import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../foundation/random.ts";
import { createMatrixProducts, type Matrix, type MatrixProducts } from "./matrices.ts";

function fill(products: MatrixProducts, rows: number, columns: number, seed: string): Matrix {
  const matrix = products.create(rows, columns);
  const random = createRandom(seed);
  for (let i = 0; i < matrix.values.length; i++) matrix.values[i] = random.uniform() - 0.5;
  return matrix;
}

/** Row by column in double precision. */
function multiplySlowly(left: Matrix, right: Matrix, transposed: boolean): readonly number[] {
  const columns = transposed ? right.rows : right.columns;
  return Array.from({ length: left.rows * columns }, (_, at) => {
    const [i, j] = [Math.floor(at / columns), at % columns];
    let sum = 0;
    for (let k = 0; k < left.columns; k++) {
      const other = transposed ? j * right.columns + k : k * right.columns + j;
      sum += (left.values[i * left.columns + k] ?? 0) * (right.values[other] ?? 0);
    }
    return sum;
  });
}

const SHAPES = [
  [4, 2, 8],
  [8, 64, 16],
  [12, 30, 40],
  [512, 2, 8],
  [4, 1024, 8],
] as const;

describe("matrix products", () => {
  for (const transposed of [false, true])
    for (const [rows, depth, columns] of SHAPES)
      it(`are right for ${rows} x ${depth} x ${columns}${transposed ? ", transposed" : ""}`, () => {
        const found = (["any", "plain"] as const).map((kind) => {
          const products = createMatrixProducts(kind);
          const left = fill(products, rows, depth, "left");
          const right = transposed
            ? fill(products, columns, depth, "right")
            : fill(products, depth, columns, "right");
          const target = products.create(rows, columns);
          products.multiply(left, right, target, { transposed });
          for (const [i, value] of multiplySlowly(left, right, transposed).entries())
            assert.ok(Math.abs((target.values[i] ?? Number.NaN) - value) < 1e-4, `value ${i}`);
          return target.values;
        });
        assert.deepEqual(found[0], found[1], "the kernel's bits differ from the plain ones");
      });

  it("run in the kernel here", () => {
    assert.equal(createMatrixProducts().kind, "simd");
  });

  it("keep what was made before the memory grew", () => {
    const products = createMatrixProducts();
    const left = fill(products, 4, 2, "a");
    const before = Float32Array.from(left.values);
    const target = products.create(4, 8);
    products.create(1024, 1024);
    products.multiply(left, fill(products, 2, 8, "b"), target);
    assert.deepEqual(left.values, before);
    assert.ok(target.values.some((value) => value !== 0));
  });

  it("refuse matrices that do not fit, or are not theirs", () => {
    const products = createMatrixProducts();
    const [left, right] = [products.create(4, 2), products.create(4, 8)];
    assert.throws(() => products.multiply(left, right, products.create(4, 8)), RangeError);
    const odd = products.create(3, 4);
    assert.throws(() => products.multiply(odd, right, products.create(3, 8)), RangeError);
    const strange = { rows: 4, columns: 4, values: new Float32Array(16) };
    assert.throws(() => products.multiply(strange, right, products.create(4, 8)), RangeError);
  });
});
