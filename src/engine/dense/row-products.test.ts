import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { describe, it } from "node:test";
import { createRandom } from "../../foundation/random.ts";
import { createRowProducts } from "./kernel.ts";
import { createPlainProducts, ROWS_PER_CALL, type RowProducts } from "./row-products.ts";

const random = createRandom("row-products");
const makeValues = (length: number): Int8Array =>
  Int8Array.from({ length }, () => random.below(255) - 127);

/** The obvious loop. */
function multiplySlowly(rows: Int8Array, query: Int8Array, first: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) =>
    query.reduce((sum, value, j) => sum + value * (rows[(first + i) * query.length + j] ?? 0), 0),
  );
}

function assertEqualProducts(products: RowProducts, rows: Int8Array, query: Int8Array): void {
  products.useQuery(query);
  const count = rows.length / query.length;
  const first = random.below(count);
  for (const [from, length] of [
    [0, count],
    [first, count - first],
    [first, 1],
    [first, 0],
  ] as const) {
    const found = [...products.compute(rows, from, length).subarray(0, length)];
    assert.deepEqual(found, multiplySlowly(rows, query, from, length));
  }
}

describe("row products", () => {
  it("use the kernel on this machine", () => {
    assert.equal(createRowProducts().kind, "simd");
  });

  for (const products of [createRowProducts(), createPlainProducts()]) {
    it(`${products.kind}: equal the plain loop for any dimensions, held and not held`, () => {
      for (const dimensions of [1, 3, 31, 32, 33, 64, 100, 256, 384, 1000])
        for (const count of [1, 2, 3, 7, 50]) {
          const rows = makeValues(count * dimensions);
          const query = makeValues(dimensions);
          assertEqualProducts(products, rows, query);
          const held = products.hold(rows);
          assertEqualProducts(products, held, query);
          products.release(held);
        }
    });

    it(`${products.kind}: equal the plain loop where a block does not fit the scratch space`, () => {
      const query = makeValues(256);
      assertEqualProducts(products, makeValues(256 * ROWS_PER_CALL), query);
    });

    it(`${products.kind}: are exact at the largest values`, () => {
      const query = new Int8Array(4096).fill(-127);
      products.useQuery(query);
      assert.equal(products.compute(query, 0, 1)[0], 4096 * 127 * 127);
    });

    it(`${products.kind}: keep held rows while others come and go`, () => {
      const held = new Map<Int8Array, number>();
      const ones = new Int8Array(64).fill(1);
      for (let step = 0; step < 300; step++) {
        const value = random.below(100);
        held.set(products.hold(new Int8Array(64 * (1 + random.below(400))).fill(value)), value);
        const [oldest] = held.keys();
        if (oldest && step % 3 === 0) {
          products.release(oldest);
          held.delete(oldest);
        }
      }
      products.useQuery(ones);
      for (const [rows, value] of held) assert.equal(products.compute(rows, 0, 1)[0], 64 * value);
    });
  }

  it("have a kernel whose bytes are those of its text", () => {
    execFileSync(process.execPath, ["scripts/assemble-kernel.ts", "--check"]);
  });
});
