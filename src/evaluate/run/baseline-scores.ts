/** @module What an earlier evaluation found of the very same cases. */
import type { CaseResult, Evaluation } from "../../domain/evaluation.ts";

/** Each case with the baseline's scores, where it has one of the same hash, whatever its id. */
export function addBaseline(
  cases: readonly CaseResult[],
  baseline: Evaluation | undefined,
): readonly CaseResult[] {
  if (!baseline) return cases;
  const theirs = new Map(keyByHash(baseline.cases));
  return keyByHash(cases).map(([key, result]) => {
    const scores = theirs.get(key)?.scores;
    return scores ? { ...result, baseline: scores } : result;
  });
}

/** Cases of either side that the other does not have as it is. */
export function countNotCompared(
  cases: readonly CaseResult[],
  baseline: Evaluation | undefined,
): number {
  if (!baseline) return 0;
  const ours = new Set(keyByHash(cases).map(([key]) => key));
  const theirs = new Set(keyByHash(baseline.cases).map(([key]) => key));
  const common = [...ours].filter((key) => theirs.has(key)).length;
  return ours.size + theirs.size - 2 * common;
}

/** A set may hold the same case twice: the first is compared with the first. */
export function keyByHash(
  cases: readonly CaseResult[],
): readonly (readonly [string, CaseResult])[] {
  const seen = new Map<string, number>();
  return cases.map((result) => {
    const times = seen.get(result.caseHash) ?? 0;
    seen.set(result.caseHash, times + 1);
    return [`${result.caseHash}/${times}`, result];
  });
}
