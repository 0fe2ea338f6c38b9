/** @module Evaluations of arms on one golden set, as the decision compares them. */
import type { Evaluation } from "../../domain/evaluation.ts";
import { ARMS, type Arm, type ArmComparison, type ArmResult } from "../../decide/index.ts";
import { comparePaired, type CaseScores } from "../../evaluate/index.ts";

export interface MeasuredArm {
  readonly arm: Arm;
  readonly evaluation: Evaluation;
}

const SUCCESS = "AnswerSuccess";
/** Of the randomization: one for all decisions, so that only measurements move them. */
const SEED = "decide";

export interface ArmMeasurements {
  readonly arms: readonly ArmResult[];
  /** Every pair of arms, the one that is less simple first. */
  readonly comparisons: readonly ArmComparison[];
}

export function measureArms(measured: readonly MeasuredArm[]): ArmMeasurements {
  const ordered = measured.toSorted((a, b) => ARMS.indexOf(a.arm) - ARMS.indexOf(b.arm));
  return {
    arms: ordered.flatMap(toArmResult),
    comparisons: ordered.flatMap((b, index) =>
      ordered.slice(index + 1).flatMap((a) => compare(a, b)),
    ),
  };
}

function toArmResult({ arm, evaluation }: MeasuredArm): readonly ArmResult[] {
  const success = evaluation.measures.find(({ measure }) => measure === SUCCESS);
  if (success?.mean === undefined || !success.interval) return [];
  const latency = evaluation.measures.find(({ measure }) => measure === "LatencyP95");
  return [
    {
      arm,
      status: "measured",
      cases: success.scored,
      success: { mean: success.mean, low: success.interval.low, high: success.interval.high },
      ...(latency?.mean === undefined ? {} : { p95Ms: latency.mean }),
      usdPerAnswer:
        evaluation.costUsd === "unknown"
          ? "unknown"
          : evaluation.costUsd / Math.max(1, evaluation.counts.cases),
      evaluationId: evaluation.id,
    },
  ];
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
