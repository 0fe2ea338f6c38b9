/** @module One regression tree over binned rows, grown leaf by leaf where it gains most. */
import type { RegressionTree } from "../../engine/rerank/index.ts";
import { MOST_BINS, type BinnedRows } from "./bins.ts";

export interface TreeOptions {
  readonly leaves: number;
  /** Rows that a leaf holds at least. */
  readonly leastRows: number;
  /** Columns whose larger values never score lower. */
  readonly increasing: ReadonlySet<number>;
  /** Added to the slopes of a leaf. */
  readonly damping: number;
}

interface Targets {
  readonly gradients: Float64Array;
  readonly hessians: Float64Array;
}

/** Between what a leaf's value may lie, for the sake of columns that only rise. */
interface Bounds {
  readonly low: number;
  readonly high: number;
}

export interface Split {
  readonly column: number;
  /** Rows up to this bin go left. */
  readonly bin: number;
  readonly gain: number;
  readonly left: number;
  readonly right: number;
}

interface Leaf {
  readonly node: number;
  readonly rows: Int32Array;
  readonly bounds: Bounds;
  readonly split: Split | undefined;
}

interface Node {
  feature: number;
  threshold: number;
  left: number;
  right: number;
  value: number;
}

/**
 * Leaves are worth `ΣG/(ΣH + damping)`; a split gains `½[G_L²/(H_L+d) + G_R²/(H_R+d) − G²/(H+d)]`.
 * A column that only rises is split only where the right side is worth no less, and each side stays
 * on its side of the middle from then on. Of equal gains the lower column and bin is taken.
 */
export function growTree(data: BinnedRows, targets: Targets, options: TreeOptions): RegressionTree {
  const nodes: Node[] = [];
  const add = (rows: Int32Array, bounds: Bounds): Leaf => {
    const value = clamp(valueOf(sumOver(rows, targets), options.damping), bounds);
    const node = nodes.push({ feature: -1, threshold: 0, left: 0, right: 0, value }) - 1;
    return { node, rows, bounds, split: findSplit(data, targets, rows, bounds, options) };
  };
  const all = Int32Array.from({ length: data.rows }, (_, row) => row);
  let leaves = [add(all, { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY })];
  while (leaves.length < options.leaves) {
    const best = pickLeaf(leaves);
    if (!best?.split) break;
    const { column, bin, left, right } = best.split;
    const inLeft = (row: number): boolean => (data.bins[column * data.rows + row] ?? 0) <= bin;
    const rises = options.increasing.has(column);
    const middle = (left + right) / 2;
    const { low, high } = best.bounds;
    const one = add(best.rows.filter(inLeft), rises ? { low, high: middle } : best.bounds);
    const other = add(
      best.rows.filter((row) => !inLeft(row)),
      rises ? { low: middle, high } : best.bounds,
    );
    const node = nodes[best.node];
    if (node) {
      node.feature = column;
      node.threshold = data.edges[column]?.[bin] ?? 0;
      [node.left, node.right] = [one.node, other.node];
    }
    leaves = [...leaves.filter((leaf) => leaf !== best), one, other];
  }
  return {
    feature: nodes.map(({ feature }) => feature),
    threshold: nodes.map(({ threshold }) => threshold),
    left: nodes.map(({ left }) => left),
    right: nodes.map(({ right }) => right),
    value: nodes.map(({ value }) => value),
  };
}

function pickLeaf(leaves: readonly Leaf[]): Leaf | undefined {
  let best: Leaf | undefined;
  for (const leaf of leaves)
    if (leaf.split && leaf.split.gain > (best?.split?.gain ?? 0)) best = leaf;
  return best;
}

interface Sums {
  readonly gradient: number;
  readonly hessian: number;
}

function sumOver(rows: Int32Array, { gradients, hessians }: Targets): Sums {
  let [gradient, hessian] = [0, 0];
  for (const row of rows) {
    gradient += gradients[row] ?? 0;
    hessian += hessians[row] ?? 0;
  }
  return { gradient, hessian };
}

const valueOf = ({ gradient, hessian }: Sums, damping: number): number =>
  gradient / (hessian + damping);
const clamp = (value: number, { low, high }: Bounds): number =>
  Math.min(high, Math.max(low, value));
const worth = ({ gradient, hessian }: Sums, damping: number): number =>
  (gradient * gradient) / (hessian + damping);

/** The best split of some rows, or `undefined` where none gains. */
export function findSplit(
  data: BinnedRows,
  targets: Targets,
  rows: Int32Array,
  bounds: Bounds,
  { leastRows, increasing, damping }: TreeOptions,
): Split | undefined {
  if (rows.length < 2 * leastRows) return undefined;
  const whole = sumOver(rows, targets);
  const histogram = new Float64Array(3 * MOST_BINS);
  let best: Split | undefined;
  for (let column = 0; column < data.width; column++) {
    const bins = (data.edges[column]?.length ?? 0) + 1;
    if (bins < 2) continue;
    fillHistogram(histogram, data, column, rows, targets);
    let [count, gradient, hessian] = [0, 0, 0];
    for (let bin = 0; bin < bins - 1; bin++) {
      count += histogram[3 * bin] ?? 0;
      gradient += histogram[3 * bin + 1] ?? 0;
      hessian += histogram[3 * bin + 2] ?? 0;
      if (count < leastRows || rows.length - count < leastRows) continue;
      const [l, r] = [
        { gradient, hessian },
        { gradient: whole.gradient - gradient, hessian: whole.hessian - hessian },
      ];
      const gain = (worth(l, damping) + worth(r, damping) - worth(whole, damping)) / 2;
      if (!(gain > (best?.gain ?? 1e-12))) continue;
      const [left, right] = [
        clamp(valueOf(l, damping), bounds),
        clamp(valueOf(r, damping), bounds),
      ];
      if (increasing.has(column) && left > right) continue;
      best = { column, bin, gain, left, right };
    }
  }
  return best;
}

/** Rows, gradients and slopes of each bin of a column. */
function fillHistogram(
  histogram: Float64Array,
  data: BinnedRows,
  column: number,
  rows: Int32Array,
  { gradients, hessians }: Targets,
): void {
  histogram.fill(0);
  const from = column * data.rows;
  for (const row of rows) {
    const at = 3 * (data.bins[from + row] ?? 0);
    histogram[at] = (histogram[at] ?? 0) + 1;
    histogram[at + 1] = (histogram[at + 1] ?? 0) + (gradients[row] ?? 0);
    histogram[at + 2] = (histogram[at + 2] ?? 0) + (hessians[row] ?? 0);
  }
}
