/** @module Folds that no template, group or document reaches across. */
import { createRandom } from "../../foundation/random.ts";
import { findTemplates } from "./find-templates.ts";

/** What of a question decides with which others it must be held out. */
export interface FoldCase {
  readonly id: string;
  readonly text: string;
  /** As its golden set says: a conversation, a source document, a wording. */
  readonly group: string;
  /** Keys of its relevant documents. */
  readonly documents: readonly string[];
}

export interface Fold {
  /** Indexes of the cases that judge what was fitted to `training`, ascending. */
  readonly heldOut: readonly number[];
  /** The others, without those that share a group or document with a held-out one; ascending. */
  readonly training: readonly number[];
}

export interface Folds {
  readonly folds: readonly Fold[];
  /** The unit each case is held out with, in the order of the cases: what varies independently. */
  readonly units: readonly string[];
  /** Share of the cases in the largest unit. */
  readonly largest: number;
}

export interface FoldOptions {
  readonly seed: string;
  /** Default 5. */
  readonly count?: number;
}

/**
 * Connected components of templates, groups and documents are held out as one, as long as a
 * component stays within the size of a fold. Where templates are asked of the same documents
 * everything would be one component: there templates are held out whole, and training leaves out
 * every case that shares a group or document with one that judges it. So no fold judges a template,
 * group or document that it was fitted to. The same cases and seed give the same folds.
 */
export function makeFolds(cases: readonly FoldCase[], { seed, count = 5 }: FoldOptions): Folds {
  const units = toUnits(cases, count);
  const members = Map.groupBy(cases.keys(), (index) => units[index] ?? "");
  const folds = deal([...members.values()], count, seed);
  const largest = Math.max(0, ...[...members.values()].map(({ length }) => length));
  return {
    folds: folds.map((heldOut) => ({ heldOut, training: listTraining(cases, heldOut) })),
    units,
    largest: cases.length === 0 ? 0 : largest / cases.length,
  };
}

/** Case ids name units, so that a unit is called the same whatever else there is. */
function toUnits(cases: readonly FoldCase[], count: number): readonly string[] {
  const templates = findTemplates(cases.map(({ text }) => text)).map((name) => [name]);
  const roots = join(templates);
  const whole = join(cases.map((each, index) => [...(templates[index] ?? []), ...listBonds(each)]));
  const sizes = Map.groupBy(whole, (root) => root);
  return whole.map((root, index) => {
    const fits = (sizes.get(root)?.length ?? 0) * count <= cases.length;
    return cases[fits ? root : (roots[index] ?? index)]?.id ?? "";
  });
}

/** For each list of names the first list that it hangs together with, by names they share. */
function join(lists: readonly (readonly string[])[]): readonly number[] {
  const parents = lists.map((_, index) => index);
  const find = (index: number): number => {
    let root = index;
    while (parents[root] !== root) root = parents[root] ?? 0;
    parents[index] = root;
    return root;
  };
  const first = new Map<string, number>();
  for (const [index, names] of lists.entries())
    for (const name of names) {
      const [one, other] = [find(first.get(name) ?? index), find(index)];
      parents[Math.max(one, other)] = Math.min(one, other);
      if (!first.has(name)) first.set(name, index);
    }
  return lists.map((_, index) => find(index));
}

/** What ties a case to others beside its wording. */
const listBonds = ({ group, documents }: FoldCase): readonly string[] => [
  `group ${group}`,
  ...documents.map((key) => `document ${key}`),
];

/** Units in a drawn order, the largest first, each to the fold that has least so far. */
function deal(
  units: readonly (readonly number[])[],
  count: number,
  seed: string,
): readonly (readonly number[])[] {
  const random = createRandom(`${seed}/folds`);
  const drawn = units
    .map((unit) => ({ unit, at: random.uniform() }))
    .toSorted((a, b) => b.unit.length - a.unit.length || a.at - b.at);
  const folds: number[][] = Array.from({ length: count }, () => []);
  for (const { unit } of drawn) {
    const smallest = folds.reduce((least, fold) => (fold.length < least.length ? fold : least));
    smallest.push(...unit);
  }
  return folds.map((fold) => fold.toSorted((a, b) => a - b)).filter(({ length }) => length > 0);
}

function listTraining(cases: readonly FoldCase[], heldOut: readonly number[]): readonly number[] {
  const held = new Set(heldOut);
  const bonds = new Set(heldOut.flatMap((index) => (cases[index] ? listBonds(cases[index]) : [])));
  return [...cases.keys()].filter((index) => {
    const own = cases[index];
    return own && !held.has(index) && !listBonds(own).some((bond) => bonds.has(bond));
  });
}
