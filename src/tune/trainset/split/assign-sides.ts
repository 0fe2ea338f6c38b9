/** @module Which side of a training set a row is on: whole groups together, and nobody ever moves. */
import { toBucket } from "../../../foundation/buckets.ts";
import { DisjointSets } from "../../../foundation/disjoint-sets.ts";

export const SIDES = ["train", "validation", "test"] as const;
export type Side = (typeof SIDES)[number];

/** Of the buckets, where nobody names another. */
export const DEFAULT_SEED = "plumbline";

/** Upper ends of the buckets: 80, 10 and 10 % of the groups. */
const CUTS = [
  [8000, "train"],
  [9000, "validation"],
  [10_000, "test"],
] as const;

/** What is remembered of a row, also when it is in the set no more. */
export interface Assigned {
  readonly id: string;
  readonly group: string;
  readonly side: Side;
  /** Names of what holds it together with others. */
  readonly ties: readonly string[];
}

export interface TiedRow {
  readonly id: string;
  readonly ties: readonly string[];
}

export interface SideAssignment {
  /** By id, ascending: all that were settled before, and the newcomers that found a side. */
  readonly assigned: readonly Assigned[];
  /** Newcomers that would tie groups of different sides together, by id. */
  readonly conflicts: readonly string[];
}

const chooseSide = (seed: string, group: string): Side => {
  const bucket = toBucket(seed, group);
  return CUTS.find(([end]) => bucket < end)?.[1] ?? "test";
};

const byId = (a: { readonly id: string }, b: { readonly id: string }): number =>
  a.id < b.id ? -1 : 1;

/**
 * Newcomers that share a tie are one group. A group that meets a settled one is on its side; a new one
 * goes where the bucket of its name says, which is the first of its ids. Where newcomers meet settled
 * groups of several sides, they are taken one by one, and those that would join them are refused.
 * Settled rows keep side and group, whatever comes.
 *
 * @param alike pairs of ids of newcomers that must stay together.
 */
export function assignSides(
  settled: readonly Assigned[],
  newcomers: readonly TiedRow[],
  seed: string,
  alike: readonly (readonly [string, string])[] = [],
): SideAssignment {
  const known = new Map(settled.map((row) => [row.id, row]));
  const fresh = newcomers.filter(({ id }) => !known.has(id)).toSorted(byId);
  const repeats = toNeighbors(alike);
  const listNodes = ({ id, ties }: TiedRow): readonly string[] => [
    ...ties.map((tie) => `tie ${tie}`),
    ...(repeats.get(id) ?? []).map((other) => `row ${other}`),
    `row ${id}`,
  ];
  const groups = new SettledGroups(settled);
  const together = new DisjointSets();
  for (const row of fresh)
    for (const node of listNodes(row)) together.join(listNodes(row)[0] ?? node, node);
  const components = Map.groupBy(fresh, ({ id }) => together.find(`row ${id}`));
  const conflicts: string[] = [];
  const assigned: Assigned[] = [...settled];
  for (const rows of components.values()) {
    const met = groups.find(rows.flatMap(listNodes));
    const isTorn = new Set(met.map(({ side }) => side)).size > 1;
    for (const part of isTorn ? rows.map((row) => [row]) : [rows]) {
      const nodes = part.flatMap(listNodes);
      const near = isTorn ? groups.find(nodes) : met;
      const [first] = near;
      if (new Set(near.map(({ side }) => side)).size > 1) {
        conflicts.push(...part.map(({ id }) => id));
        continue;
      }
      const group = first?.group ?? part[0]?.id ?? "";
      const side = first?.side ?? chooseSide(seed, group);
      groups.add({ group, side }, nodes);
      for (const { id, ties } of part) assigned.push({ id, group, side, ties });
    }
  }
  return { assigned: assigned.toSorted(byId), conflicts: conflicts.toSorted() };
}

type Group = Pick<Assigned, "group" | "side">;

/** Groups by what ties rows to them. */
class SettledGroups {
  readonly #byNode = new Map<string, Map<string, Group>>();

  constructor(settled: readonly Assigned[]) {
    for (const { id, ties, group, side } of settled)
      this.add({ group, side }, [`row ${id}`, ...ties.map((tie) => `tie ${tie}`)]);
  }

  add(group: Group, nodes: readonly string[]): void {
    for (const node of nodes) {
      const there = this.#byNode.get(node);
      const name = `${group.side} ${group.group}`;
      if (there) there.set(name, group);
      else this.#byNode.set(node, new Map([[name, group]]));
    }
  }

  /** Each once, in the order of their names. */
  find(nodes: readonly string[]): readonly Group[] {
    const found = new Map(nodes.flatMap((node) => [...(this.#byNode.get(node) ?? [])]));
    return [...found.values()].toSorted((a, b) => (a.group < b.group ? -1 : 1));
  }
}

function toNeighbors(
  pairs: readonly (readonly [string, string])[],
): ReadonlyMap<string, readonly string[]> {
  const neighbors = new Map<string, string[]>();
  const note = (one: string, other: string): void => {
    const there = neighbors.get(one);
    if (there) there.push(other);
    else neighbors.set(one, [other]);
  };
  for (const [one, other] of pairs) {
    note(one, other);
    note(other, one);
  }
  return neighbors;
}
