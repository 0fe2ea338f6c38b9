/** @module May this lane be tuned yet? Criteria from what was measured, each with its figures. */
import { DEFINITIONS } from "./criteria.ts";
import type { Criterion, EntryGate, GateFacts } from "./gate.ts";
import { LANE_NEEDS, type Lane } from "./lanes.ts";

/** `closed` where a criterion is missing, `inconclusive` where one is not known, else `open`. */
export function toVerdict(criteria: readonly Criterion[]): EntryGate["verdict"] {
  const has = (state: Criterion["state"]): boolean => criteria.some((c) => c.state === state);
  return has("missing") ? "closed" : has("unknown") ? "inconclusive" : "open";
}

/**
 * Pure: what is absent from the facts is unknown, and never guessed.
 *
 * @param options.hosted a provider tunes, so that rows leave the house.
 */
export function checkEntryGate(
  lane: Lane,
  facts: GateFacts,
  { hosted = false }: { readonly hosted?: boolean } = {},
): EntryGate {
  const needs = LANE_NEEDS[lane];
  const criteria = DEFINITIONS.filter(({ asks }) => asks(needs)).map(
    ({ id, text, check }): Criterion => {
      const found = check({ lane, needs, facts, hosted });
      return { id, text, ...found, measured: found.state !== "unknown" };
    },
  );
  return { lane, verdict: toVerdict(criteria), criteria };
}
