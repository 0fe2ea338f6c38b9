/** @module Values of features in bins, so that a tree looks at 64 places and not at every value. */

export const MOST_BINS = 64;

export interface BinnedRows {
  readonly rows: number;
  readonly width: number;
  /** Column after column, the number of the bin of each row. */
  readonly bins: Uint8Array;
  /** By column, the largest value of each bin, ascending; the last bin has no end. */
  readonly edges: readonly (readonly number[])[];
}

/** Bins of about equally many rows; a value that many rows have is a bin of its own. */
export function binRows(values: Float64Array, rows: number, width: number): BinnedRows {
  const bins = new Uint8Array(rows * width);
  const edges = Array.from({ length: width }, (_, column) => {
    const own = Float64Array.from({ length: rows }, (__, row) => values[row * width + column] ?? 0);
    const found = findEdges(own.toSorted());
    for (const [row, value] of own.entries()) bins[column * rows + row] = findBin(found, value);
    return found;
  });
  return { rows, width, bins, edges };
}

/** Between two bins lies the middle of the values that they end and begin with. */
function findEdges(sorted: Float64Array): readonly number[] {
  const edges: number[] = [];
  const { length } = sorted;
  for (let bin = 1; bin < MOST_BINS; bin++) {
    const at = Math.floor((bin * length) / MOST_BINS);
    const [before, after] = [sorted[at - 1] ?? 0, sorted[at] ?? 0];
    const edge = (before + after) / 2;
    const last = edges.at(-1) ?? Number.NEGATIVE_INFINITY;
    if (at > 0 && after > before && edge > last) edges.push(edge);
  }
  return edges;
}

function findBin(edges: readonly number[], value: number): number {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (value <= (edges[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
}
