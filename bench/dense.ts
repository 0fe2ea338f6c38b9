/**
 * Times the exact scan on 100,000 random unit vectors of 256 dimensions and compares its recall
 * with a scan of the unquantized vectors: `node bench/dense.ts`. On a machine with other work,
 * the least time says more about the code than the percentiles.
 */
import {
  createDenseScanner,
  createPlainProducts,
  createRowProducts,
  quantize,
  rescore,
  type DenseBlock,
  type DenseHit,
  type DenseScanner,
} from "../src/engine/dense/index.ts";
import { createRandom } from "../src/foundation/random.ts";
import { dot, toUnitVector } from "../src/foundation/vectors.ts";

const COUNT = 100_000;
const DIMENSIONS = 256;
const ROWS_A_BLOCK = 4096;
const QUERIES = 100;

const random = createRandom("bench/dense");
/** Sum of four uniforms, near enough to a normal distribution. */
const randomUnit = (): Float32Array =>
  toUnitVector(
    Array.from({ length: DIMENSIONS }, () => {
      const sum = random.uniform() + random.uniform() + random.uniform() + random.uniform();
      return sum - 2;
    }),
  ) ?? new Float32Array(DIMENSIONS);

const percentile = (values: readonly number[], share: number): string =>
  (values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN).toFixed(2);

function timeScans(
  name: string,
  scanner: DenseScanner,
  blocks: readonly DenseBlock[],
  queries: readonly Float32Array[],
  k: number,
  share = 1,
): void {
  const masked = blocks.map((block) => ({
    ...block,
    allowed:
      share === 1
        ? undefined
        : Uint8Array.from(block.scales, () => (random.uniform() < share ? 1 : 0)),
  }));
  const times: number[] = [];
  const scans = scanner.kernel === "plain" ? 20 : 200;
  for (let i = 0; i < scans * 1.5; i++) {
    const query = queries[i % queries.length] ?? new Float32Array(DIMENSIONS);
    const start = performance.now();
    scanner.scanTop({ blocks: masked, query, k });
    if (i >= scans / 2) times.push(performance.now() - start);
  }
  const row = [
    name,
    `top ${k}`,
    `least ${Math.min(...times).toFixed(2)} ms`,
    `p50 ${percentile(times, 0.5)} ms`,
    `p95 ${percentile(times, 0.95)} ms`,
  ];
  process.stdout.write(`${row.join("\t")}\n`);
}

const at = (hit: DenseHit): number => hit.block * ROWS_A_BLOCK + hit.row;

/** Share of the exact ten best among those found, before and after rescoring the head. */
function reportRecall(
  scanner: DenseScanner,
  blocks: readonly DenseBlock[],
  vectors: readonly Float32Array[],
  queries: readonly Float32Array[],
): void {
  const k = 10;
  let plain = 0;
  let rescored = 0;
  for (const query of queries) {
    const exact = vectors
      .map((vector, row) => ({ row, score: dot(query, vector) }))
      .sort((a, b) => b.score - a.score || a.row - b.row)
      .slice(0, k);
    const best = new Set(exact.map(({ row }) => row));
    const all = blocks.map((block) => ({ ...block, allowed: undefined }));
    const head = scanner.scanTop({ blocks: all, query, k: Math.max(4 * k, 100) }).map(at);
    const scores = rescore(
      query,
      head.map((row) => vectors[row] ?? query),
    );
    const again = head
      .map((row, i) => ({ row, score: scores[i] ?? 0 }))
      .sort((a, b) => b.score - a.score || a.row - b.row);
    plain += head.slice(0, k).filter((row) => best.has(row)).length;
    rescored += again.slice(0, k).filter(({ row }) => best.has(row)).length;
  }
  const total = k * queries.length;
  process.stdout.write(
    `recall@10 against f32\tint8 ${(plain / total).toFixed(4)}\trescored ${(rescored / total).toFixed(4)}\n`,
  );
}

const vectors = Array.from({ length: COUNT }, randomUnit);
const queries = Array.from({ length: QUERIES }, randomUnit);
const blocks: DenseBlock[] = [];
for (let start = 0; start < COUNT; start += ROWS_A_BLOCK)
  blocks.push(quantize(vectors.slice(start, start + ROWS_A_BLOCK), DIMENSIONS));

const scanner = createDenseScanner(createRowProducts());
const before = process.memoryUsage.rss();
const held = blocks.map((block) => scanner.hold(block));
const grown = (process.memoryUsage.rss() - before) / 2 ** 20;
process.stdout.write(`kernel ${scanner.kernel}\theld blocks take ${grown.toFixed(1)} MiB\n`);
timeScans("held", scanner, held, queries, 100);
timeScans("held", scanner, held, queries, 400);
timeScans("held, half readable", scanner, held, queries, 100, 0.5);
timeScans("held, a tenth readable", scanner, held, queries, 100, 0.1);
timeScans("not held", scanner, blocks, queries, 100);
timeScans("not held, a tenth readable", scanner, blocks, queries, 100, 0.1);
const fallback = createDenseScanner(createPlainProducts());
timeScans("plain", fallback, blocks, queries, 100);
timeScans("plain", fallback, blocks, queries, 400);
reportRecall(scanner, held, vectors, queries.slice(0, 20));
