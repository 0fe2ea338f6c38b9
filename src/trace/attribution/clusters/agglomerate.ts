/** @module Groups of vectors that point the same way: average-link agglomeration on cosine distance. */
import { dot } from "../../../foundation/vectors.ts";

/** Distance from which two groups are no longer one, and the fewest groups to leave. */
export interface Cut {
  readonly distance: number;
  readonly least: number;
}

/** Two groups became one; each is named by a member, `into` by the one that goes on. */
interface Merge {
  readonly from: number;
  readonly into: number;
  readonly height: number;
}

/**
 * Members by index, ascending; groups in the order of their first members. Groups are merged
 * nearest first, up to the distance of the cut and while more than the fewest are left, by the
 * nearest-neighbor chain (Murtagh, 1983) in O(n²) time and memory. Equal distances are settled by
 * index, so that the same vectors give the same groups.
 *
 * @param units vectors of length 1 and of one dimension.
 */
export function agglomerate(
  units: readonly Float32Array[],
  { distance, least }: Cut,
): readonly (readonly number[])[] {
  // Sorting is stable: of equal heights the merge that came first, on which others rest, is first.
  const merges = listMerges(units).toSorted((a, b) => a.height - b.height);
  const allowed = Math.max(0, units.length - least);
  const parents = units.map((_, index) => index);
  const rootOf = (index: number): number => {
    let root = index;
    while (parents[root] !== root) root = parents[root] ?? root;
    return root;
  };
  for (const { from, into, height } of merges.slice(0, allowed)) {
    if (height > distance) break;
    const [a, b] = [rootOf(from), rootOf(into)];
    parents[Math.max(a, b)] = Math.min(a, b);
  }
  return [...Map.groupBy(units.keys(), rootOf).values()];
}

/** All n − 1 merges, in the order the chain finds them. */
function listMerges(units: readonly Float32Array[]): readonly Merge[] {
  const distances = createDistances(units);
  const sizes = units.map(() => 1);
  const heights = units.map(() => 0);
  const active = new Set(units.keys());
  const chain: number[] = [];
  const merges: Merge[] = [];
  while (active.size > 1) {
    const [start = 0] = active;
    if (chain.length === 0) chain.push(start);
    const top = chain.at(-1) ?? start;
    const before = chain.at(-2);
    const nearest = findNearest(top, before, active, distances);
    if (nearest !== before) {
      chain.push(nearest);
      continue;
    }
    chain.length -= 2;
    // Rounding must not put a merge below one it rests on.
    const height = Math.max(distances.get(top, nearest), heights[top] ?? 0, heights[nearest] ?? 0);
    merges.push({ from: top, into: nearest, height });
    active.delete(top);
    const [gone, kept] = [sizes[top] ?? 1, sizes[nearest] ?? 1];
    for (const other of active)
      if (other !== nearest)
        distances.set(
          nearest,
          other,
          (gone * distances.get(top, other) + kept * distances.get(nearest, other)) / (gone + kept),
        );
    sizes[nearest] = gone + kept;
    heights[nearest] = height;
  }
  return merges;
}

/** Of equally near ones the one before in the chain, else the lowest index. */
function findNearest(
  from: number,
  before: number | undefined,
  active: ReadonlySet<number>,
  distances: Distances,
): number {
  let nearest = before ?? -1;
  let least = before === undefined ? Infinity : distances.get(from, before);
  for (const other of active) {
    if (other === from) continue;
    const distance = distances.get(from, other);
    if (distance < least) {
      least = distance;
      nearest = other;
    }
  }
  return nearest;
}

interface Distances {
  readonly get: (a: number, b: number) => number;
  readonly set: (a: number, b: number, value: number) => void;
}

/** The upper triangle, row by row. */
function createDistances(units: readonly Float32Array[]): Distances {
  const n = units.length;
  const values = new Float64Array((n * (n - 1)) / 2);
  const at = (a: number, b: number): number => {
    const low = a < b ? a : b;
    return (low * (2 * n - low - 1)) / 2 + (a + b - low) - low - 1;
  };
  for (const [a, one] of units.entries())
    for (let b = a + 1; b < n; b++) values[at(a, b)] = 1 - dot(one, units[b] ?? one);
  return {
    get: (a, b) => values[at(a, b)] ?? 0,
    set: (a, b, value) => {
      values[at(a, b)] = value;
    },
  };
}
