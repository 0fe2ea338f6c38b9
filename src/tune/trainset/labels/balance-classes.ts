/** @module Classes of unequal size: what each row weighs, and how large the largest may be. */

/** Bounds of a weight, and the largest class in smallest ones (guide: tuning, 2.6). */
const LEAST_WEIGHT = 0.5;
const MOST_WEIGHT = 5;
const LARGEST = 10;

interface Labelled {
  readonly label?: string;
}

/** n/(K·n_c), kept in [.5, 5]: a row of a rare class weighs more. */
export function computeClassWeights(rows: readonly Labelled[]): ReadonlyMap<string, number> {
  const counts = countLabels(rows);
  const n = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return new Map(
    [...counts].map(([label, count]) => [
      label,
      Math.min(MOST_WEIGHT, Math.max(LEAST_WEIGHT, n / (counts.size * count))),
    ]),
  );
}

/** Ids of rows that are more than ten of the smallest class for their own, by the order given. */
export function listExcess(
  rows: readonly (Labelled & { readonly id: string })[],
): ReadonlySet<string> {
  const counts = countLabels(rows);
  const most = LARGEST * Math.min(...counts.values());
  const seen = new Map<string, number>();
  const excess = new Set<string>();
  for (const { id, label } of rows) {
    if (label === undefined) continue;
    const count = (seen.get(label) ?? 0) + 1;
    seen.set(label, count);
    if (count > most) excess.add(id);
  }
  return excess;
}

export function countLabels(rows: readonly Labelled[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { label } of rows)
    if (label !== undefined) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}
