/** @module Evaluations of arms on one golden set, as the decision compares them. */
import type { Evaluation } from "../../domain/evaluation.ts";
import { ARMS, type Arm, type ArmComparison, type ArmResult } from "../../decide/index.ts";
import { adjustByHolm } from "../../foundation/statistics/hypotheses/multiplicity.ts";
import { comparePaired, computeLatency, type CaseScores } from "../../evaluate/index.ts";

export interface MeasuredArm {
  readonly arm: Arm;
  readonly evaluation: Evaluation;
}

const SUCCESS = "AnswerSuccess";
/** Asked about before anything is measured; of the others nothing but their own p is told. */
const DECLARED: readonly (readonly [Arm, Arm])[] = [
  ["fewshot", "prompt"],
  ["retrieval", "fewshot"],
  ["tuned", "fewshot"],
  ["both", "retrieval"],
  ["small-tuned", "large-prompted"],
];
/** Of the randomization: one for all decisions, so that only measurements move them. */
const SEED = "decide";

export interface ArmMeasurements {
  readonly arms: readonly ArmResult[];
  /** Every pair of arms, the one that is less simple first. */
  readonly comparisons: readonly ArmComparison[];
}

export function compareArms(measured: readonly MeasuredArm[]): ArmMeasurements {
  const ordered = measured.toSorted((a, b) => ARMS.indexOf(a.arm) - ARMS.indexOf(b.arm));
  const comparisons = ordered.flatMap((b, index) =>
    ordered.slice(index + 1).flatMap((a) => compare(a, b)),
  );
  return { arms: ordered.flatMap(toArmResult), comparisons: adjust(comparisons) };
}

/** By Holm's rule, over those of the declared comparisons that were measured. */
function adjust(comparisons: readonly ArmComparison[]): readonly ArmComparison[] {
  const declared = comparisons.filter(({ a, b }) =>
    DECLARED.some(([one, other]) => one === a && other === b),
  );
  const adjusted = adjustByHolm(declared.map(({ p }) => p));
  return comparisons.map((comparison) => {
    const adjustedP = adjusted[declared.indexOf(comparison)];
    return adjustedP === undefined ? comparison : { ...comparison, adjustedP };
  });
}

function toArmResult({ arm, evaluation }: MeasuredArm): readonly ArmResult[] {
  const success = evaluation.measures.find(({ measure }) => measure === SUCCESS);
  if (success?.mean === undefined || !success.interval) return [];
  const { replies, usdPerAnswer } = sumReplies(evaluation);
  const p95 = computeLatency(replies, 0.95);
  const { base } = evaluation.subject;
  return [
    {
      arm,
      status: "measured",
      cases: success.scored,
      success: { mean: success.mean, low: success.interval.low, high: success.interval.high },
      ...(p95 ? { p95Ms: Math.round(p95.value) } : {}),
      usdPerAnswer,
      evaluationId: evaluation.id,
      ...(base ? { base } : {}),
    },
  ];
}

/** Milliseconds of each reply, and dollars of one. */
function sumReplies({ cases, costUsd }: Evaluation): {
  readonly replies: readonly number[];
  readonly usdPerAnswer: number | "unknown";
} {
  const replies = cases.flatMap((each) =>
    each.replies.flatMap(({ failure, latencyMs }) => (failure ? [] : [latencyMs])),
  );
  const usdPerAnswer = costUsd === "unknown" ? costUsd : costUsd / Math.max(1, replies.length);
  return { replies, usdPerAnswer };
}

/** On the cases of equal hash alone, paired; both must know the success of a case. */
function compare(a: MeasuredArm, b: MeasuredArm): readonly ArmComparison[] {
  const before = new Map(b.evaluation.cases.map((each) => [each.caseHash, each.scores[SUCCESS]]));
  const cases = a.evaluation.cases.flatMap(
    ({ caseId, caseHash, scores }): readonly CaseScores[] => {
      const baseline = before.get(caseHash);
      return baseline ? [{ caseId, scores: scores[SUCCESS] ?? [], baseline }] : [];
    },
  );
  const compared = comparePaired(cases, { measure: SUCCESS, seed: SEED });
  if (!compared) return [];
  const { difference, interval, p, smallestSeen } = compared;
  return [
    {
      a: a.arm,
      b: b.arm,
      difference,
      low: interval.low,
      high: interval.high,
      p,
      cases: compared.cases,
      smallestSeen,
    },
  ];
}
