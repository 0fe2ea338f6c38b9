/** @module The gate: whether a challenger passes by a policy, fails, or is not known well enough. */
import type { MeasureResult, Slice, Verdict } from "../../domain/evaluation.ts";
import { adjustByHolm } from "../../foundation/statistics/hypotheses/multiplicity.ts";
import { policyMeasureMissing } from "../errors.ts";
import { explain } from "./explain.ts";
import type { MeasuredCases } from "./measure-cases.ts";
import { listPolicyMeasures, type GatePolicy } from "./policy.ts";
import { judgeSlices, type MeasuredSlice } from "./judge-slices.ts";
import {
  judgeFloor,
  judgeImprovement,
  judgeRegression,
  judgeZero,
  LEAST_CASES,
  type Judged,
} from "./verdicts.ts";
import { toMeasureResult } from "./to-measure-result.ts";

export interface GateInput {
  readonly policy: GatePolicy;
  /** Every measure that the policy names is among them; others are passed through unjudged. */
  readonly measures: readonly MeasuredCases[];
  readonly slices?: readonly MeasuredSlice[];
  /** False: there is no baseline, so that floors and zeros alone are judged. */
  readonly compared: boolean;
  /** No case was written or confirmed by a person. */
  readonly syntheticOnly?: boolean;
}

export interface GateDecision {
  readonly verdict: Verdict;
  /** In plain words, the deciding ones first. */
  readonly reasons: readonly string[];
  /** In the order given, those of the policy with role, verdict and reason. */
  readonly measures: readonly MeasureResult[];
  readonly slices: readonly Slice[];
}

interface Check {
  readonly measured: MeasuredCases;
  readonly role: NonNullable<MeasureResult["role"]>;
  readonly judged: Judged;
  readonly reason: string;
  readonly adjustedP?: number;
}

/** Of the overall verdict: what any of them fails decides. */
const ORDER: readonly Verdict[] = ["fail", "inconclusive", "pass"];

/**
 * Any fail fails; else anything undecided among primary, guardrails, floors and zeros leaves it
 * undecided. Several primaries that must improve: one suffices, by Holm's rule. Guardrails need no
 * correction to pass, since all must, and Holm's rule to fail. Slices hold back by failing, with
 * `slices: strict` by not passing. Below 30 cases, and over synthetic cases alone, nothing passes;
 * there only a zero that was broken still fails.
 *
 * @throws evaluate.policy-measure-missing
 */
export function decideGate(input: GateInput): GateDecision {
  const { policy, measures, compared } = input;
  const missing = listPolicyMeasures(policy).find((name) => !findMeasure(measures, name));
  if (missing !== undefined) throw policyMeasureMissing({ measure: missing });
  const primaries = compared ? checkPrimaries(input) : [];
  const others = [
    ...(compared ? checkGuardrails(input) : []),
    ...checkFloors(input),
    ...checkZeros(input),
  ];
  const slices = compared ? judgeSlices(input.slices ?? [], policy) : { slices: [], blocking: [] };
  const counted = [
    ...(primaries.length > 0 ? [settlePrimaries(primaries, policy)] : []),
    ...others.map(({ judged, reason }) => ({ verdict: judged.verdict, reason })),
    ...slices.blocking,
  ];
  const checks = [...primaries, ...others];
  return {
    ...settle(counted, input),
    measures: measures.map((measured) => toResult(measured, checks)),
    slices: slices.slices,
  };
}

interface Counted {
  readonly verdict: Verdict;
  readonly reason: string;
}

function settle(
  counted: readonly Counted[],
  { compared, syntheticOnly, measures, policy }: GateInput,
): Pick<GateDecision, "verdict" | "reasons"> {
  const reasons = ORDER.flatMap((verdict) =>
    counted.filter((each) => each.verdict === verdict).map(({ reason }) => reason),
  );
  if (!compared && (policy.primary || policy.guardrails.length > 0))
    reasons.push("no baseline: only floors and zeros were judged");
  const broken = policy.zeros.some((name) => (findMeasure(measures, name)?.violations ?? 0) > 0);
  if (syntheticOnly) {
    const held = "synthetic-only: questions that were made from documents decide no gate";
    return { verdict: broken ? "fail" : "inconclusive", reasons: [held, ...reasons] };
  }
  const verdict = ORDER.find((each) => counted.some((one) => one.verdict === each));
  return { verdict: verdict ?? "inconclusive", reasons };
}

/** Of several that must improve one suffices, unless another got worse; else each must hold. */
function settlePrimaries(checks: readonly Check[], policy: GatePolicy): Counted {
  const first = ORDER.find((verdict) => checks.some(({ judged }) => judged.verdict === verdict));
  const passed = checks.some(({ judged }) => judged.verdict === "pass");
  const enough = policy.primary?.must === "improve" && first === "inconclusive" && passed;
  const verdict = enough ? "pass" : (first ?? "inconclusive");
  const deciding = checks.filter(({ judged }) => judged.verdict === verdict);
  return { verdict, reason: deciding.map(({ reason }) => reason).join("; ") };
}

