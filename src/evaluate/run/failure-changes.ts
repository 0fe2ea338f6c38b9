/** @module Which classes of failures grew since the baseline, on the very same cases. */
import type { CaseResult, Evaluation, FailureChange } from "../../domain/evaluation.ts";
import { FAILURE_CLASSES } from "../../domain/failure.ts";
import { testByMcNemar } from "../../foundation/statistics/hypotheses/mcnemar.ts";
import { computeBonettPriceInterval } from "../../foundation/statistics/intervals/paired-proportion.ts";
import { keyByHash } from "./baseline-scores.ts";

/** Told from "nothing failed": a system that leaves no records has no classes at all. */
const isAttributed = ({ attribution, failure }: CaseResult): boolean =>
  attribution !== undefined || failure !== undefined;

/**
 * Classes of which one side has more, those that grew most first, equals by stage. Empty without a
 * baseline, and where one side was not attributed.
 */
export function listFailureChanges(
  cases: readonly CaseResult[],
  baseline: Evaluation | undefined,
): readonly FailureChange[] {
  const theirs = new Map(keyByHash(baseline?.cases ?? []));
  const pairs = keyByHash(cases).flatMap(([key, now]) => {
    const before = theirs.get(key);
    return before && isAttributed(before) && isAttributed(now) ? [{ before, now }] : [];
  });
  return FAILURE_CLASSES.map((name): FailureChange => {
    const gained = pairs.filter(
      ({ before, now }) => now.failure === name && before.failure !== name,
    );
    const lost = pairs.filter(({ before, now }) => before.failure === name && now.failure !== name);
    const now = pairs.filter((pair) => pair.now.failure === name).length;
    return {
      class: name,
      before: now - gained.length + lost.length,
      now,
      cases: pairs.length,
      difference: (gained.length - lost.length) / Math.max(1, pairs.length),
      interval: computeBonettPriceInterval(gained.length, lost.length, pairs.length),
      p: testByMcNemar(gained.length, lost.length).midP,
    };
  })
    .filter(({ before, now }) => before !== now)
    .toSorted((a, b) => b.difference - a.difference);
}
