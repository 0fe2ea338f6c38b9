/** @module Whether what was fitted may serve: better than every rival, beyond chance, on held-out cases. */
import type { Verdict } from "../../domain/evaluation.ts";
import { judgeImprovement, LEAST_CASES, type PairedComparison } from "../../evaluate/index.ts";

/** A held-out comparison with what it was compared with. */
export interface LaneComparison extends PairedComparison {
  readonly measure: string;
  /** `what serves`, `the best single leg`, … */
  readonly against: string;
}

export interface LaneVerdict {
  /** `pass` where it may be registered. */
  readonly verdict: Verdict;
  /** A sentence for each rival, what settled it first. */
  readonly reasons: readonly string[];
  readonly comparisons: readonly LaneComparison[];
}

/** A rival and the paired comparison with it; `undefined` where there were too few cases for one. */
export interface Rival {
  readonly against: string;
  readonly comparison: PairedComparison | undefined;
}

/** Passes where it is better than every rival; fails where one is better than it. */
export function accept(measure: string, rivals: readonly Rival[]): LaneVerdict {
  const judged = rivals.map(({ against, comparison }) => {
    const verdict = comparison ? judgeImprovement(comparison).verdict : "inconclusive";
    return { verdict, reason: explain(measure, against, comparison) };
  });
  const has = (verdict: Verdict): boolean => judged.some((each) => each.verdict === verdict);
  return {
    verdict: has("fail") ? "fail" : has("inconclusive") ? "inconclusive" : "pass",
    reasons: judged.map(({ reason }) => reason),
    comparisons: rivals.flatMap(({ against, comparison }) =>
      comparison ? [{ ...comparison, measure, against }] : [],
    ),
  };
}

function explain(
  measure: string,
  against: string,
  comparison: PairedComparison | undefined,
): string {
  const begin = `${measure} against ${against}`;
  if (!comparison) return `${begin}: too few questions to compare`;
  const { difference, interval, cases, units, smallestSeen } = comparison;
  const found = `${toPoints(difference)} points (95 % interval ${toPoints(interval.low)} to ${toPoints(interval.high)}) over ${cases} held-out questions`;
  const { because, casesNeeded } = judgeImprovement(comparison);
  if (because === "better" || because === "worse") return `${begin}: ${because}, ${found}`;
  if (because === "too-few-cases")
    return `${begin}: ${units} questions are independent, and nothing is judged below ${LEAST_CASES}: ${found}`;
  const settle = casesNeeded === undefined ? "" : `; ${casesNeeded} questions would settle it`;
  return `${begin}: no gain shown, ${found}; the smallest gain that so many show is ${toPoints(smallestSeen)}${settle}`;
}

/** Of a share: `+1.2`, `−.4` as `-0.4`; one decimal is finer than any of these sets can tell. */
const toPoints = (share: number): string => {
  const points = (100 * share).toFixed(1);
  return share > 0 ? `+${points}` : points;
};
