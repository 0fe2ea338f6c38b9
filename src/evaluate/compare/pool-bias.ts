/** @module Whether unjudged documents make a comparison of rankings unfair. */
import { formatValue } from "../report/figures.ts";
import type { MeasuredCases } from "./measure-cases.ts";

/** Ten points: above it, whoever is judged more is favored by the judgments themselves. */
const UNFAIR = 0.1;

/** What to warn of: shares judged among the first ten that differ by more than ten points. */
export function warnOfPools(measures: readonly MeasuredCases[]): readonly string[] {
  return measures.flatMap(({ result, comparison }) => {
    if (!/^Judged(?:\(.*\))?@10$/.test(result.measure) || !comparison) return [];
    const { baseline, difference } = comparison;
    if (Math.abs(difference) <= UNFAIR) return [];
    const favored = difference > 0 ? "challenger" : "baseline";
    return [
      `${result.measure} is ${formatValue(baseline)} for the baseline and ${formatValue(baseline + difference)} for the challenger: unjudged documents count as bad, which favors the ${favored}; compare with judged_only=True, and label what is unjudged`,
    ];
  });
}
