/** @module A verdict in plain words: what was found, what was asked, what would settle it. */
import {
  countOf,
  formatDifference,
  formatDifferenceInterval,
  formatInterval,
  formatP,
  formatValue,
} from "../report/figures.ts";
import type { MeasuredCases } from "./measure-cases.ts";
import { LEAST_CASES, type Judged } from "./verdicts.ts";

export interface Asked {
  /** Largest loss allowed. */
  readonly margin?: number | undefined;
  readonly least?: number | undefined;
  readonly most?: number | undefined;
}

/** One sentence that begins with the measure's name. */
export function explain(measured: MeasuredCases, judged: Judged, asked: Asked): string {
  const { measure } = measured.result;
  const { casesNeeded } = judged;
  const settled =
    casesNeeded === undefined ? "" : `; ${countOf(casesNeeded, "case")} would settle it`;
  return `${measure}: ${describe(measured, judged, asked)}${settled}`;
}

function describe(measured: MeasuredCases, { because }: Judged, asked: Asked): string {
  const { comparison, bounds, units, violations, result } = measured;
  const change = comparison
    ? `${formatDifference(comparison.difference)} ${formatDifferenceInterval(comparison.interval)}, p ${formatP(comparison.p)}`
    : "";
  const margin = formatValue(asked.margin ?? 0);
  const range = bounds ? `, 90 % interval ${formatInterval(bounds)}` : "";
  const mean = formatValue(result.mean ?? 0);
  const line = describeLine(asked);
  const independent = comparison?.units ?? units;
  const all = result.scored + result.unscored;
  const words: Readonly<Record<Judged["because"], string>> = {
    "too-few-cases": `too few cases: ${independent} independent ones, and nothing is judged below ${LEAST_CASES}`,
    unscored: `${countOf(result.unscored, "case")} of ${all} could not be scored`,
    "within-margin": `no loss as large as ${margin} (${change})`,
    "beyond-margin": `worse by more than chance explains, and by ${margin} or more (${change})`,
    "near-margin": `a loss of ${margin} is not ruled out (${change})`,
    better: `better (${change})`,
    worse: `worse (${change})`,
    "no-difference-seen": `no improvement shown (${change})`,
    "above-floor": `${mean} is surely ${line}${range}`,
    "below-floor": `${mean} is surely not ${line}${range}`,
    "near-floor": `${mean} may or may not be ${line}${range}`,
    seen: `${countOf(violations, "case")} where none is allowed`,
    "none-seen": `none in ${countOf(result.scored, "case")}`,
  };
  return words[because];
}

const describeLine = ({ least, most = 0 }: Asked): string =>
  least === undefined ? `at most ${formatValue(most)}` : `at least ${formatValue(least)}`;
