/** @module Half-open stretches of a text, as sets of characters. */

export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** The same characters as disjoint stretches that do not touch, in order; empty ones are gone. */
export function uniteSpans(spans: readonly Stretch[]): readonly Stretch[] {
  const united: { start: number; end: number }[] = [];
  const ordered = spans
    .filter(({ start, end }) => end > start)
    .toSorted((a, b) => a.start - b.start || a.end - b.end);
  for (const { start, end } of ordered) {
    const last = united.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else united.push({ start, end });
  }
  return united;
}

/** Characters in all; those of overlapping stretches count for each of them. */
export const measureSpans = (spans: readonly Stretch[]): number =>
  spans.reduce((sum, { start, end }) => sum + Math.max(0, end - start), 0);

/** Characters that lie in both; each is counted once. */
export function measureOverlap(a: readonly Stretch[], b: readonly Stretch[]): number {
  const left = uniteSpans(a);
  const right = uniteSpans(b);
  let sum = 0;
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    const [one, other] = [left[i], right[j]];
    if (!one || !other) break;
    sum += Math.max(0, Math.min(one.end, other.end) - Math.max(one.start, other.start));
    if (one.end < other.end) i++;
    else j++;
  }
  return sum;
}
