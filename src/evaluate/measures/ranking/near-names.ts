/** @module Which known name somebody may have meant. */

/** Names within a few edits of `wanted`, nearest first, whatever their case; at most `most`. */
export function findNearNames(
  wanted: string,
  names: readonly string[],
  most = 3,
): readonly string[] {
  const lower = wanted.toLowerCase();
  return names
    .map((name) => ({ name, edits: countEdits(lower, name.toLowerCase()) }))
    .filter(({ name, edits }) => edits <= Math.max(lower.length, name.length) / 2)
    .toSorted((a, b) => a.edits - b.edits || (a.name < b.name ? -1 : 1))
    .slice(0, most)
    .map(({ name }) => name);
}

/** Letters put in, left out, replaced, or swapped with their neighbor. */
function countEdits(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    const above = rows[i - 1] ?? [];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const best = Math.min(replaced, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(isSwap ? Math.min(best, (rows[i - 2]?.[j - 2] ?? 0) + 1) : best);
    }
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? 0;
}
