import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../foundation/random.ts";
import { toUnitVector } from "../../foundation/vectors.ts";
import { vectorMismatch } from "./errors.ts";
import { createRowProducts } from "./kernel.ts";
import { quantize, type DenseBlock } from "./quantize.ts";
import { createPlainProducts } from "./row-products.ts";
import { createDenseScanner, rescore, type DenseHit, type ScanRequest } from "./scan.ts";

const random = createRandom("dense-scan");
const makeVector = (dimensions: number): Float32Array =>
  Float32Array.from({ length: dimensions }, () => random.uniform() - 0.5);
const makeBlock = (count: number, dimensions: number): DenseBlock =>
  quantize(
    // Few distinct vectors, so that ties are common; some of them zero.
    Array.from({ length: count }, () =>
      random.below(9) === 0
        ? new Float32Array(dimensions)
        : new Float32Array(dimensions).fill(1 + random.below(3), random.below(dimensions)),
    ),
    dimensions,
  );

/** Scores every row one by one and sorts them all. */
function scanSlowly({ blocks, query, k }: ScanRequest): DenseHit[] {
  const asked = quantize([query], query.length);
  const hits: DenseHit[] = [];
  for (const [block, { rows, scales, count, allowed }] of blocks.entries())
    for (let row = 0; row < count; row++) {
      const scale = (asked.scales[0] ?? 0) * (scales[row] ?? 0);
      if (scale === 0 || allowed?.[row] === 0) continue;
      const at = row * query.length;
      const product = asked.rows.reduce((sum, q, i) => sum + q * (rows[at + i] ?? 0), 0);
      hits.push({ block, row, score: scale * product });
    }
  return hits.sort((a, b) => b.score - a.score || a.block - b.block || a.row - b.row).slice(0, k);
}

const scanners = [createRowProducts(), createPlainProducts()].map(createDenseScanner);

for (const scanner of scanners)
  describe(`scanTop, ${scanner.kernel}`, () => {
    it("finds what scoring every row and sorting finds, whatever the mask", () => {
      for (let round = 0; round < 150; round++) {
        const dimensions = 1 + random.below(70);
        const share = random.uniform() ** 2;
        const blocks = Array.from({ length: random.below(4) }, () => {
          const block = makeBlock(random.below(120), dimensions);
          const mask = Uint8Array.from(block.scales, () => (random.uniform() < share ? 1 : 0));
          const allowed = random.below(3) === 0 ? undefined : mask;
          return { ...(random.below(2) === 0 ? block : scanner.hold(block)), allowed };
        });
        const request = { blocks, query: makeVector(dimensions), k: random.below(40) };
        assert.deepEqual(scanner.scanTop(request), scanSlowly(request));
      }
    });

    it("reads blocks longer than one call of the kernel", () => {
      const block = quantize(
        Array.from({ length: 20_000 }, () => makeVector(4)),
        4,
      );
      for (const allowed of [undefined, new Uint8Array(20_000).fill(1, 12_000, 16_500)]) {
        const request = { blocks: [{ ...block, allowed }], query: makeVector(4), k: 5000 };
        assert.deepEqual(scanner.scanTop(request), scanSlowly(request));
      }
    });

    it("shows nothing of what may not be read", () => {
      const block = { ...makeBlock(50, 8), allowed: new Uint8Array(50) };
      assert.deepEqual(scanner.scanTop({ blocks: [block], query: makeVector(8), k: 10 }), []);
    });

    it("has no hits for a query of zeros, and none among rows of zeros", () => {
      const block = {
        ...quantize([new Float32Array(2), Float32Array.of(1, 0)], 2),
        allowed: undefined,
      };
      const scan = (query: Float32Array) => scanner.scanTop({ blocks: [block], query, k: 5 });
      assert.deepEqual(scan(new Float32Array(2)), []);
      // Score -1 of the second row, not the 0 that the first would have.
      assert.deepEqual(
        scan(Float32Array.of(-1, 0)).map(({ row }) => row),
        [1],
      );
    });

    it("refuses a query of other dimensions than the rows", () => {
      const blocks = [{ ...makeBlock(3, 8), allowed: undefined }];
      assert.throws(
        () => scanner.scanTop({ blocks, query: makeVector(9), k: 1 }),
        vectorMismatch.is,
      );
    });

    it("scores named rows as the scan does, and rows of zeros with 0", () => {
      const block = makeBlock(40, 16);
      const query = makeVector(16);
      const blocks = [{ ...block, allowed: undefined }];
      const scanned = scanner.scanTop({ blocks, query, k: 40 });
      const rows = scanned.map(({ row }) => row);
      assert.deepEqual(
        [...scanner.scoreRows(block, query, rows)],
        scanned.map(({ score }) => score),
      );
      const empty = block.scales.indexOf(0);
      assert.deepEqual([...scanner.scoreRows(block, query, [empty])], [0]);
      assert.deepEqual([...scanner.scoreRows(block, new Float32Array(16), [0, 1])], [0, 0]);
    });
  });

const byScore = (a: { score: number; row: number }, b: { score: number; row: number }) =>
  b.score - a.score || a.row - b.row;

describe("rescore", () => {
  it("ranks the head of a scan as the vectors themselves do", () => {
    const scanner = createDenseScanner();
    const vectors = Array.from(
      { length: 2000 },
      () => toUnitVector(makeVector(32)) ?? makeVector(32),
    );
    const blocks = [{ ...quantize(vectors, 32), allowed: undefined }];
    for (let round = 0; round < 20; round++) {
      const query = makeVector(32);
      const head = scanner.scanTop({ blocks, query, k: 100 }).map(({ row }) => row);
      const scores = rescore(
        query,
        head.map((row) => vectors[row] ?? query),
      );
      const rescored = head.map((row, i) => ({ row, score: scores[i] ?? 0 })).sort(byScore);
      const exact = [...rescore(query, vectors)]
        .map((score, row) => ({ row, score }))
        .sort(byScore);
      assert.deepEqual(rescored.slice(0, 10), exact.slice(0, 10));
    }
  });
});
