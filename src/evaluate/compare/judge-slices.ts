/** @module Slices: parts of the cases, each judged for a regression of its own. */
import type { Slice, Verdict } from "../../domain/evaluation.ts";
import { adjustByBenjaminiHochberg } from "../../foundation/statistics/hypotheses/multiplicity.ts";
import { explain } from "./explain.ts";
import type { MeasuredCases } from "./measure-cases.ts";
import type { GatePolicy } from "./policy.ts";
import { toMeasureResult } from "./to-measure-result.ts";
import { judgeRegression, type Judged } from "./verdicts.ts";

export interface MeasuredSlice {
  /** `language=de`. */
  readonly name: string;
  readonly cases: number;
  readonly measures: readonly MeasuredCases[];
}

export interface JudgedSlices {
  readonly slices: readonly Slice[];
  /** What holds the challenger back: failed slices, and with `strict` undecided ones. */
  readonly blocking: readonly { readonly verdict: Verdict; readonly reason: string }[];
}

/**
 * Judges the primary measures and the guardrails of every slice by their margins. With many slices
 * some look bad by chance, so a fail needs its p adjusted over all of them (Benjamini and
 * Hochberg). A slice of fewer than 30 cases, or more unscored ones than allowed, is undecided.
 */
export function judgeSlices(slices: readonly MeasuredSlice[], policy: GatePolicy): JudgedSlices {
  const margins = listMargins(policy);
  const entries = slices.flatMap((slice) =>
    slice.measures
      .filter(({ result }) => margins.has(result.measure))
      .map((measured) => ({ slice, measured, margin: margins.get(measured.result.measure) ?? 0 })),
  );
  const adjusted = adjustByBenjaminiHochberg(
    entries.map(({ measured }) => measured.comparison?.p ?? 1),
  );
  const judgments = new Map<MeasuredCases, JudgedMeasure>();
  for (const [place, { slice, measured, margin }] of entries.entries()) {
    const adjustedP = adjusted[place] ?? 1;
    const judged = judge(measured, margin, { adjustedP, policy });
    const reason = `slice ${slice.name}: ${explain(measured, judged, { margin })}`;
    judgments.set(measured, { judged, reason, adjustedP });
  }
  return {
    slices: slices.map(({ name, cases, measures }) => ({
      name,
      cases,
      measures: measures.map((measured) => toJudged(measured, judgments.get(measured))),
    })),
    blocking: [...judgments.values()]
      .filter(
        ({ judged: { verdict } }) =>
          verdict === "fail" || (policy.slices === "strict" && verdict === "inconclusive"),
      )
      .map(({ judged, reason }) => ({ verdict: judged.verdict, reason })),
  };
}

interface JudgedMeasure {
  readonly judged: Judged;
  readonly reason: string;
  readonly adjustedP: number;
}

/** A primary measure that must improve as a whole may stand still on a slice. */
const listMargins = ({ primary, guardrails }: GatePolicy): ReadonlyMap<string, number> =>
  new Map([
    ...(primary?.measures ?? []).map((name) => [name, primary?.margin ?? 0] as const),
    ...guardrails.map(({ measure, margin }) => [measure, margin] as const),
  ]);

function judge(
  { comparison, result: { scored, unscored } }: MeasuredCases,
  margin: number,
  { adjustedP, policy }: { readonly adjustedP: number; readonly policy: GatePolicy },
): Judged {
  if (unscored > policy.unscoredLimit * (scored + unscored))
    return { verdict: "inconclusive", because: "unscored" };
  if (!comparison) return { verdict: "inconclusive", because: "too-few-cases" };
  return judgeRegression({ ...comparison, adjustedP }, margin);
}

function toJudged(measured: MeasuredCases, found: JudgedMeasure | undefined) {
  if (!found) return toMeasureResult(measured);
  const { judged, reason, adjustedP } = found;
  return toMeasureResult(measured, {
    verdict: judged.verdict,
    verdictReason: reason,
    adjustedP,
    ...(judged.casesNeeded === undefined ? {} : { casesNeeded: judged.casesNeeded }),
  });
}
