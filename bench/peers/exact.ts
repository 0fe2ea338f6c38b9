/** @module What the nearest vectors really are: the yardstick of every dense index. */

/** Row-major: `dimensions` values a row. */
export interface Rows {
  readonly values: Float32Array;
  readonly dimensions: number;
}

export interface Nearest {
  readonly row: number;
  readonly score: number;
}

/** Scores nearer to each other than this are a tie: systems sum in another order. */
const TIE = 1e-5;

export const rowOf = ({ values, dimensions }: Rows, row: number): Float32Array =>
  values.subarray(row * dimensions, (row + 1) * dimensions);

/** Product of a row with a query, four sums at a time. */
export function scoreRow({ values, dimensions }: Rows, row: number, query: Float32Array): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  const start = row * dimensions;
  for (let i = 0; i + 3 < dimensions; i += 4) {
    a += (values[start + i] ?? 0) * (query[i] ?? 0);
    b += (values[start + i + 1] ?? 0) * (query[i + 1] ?? 0);
    c += (values[start + i + 2] ?? 0) * (query[i + 2] ?? 0);
    d += (values[start + i + 3] ?? 0) * (query[i + 3] ?? 0);
  }
  for (let i = dimensions - (dimensions % 4); i < dimensions; i++)
    a += (values[start + i] ?? 0) * (query[i] ?? 0);
  return a + b + c + d;
}

/** The `k` rows with the largest product, best first; ties by row. Fewer when there are fewer. */
export function findNearest(rows: Rows, query: Float32Array, k: number): readonly Nearest[] {
  const best: Nearest[] = [];
  const count = rows.values.length / rows.dimensions;
  for (let row = 0; row < count; row++) {
    const score = scoreRow(rows, row, query);
    if (best.length === k && score <= (best.at(-1)?.score ?? -Infinity)) continue;
    let at = best.length;
    while (at > 0 && (best[at - 1]?.score ?? 0) < score) at--;
    best.splice(at, 0, { row, score });
    if (best.length > k) best.pop();
  }
  return best;
}

/**
 * Share of the exact nearest that a ranking holds, in [0, 1]. A row that ties with the last of
 * them counts as one of them, so the order of equals decides nothing. 1 when nothing is near.
 */
export function recallAgainst(
  rows: Rows,
  query: Float32Array,
  nearest: readonly Nearest[],
  ranked: readonly number[],
): number {
  const last = nearest.at(-1);
  if (!last) return 1;
  const found = new Set(ranked.slice(0, nearest.length));
  let right = 0;
  for (const row of found) if (scoreRow(rows, row, query) >= last.score - TIE) right++;
  return right / nearest.length;
}
