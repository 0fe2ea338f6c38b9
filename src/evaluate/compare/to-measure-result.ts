/** @module The figures of a measure as an evaluation keeps them. */
import type { MeasureResult } from "../../domain/evaluation.ts";
import type { MeasuredCases } from "./measure-cases.ts";

export interface JudgedResult extends Pick<MeasureResult, "verdict" | "verdictReason" | "role"> {
  readonly adjustedP?: number;
  readonly casesNeeded?: number;
}

/** Without a judgment, the figures alone. */
export function toMeasureResult(
  { result, comparison }: MeasuredCases,
  { adjustedP, casesNeeded, ...judged }: JudgedResult = {},
): MeasureResult {
  if (!comparison) return { ...result, ...judged };
  const { baseline, difference, interval, p, cases, smallestSeen } = comparison;
  const { bounds, wins, losses, ties, midP } = comparison;
  return {
    ...result,
    comparison: {
      baseline,
      difference,
      interval,
      p,
      ...(adjustedP === undefined ? {} : { adjustedP }),
      cases,
      smallestSeen,
      ...(casesNeeded === undefined ? {} : { casesNeeded }),
      bounds,
      wins,
      losses,
      ties,
      ...(midP === undefined ? {} : { midP }),
    },
    ...judged,
  };
}
