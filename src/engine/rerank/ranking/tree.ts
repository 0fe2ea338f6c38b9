/** @module A regression tree as columns of its nodes. */

/** Node 0 is the root; a row goes left where its value is at most the threshold. */
export interface RegressionTree {
  /** Column that is looked at; -1 at a leaf. */
  readonly feature: readonly number[];
  readonly threshold: readonly number[];
  readonly left: readonly number[];
  readonly right: readonly number[];
  /** What is expected of a row that reaches the node; of a leaf, what the tree says. */
  readonly value: readonly number[];
}

/** What the tree says of a row, less what it says of any row. */
export function scoreRow(
  { feature, threshold, left, right, value }: RegressionTree,
  row: Float64Array,
): number {
  let node = 0;
  for (let column = feature[0] ?? -1; column >= 0; column = feature[node] ?? -1)
    node = ((row[column] ?? 0) <= (threshold[node] ?? 0) ? left[node] : right[node]) ?? 0;
  return (value[node] ?? 0) - (value[0] ?? 0);
}

/** Adds to each column what its splits changed of the expectation; together that is `scoreRow`. */
export function addShares(
  { feature, threshold, left, right, value }: RegressionTree,
  row: Float64Array,
  shares: Float64Array,
): void {
  let node = 0;
  for (let column = feature[0] ?? -1; column >= 0; column = feature[node] ?? -1) {
    const next = ((row[column] ?? 0) <= (threshold[node] ?? 0) ? left[node] : right[node]) ?? 0;
    shares[column] = (shares[column] ?? 0) + (value[next] ?? 0) - (value[node] ?? 0);
    node = next;
  }
}
