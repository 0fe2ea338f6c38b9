/** @module Parts for cases: whole groups together, and what has a part keeps it. */
import type { Part } from "../../../domain/golden-set.ts";
import type { TermTools } from "../alike/overlaps.ts";
import type { CaseDraft } from "../case-hash.ts";
import { choosePart } from "./choose-part.ts";
import { joinGroups } from "./join-groups.ts";

/** A case whose part is not yet chosen. */
export type UnassignedCase = Omit<CaseDraft, "part">;

export interface Assignment {
  /** In the order given, those that conflict left out. */
  readonly cases: readonly CaseDraft[];
  /** Newcomers that would tie together cases of different parts. */
  readonly conflicts: readonly { readonly id: string; readonly parts: readonly Part[] }[];
  /** Share of the live cases in the largest group, in [0, 1]. */
  readonly largestGroup: number;
}

/**
 * Gives newcomers the part of the group they belong to, else the one that the group's bucket says.
 * Cases that are settled keep their part, their group too. A group that is new takes the name of its
 * component.
 *
 * @param seed of the buckets: the set's own, the same for all its versions.
 */
export function assignParts(
  settled: readonly CaseDraft[],
  newcomers: readonly UnassignedCase[],
  seed: string,
  tools: TermTools,
): Assignment {
  const components = joinGroups([...settled, ...newcomers], tools);
  const toComponent = ({ id, group }: UnassignedCase): string => components.get(id) ?? group;
  const live = [...settled, ...newcomers].filter(({ retired }) => retired === undefined);
  const parts = new Map<string, Set<Part>>();
  for (const each of settled) {
    const name = toComponent(each);
    parts.set(name, (parts.get(name) ?? new Set()).add(each.part));
  }
  const cases: CaseDraft[] = [...settled];
  const conflicts: { id: string; parts: readonly Part[] }[] = [];
  for (const each of newcomers) {
    const group = toComponent(each);
    const known = [...(parts.get(group) ?? [])];
    const [part = choosePart(seed, group, live.length)] = known;
    if (known.length > 1) conflicts.push({ id: each.id, parts: known });
    else cases.push({ ...each, group, part });
  }
  const sizes = new Map<string, number>();
  for (const each of live) sizes.set(toComponent(each), (sizes.get(toComponent(each)) ?? 0) + 1);
  const largest = Math.max(0, ...sizes.values());
  return { cases, conflicts, largestGroup: live.length === 0 ? 0 : largest / live.length };
}