function checkPrimaries({ policy, measures }: GateInput): readonly Check[] {
  const { primary } = policy;
  if (!primary) return [];
  const several = primary.measures.length > 1 && primary.must === "improve";
  const adjusted = adjustFamily(measures, primary.measures);
  return primary.measures.map((name, place) =>
    checkDifference({
      measured: getMeasure(measures, name),
      role: "primary",
      policy,
      margin: primary.must === "improve" ? undefined : primary.margin,
      adjustedP: several ? adjusted[place] : undefined,
    }),
  );
}

function checkGuardrails({ policy, measures }: GateInput): readonly Check[] {
  const names = policy.guardrails.map(({ measure }) => measure);
  const adjusted = adjustFamily(measures, names);
  return policy.guardrails.map(({ measure, margin }, place) =>
    checkDifference({
      measured: getMeasure(measures, measure),
      role: "guardrail",
      policy,
      margin,
      adjustedP: names.length > 1 ? adjusted[place] : undefined,
    }),
  );
}

const adjustFamily = (
  measures: readonly MeasuredCases[],
  names: readonly string[],
): readonly number[] =>
  adjustByHolm(names.map((name) => findMeasure(measures, name)?.comparison?.p ?? 1));

interface DifferenceCheck {
  readonly measured: MeasuredCases;
  readonly role: "primary" | "guardrail";
  readonly policy: GatePolicy;
  /** Absent: it must improve. */
  readonly margin: number | undefined;
  readonly adjustedP: number | undefined;
}

function checkDifference(check: DifferenceCheck): Check {
  const { measured, role, policy, margin, adjustedP } = check;
  const { comparison } = measured;
  const family = adjustedP === undefined ? {} : { adjustedP };
  const judged: Judged = isMostlyUnscored(measured, policy)
    ? { verdict: "inconclusive", because: "unscored" }
    : !comparison
      ? { verdict: "inconclusive", because: "too-few-cases" }
      : margin === undefined
        ? judgeImprovement({ ...comparison, ...family })
        : judgeRegression({ ...comparison, ...family }, margin);
  return { measured, role, judged, reason: explain(measured, judged, { margin }), ...family };
}

function checkFloors({ policy, measures }: GateInput): readonly Check[] {
  return policy.floors.map(({ measure, least, most }) => {
    const measured = getMeasure(measures, measure);
    const { bounds, units } = measured;
    const mirrored = bounds && { low: -bounds.high, high: -bounds.low };
    const judged: Judged = isMostlyUnscored(measured, policy)
      ? { verdict: "inconclusive", because: "unscored" }
      : !bounds || !mirrored || units < LEAST_CASES
        ? { verdict: "inconclusive", because: "too-few-cases" }
        : least === undefined
          ? judgeFloor(mirrored, units, -(most ?? 0))
          : judgeFloor(bounds, units, least);
    return { measured, role: "floor", judged, reason: explain(measured, judged, { least, most }) };
  });
}

function checkZeros({ policy, measures }: GateInput): readonly Check[] {
  return policy.zeros.map((name) => {
    const measured = getMeasure(measures, name);
    const judged: Judged =
      measured.violations === 0 && isMostlyUnscored(measured, policy)
        ? { verdict: "inconclusive", because: "unscored" }
        : judgeZero(measured.violations, measured.result.scored);
    return { measured, role: "zero", judged, reason: explain(measured, judged, {}) };
  });
}

/** A mean over few of the cases says little of the rest. */
function isMostlyUnscored({ result, comparison }: MeasuredCases, policy: GatePolicy): boolean {
  const { scored, unscored } = result;
  const share = unscored / Math.max(1, scored + unscored);
  const pairs = (comparison?.cases ?? 0) + (comparison?.unscored ?? 0);
  const lost = (comparison?.unscored ?? 0) / Math.max(1, pairs);
  return Math.max(share, lost) > policy.unscoredLimit;
}

function toResult(measured: MeasuredCases, checks: readonly Check[]): MeasureResult {
  const own = checks.filter((check) => check.measured === measured);
  // A measure may have a floor besides its comparison: what is worst is told of it.
  const [worst] = own.toSorted(
    (a, b) => ORDER.indexOf(a.judged.verdict) - ORDER.indexOf(b.judged.verdict),
  );
  if (!worst) return toMeasureResult(measured);
  const { adjustedP } = own.find((check) => check.adjustedP !== undefined) ?? {};
  const casesNeeded = worst.judged.casesNeeded;
  return toMeasureResult(measured, {
    verdict: worst.judged.verdict,
    verdictReason: worst.reason,
    role: worst.role,
    ...(adjustedP === undefined ? {} : { adjustedP }),
    ...(casesNeeded === undefined ? {} : { casesNeeded }),
  });
}

const findMeasure = (measures: readonly MeasuredCases[], name: string): MeasuredCases | undefined =>
  measures.find(({ result }) => result.measure === name);

function getMeasure(measures: readonly MeasuredCases[], name: string): MeasuredCases {
  const found = findMeasure(measures, name);
  if (!found) throw policyMeasureMissing({ measure: name });
  return found;
}
