/** @module Inputs, answers, arms and outcome, as they go on record. */
import { MINUTE_MS } from "../../foundation/durations.ts";
import { hashJson } from "../../foundation/hash.ts";
import { modesOf, toCostedArm } from "../cost/inputs.ts";
import { isStale } from "../cost/price-tables.ts";
import { pricePerAccepted, type ArmCost } from "../cost/totals.ts";
import type { DecideInput } from "../decide-input.ts";
import type { UsedAnswers } from "../evidence/evidence.ts";
import { QUESTIONS, type Answers } from "../questionnaire/answers.ts";
import { findContradictions } from "../questionnaire/contradictions.ts";
import { assessConfidence } from "../recommendation/confidence.ts";
import { describeUnmeasured } from "../recommendation/measure-commands.ts";
import type { Recommendation } from "../recommendation/recommend.ts";
import { describeRecommendation } from "../recommendation/sentence.ts";
import { ARMS } from "../rules/facts.ts";
import { COMPARED, HORIZONS } from "./compute-costs.ts";
import type { Decision } from "./decision.ts";

export const describeInputs = (input: DecideInput): Decision["inputs"] => ({
  answersHash: hashJson(Object.fromEntries(input.stated)),
  evidenceHash: hashJson({
    observations: input.observations,
    arms: input.arms,
    comparisons: input.comparisons,
    gate: input.gateFacts ?? {},
    failures: input.failures,
  }),
  costsHash: hashJson({ ranges: input.ranges, hosting: input.hosting }),
  ...(input.goldenSet === undefined ? {} : { goldenSet: input.goldenSet }),
  evaluationIds: [...new Set(input.arms.flatMap(({ evaluationId }) => evaluationId ?? []))],
  priceTables: input.priceTables.map((table) => ({
    id: table.id,
    readAt: table.readAt,
    hash: hashJson(table),
    stale: isStale(table, input.createdAt),
  })),
  measured: Object.entries(input.measuredInputs ?? {}).map(([name, value]) => ({
    input: name,
    value,
  })),
  ...(input.tokenPrices ? { pricedModel: input.tokenPrices.model } : {}),
  seed: input.seed,
  horizonMonths: [...HORIZONS],
});

export function describeOutcome(
  input: DecideInput,
  used: UsedAnswers,
  recommendation: Recommendation,
  findings: Decision["findings"],
): Decision["recommendation"] {
  const { approach, when, lane, modifiers, provisional, conditions, rules } = recommendation;
  const confidence = assessConfidence({
    recommendation,
    answers: used.answers,
    measured: used.measured,
    contradictions: findContradictions(input.stated).length,
    stalePrices: input.priceTables.some((table) => isStale(table, input.createdAt)),
  });
  return {
    approach,
    ...(when ? { when } : {}),
    ...(lane ? { lane } : {}),
    ...(recommendation.byArms ? { arm: recommendation.byArms.arm } : {}),
    modifiers: [...modifiers],
    sentence: describeRecommendation(recommendation),
    confidence: { ...confidence, reasons: [...confidence.reasons] },
    provisional,
    conditions: [...conditions],
    because: [...rules.map(({ id }) => id), ...findings.map(({ id }) => id)],
  };
}

export function describeAnswers(
  stated: Answers,
  used: UsedAnswers,
  { axes }: Recommendation,
): Decision["answers"] {
  return QUESTIONS.map(({ id, text }) => {
    const item = used.items.find(({ question }) => question === id);
    const said = stated.get(id);
    const taken = used.answers.get(id);
    const points = axes.contributions.find(({ question }) => question === id);
    return {
      question: id,
      text,
      ...(said === undefined ? {} : { stated: said }),
      ...(item ? { measured: item.measured, told: tellItem(item) } : {}),
      ...(taken === undefined ? {} : { used: taken }),
      k: points?.k ?? 0,
      b: points?.b ?? 0,
    };
  });
}

/** In minutes, the unit in which a hospital's policy is waited for. */
export function describeFreshness({
  observations: { freshness },
}: DecideInput): Pick<Decision, "freshness"> {
  if (!freshness) return {};
  const minutes = Number((freshness.p95Ms / MINUTE_MS).toPrecision(2));
  return {
    freshness: `95 % of ${freshness.versions} changes were searchable within ${minutes.toLocaleString("en-US")} minutes`,
  };
}

const tellItem = ({ told, enough, needed }: UsedAnswers["items"][number]): string =>
  enough ? told : `${told}; not used, it takes ${needed}`;

export function describeArms(
  { arms, ranges }: DecideInput,
  { excluded }: Recommendation,
  costs: readonly ArmCost[],
): Decision["arms"] {
  return ARMS.map((name) => {
    const result = arms.find(({ arm }) => arm === name);
    const rule = excluded.find(({ arm }) => arm === name)?.rule;
    const cost = costs.find(
      ({ arm, months }) => arm === toCostedArm(name) && months === COMPARED.months,
    );
    const measured = result?.status === "measured";
    const unmeasured = describeUnmeasured(name);
    return {
      arm: name,
      status: rule === undefined ? (measured ? "measured" : "unmeasured") : "excluded",
      ...(rule !== undefined ? { reason: rule } : measured ? {} : { reason: unmeasured.reason }),
      ...(measured ? {} : { command: result?.command ?? unmeasured.command }),
      ...(result?.evaluationId === undefined ? {} : { evaluationId: result.evaluationId }),
      ...(result?.cases === undefined ? {} : { cases: result.cases }),
      ...(result?.success ? { success: { ...result.success } } : {}),
      ...(result?.p95Ms === undefined ? {} : { p95Ms: result.p95Ms }),
      ...(result?.usdPerAnswer === undefined ? {} : { usdPerAnswer: result.usdPerAnswer }),
      ...(cost && result?.success
        ? { usdPerAccepted: pricePerAccepted(modesOf(ranges), cost, result.success.mean) }
        : {}),
    };
  });
}
