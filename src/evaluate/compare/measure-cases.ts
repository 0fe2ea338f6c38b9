/** @module A measure over the cases of an evaluation: its mean, and its distance to the baseline. */
import type { CaseScores } from "./case-values.ts";
import { comparePaired, type PairedComparison } from "./compare-paired.ts";
import { summarizeCases, type MeasureOptions, type Summary } from "./summarize.ts";

/** What a gate judges: all of it follows from the scores by case and the seed. */
export interface MeasuredCases extends Summary {
  /** Absent without a baseline, or with fewer than two cases in common. */
  readonly comparison?: PairedComparison;
}

/** The figures of one measure, or of one measure on one slice. */
export function measureCases(cases: readonly CaseScores[], options: MeasureOptions): MeasuredCases {
  const summary = summarizeCases(cases, options);
  const comparison = comparePaired(cases, options);
  return { ...summary, ...(comparison ? { comparison } : {}) };
}
