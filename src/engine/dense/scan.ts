/** @module The exact scan: every readable row is scored, so recall is 1 at any selectivity. */
import { dot } from "../../foundation/vectors.ts";
import { vectorMismatch } from "./errors.ts";
import { createRowProducts } from "./kernel.ts";
import { quantize, type DenseBlock } from "./quantize.ts";
import { ROWS_PER_CALL, type RowProducts } from "./row-products.ts";
import { createTop, type Top } from "./top.ts";

/** A block and what of it one caller may read. */
export interface ScanBlock extends Pick<DenseBlock, "rows" | "scales" | "count"> {
  /** One byte a row, 0 for what the caller may not see; `undefined` where all may be seen. */
  readonly allowed: Uint8Array | undefined;
}

export interface ScanRequest {
  readonly blocks: readonly ScanBlock[];
  readonly query: Float32Array;
  readonly k: number;
}

export interface DenseHit {
  /** Place of the block in the request. */
  readonly block: number;
  readonly row: number;
  /** About the dot product: the cosine where both vectors have length 1. */
  readonly score: number;
}

/** Scans blocks wherever they lie, fastest those it holds. Not for use by several threads. */
export interface DenseScanner {
  readonly kernel: RowProducts["kind"];
  /**
   * @returns the block with its rows moved into the scanner's memory, to be scanned in place by
   *   later calls; the given block may be dropped. Blocks never held are scanned as well, in
   *   about 1.6 times the time.
   */
  hold(block: DenseBlock): DenseBlock;
  /** Frees the memory of a held block, which must not be scanned again. */
  release(block: DenseBlock): void;
  /**
   * At most `k` hits, best first, ties by ascending block and row. Rows of scale 0 have no
   * direction and are never hits; nor is anything for a query of zeros.
   *
   * @throws `engine.vector-mismatch` when a block's rows are not as long as the query.
   */
  scanTop(request: ScanRequest): readonly DenseHit[];
  /** Scores of the rows named, in their order; 0 for rows of scale 0 and for a query of zeros. */
  scoreRows(
    block: Pick<ScanBlock, "rows" | "scales">,
    query: Float32Array,
    rows: readonly number[],
  ): Float64Array;
}

/** Below this share of readable rows the rest is not even read. */
const GATHER_BELOW = 0.25;

/** A row is looked up without a branch: random masks would mislead the processor. */
function countReadable({ allowed, count }: ScanBlock): number {
  if (allowed === undefined) return count;
  let hidden = 0;
  for (let row = 0; row < count; row++) hidden += Number(allowed[row] === 0);
  return count - hidden;
}

/** Visits the stretches of rows to read, as [start, end): all rows, or runs of readable ones. */
function visitStretches(block: ScanBlock, visit: (start: number, end: number) => void): void {
  const { allowed, count } = block;
  const readable = countReadable(block);
  if (readable === 0) return;
  if (allowed === undefined || readable >= count * GATHER_BELOW) {
    for (let start = 0; start < count; start += ROWS_PER_CALL)
      visit(start, Math.min(count, start + ROWS_PER_CALL));
    return;
  }
  for (let start = 0; start < count; start++) {
    if (allowed[start] === 0) continue;
    let end = start + 1;
    while (end < count && end - start < ROWS_PER_CALL && allowed[end] !== 0) end++;
    visit(start, end);
    start = end - 1;
  }
}

/**
 * Offers the rows from `start` to `end`. Nearly all fall to one comparison of whole numbers: with
 * the largest scale of the block they still would not count. The mask is looked at for the rest.
 */
function offer(
  top: Top,
  { scales, allowed }: ScanBlock,
  products: Int32Array,
  { queryScale, largest }: { queryScale: number; largest: number },
  start: number,
  end: number,
  firstPosition: number,
): void {
  // Rounding of the scales' products must not lose a row that counts.
  const toBound = (least: number): number =>
    least < 0 ? -Infinity : Math.floor((least / (queryScale * largest)) * (1 - 1e-12)) - 1;
  let threshold = top.threshold;
  let bound = toBound(threshold);
  const count = end - start;
  for (let i = 0; i < count; i++) {
    const product = products[i] ?? 0;
    if (product <= bound) continue;
    const row = start + i;
    const scale = scales[row] ?? 0;
    const score = queryScale * scale * product;
    if (!(score > threshold) || scale === 0 || allowed?.[row] === 0) continue;
    top.push(score, firstPosition + row);
    threshold = top.threshold;
    bound = toBound(threshold);
  }
}

/** @param products what multiplies; the best the machine has unless a test asks for another. */
export function createDenseScanner(products: RowProducts = createRowProducts()): DenseScanner {
  const useQuery = (query: Float32Array): number => {
    const { rows, scales } = quantize([query], query.length);
    products.useQuery(rows);
    return scales[0] ?? 0;
  };
  const largestScales = new WeakMap<Float32Array, number>();
  const findLargest = (scales: Float32Array): number => {
    const known = largestScales.get(scales);
    if (known !== undefined) return known;
    const largest = scales.reduce((max, scale) => Math.max(max, scale), 0);
    largestScales.set(scales, largest);
    return largest;
  };
  return {
    kernel: products.kind,
    hold: (block) => ({ ...block, rows: products.hold(block.rows) }),
    release: (block) => products.release(block.rows),
    scanTop({ blocks, query, k }) {
      const starts = [0];
      for (const { rows, count } of blocks) {
        if (rows.length !== count * query.length)
          throw vectorMismatch({ expected: rows.length / count, found: query.length });
        starts.push((starts.at(-1) ?? 0) + count);
      }
      const queryScale = useQuery(query);
      if (queryScale === 0) return [];
      const top = createTop(Math.min(k, starts.at(-1) ?? 0));
      for (const [index, block] of blocks.entries()) {
        const scaling = { queryScale, largest: findLargest(block.scales) };
        visitStretches(block, (start, end) => {
          const values = products.compute(block.rows, start, end - start);
          offer(top, block, values, scaling, start, end, starts[index] ?? 0);
        });
      }
      return top.drain().map(({ score, position }) => {
        const block = starts.findLastIndex((start) => start <= position);
        return { block, row: position - (starts[block] ?? 0), score };
      });
    },
    scoreRows(block, query, rows) {
      const queryScale = useQuery(query);
      const scores = new Float64Array(rows.length);
      for (const [i, row] of rows.entries()) {
        const scale = queryScale * (block.scales[row] ?? 0);
        scores[i] = scale === 0 ? 0 : scale * (products.compute(block.rows, row, 1)[0] ?? 0);
      }
      return scores;
    },
  };
}

/**
 * Exact dot products of the query with each vector, in order: for the head of a scan, about
 * max(4k, 100) hits, after which the ranking is that of the unquantized vectors.
 */
export function rescore(query: Float32Array, vectors: readonly Float32Array[]): Float64Array {
  return Float64Array.from(vectors, (vector) => dot(query, vector));
}
