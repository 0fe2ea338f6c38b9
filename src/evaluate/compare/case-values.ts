/** @module One number a case: the mean of its repeats, or why there is none. */
import type { Score } from "../../domain/evaluation.ts";

/** What one measure found on one case. */
export interface CaseScores {
  readonly caseId: string;
  /** Cases of one group count as one where it matters: see `metadata.group` of golden sets. */
  readonly group?: string;
  /** One a repeat; none when the measure does not apply to the case, which is then not counted. */
  readonly scores: readonly Score[];
  /** The baseline's, on the case with the same hash; absent when it has none. */
  readonly baseline?: readonly Score[];
}

/** Of numbers that are not finite: no measure means them. */
const NOT_FINITE = "not a finite number";

/** The mean of what was scored; when nothing was, the first reason. */
export function toCaseValue(scores: readonly Score[]): Score {
  const values = scores.filter((score) => typeof score === "number" && Number.isFinite(score));
  // Filtered to numbers on the line above.
  if (values.length > 0) return average(values as readonly number[]);
  const reason = scores.find((score) => typeof score === "object");
  return typeof reason === "object" ? reason : { unscored: NOT_FINITE };
}

const average = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
