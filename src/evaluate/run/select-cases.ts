/** @module Which cases of a golden set are asked. */
import type { GoldenCase, GoldenSet, Part } from "../../domain/golden-set.ts";
import { noCases, unknownCases } from "../errors.ts";

export interface CaseSelection {
  /** Absent: all parts. */
  readonly part?: Part | "all" | undefined;
  readonly ids?: readonly string[] | undefined;
  readonly strata?: readonly string[] | undefined;
  readonly difficulties?: readonly string[] | undefined;
}

export interface SelectedCases {
  readonly part: Part | "all";
  /** In the order of the set. */
  readonly asked: readonly GoldenCase[];
  /** Chosen as well, but no longer asked. */
  readonly retired: number;
  /** A newer version has replaced the evidence of these: neither asked nor in any mean. */
  readonly stale: readonly GoldenCase[];
}

/**
 * @param stale ids of cases whose evidence is outdated.
 * @throws evaluate.unknown-cases, evaluate.no-cases
 */
export function selectCases(
  { name, cases }: GoldenSet,
  { part = "all", ids, strata, difficulties }: CaseSelection,
  stale: ReadonlySet<string> = new Set(),
): SelectedCases {
  const known = new Set(cases.map(({ id }) => id));
  const unknown = (ids ?? []).filter((id) => !known.has(id));
  if (unknown.length > 0) throw unknownCases({ set: name, ids: unknown });
  // A case that is named is wanted, whatever part it is in.
  const ofPart = (each: GoldenCase): boolean =>
    ids !== undefined || part === "all" || each.part === part;
  const chosen = cases.filter(
    (each) =>
      ofPart(each) &&
      (ids?.includes(each.id) ?? true) &&
      (strata?.includes(each.stratum ?? "") ?? true) &&
      (difficulties?.includes(each.difficulty ?? "") ?? true),
  );
  const live = chosen.filter(({ retired }) => retired === undefined);
  const asked = live.filter(({ id }) => !stale.has(id));
  if (asked.length === 0) throw noCases({ set: name, part });
  return {
    part: ids === undefined ? part : "all",
    asked,
    retired: chosen.length - live.length,
    stale: live.filter(({ id }) => stale.has(id)),
  };
}

/** A gate asks the part that only judges; all else is asked of dev, where there is one. */
export function chooseDefaultPart({ cases }: GoldenSet, gated: boolean): Part | "all" {
  const parts = new Set(cases.map(({ part }) => part));
  if (gated) return parts.has("test") ? "test" : "all";
  return parts.has("dev") ? "dev" : parts.has("test") ? "test" : "all";
}
