/** @module One decision, from answers, measurements, arms, prices and a seed: equal inputs, equal bytes. */
import { checkBands } from "./cost/bands.ts";
import { modesOf } from "./cost/inputs.ts";
import type { DecideInput } from "./decide-input.ts";
import { useEvidence } from "./evidence/evidence.ts";
import type { Answers } from "./questionnaire/answers.ts";
import { readArticles } from "./readings/readings.ts";
import { planNextSteps } from "./recommendation/next-steps.ts";
import { checkPitfalls } from "./recommendation/pitfalls.ts";
import { recommend, type Recommendation } from "./recommendation/recommend.ts";
import { planRevisit } from "./recommendation/revisit.ts";
import { COMPARED, computeCosts, priceComparisons, type Costs } from "./record/compute-costs.ts";
import { sealDecision, type Decision } from "./record/decision.ts";
import {
  describeFreshness,
  describeAnswers,
  describeArms,
  describeInputs,
  describeOutcome,
} from "./record/describe.ts";
import { listConflicts, listFindings } from "./record/list-findings.ts";
import type { Arm, Facts } from "./rules/facts.ts";
import { HARD_RULES } from "./rules/hard-rules.ts";

/** Pure: the clock, the seed and everything measured are handed in. */
export function decide(given: DecideInput): Decision {
  const used = useEvidence(given.stated, given.observations, given.gateFacts);
  const costs = computeCosts(given);
  const input = { ...given, comparisons: priceComparisons(given, costs.all) };
  const facts = toFacts(input, used.answers);
  const recommendation = recommendFor(input, facts, costs);
  const { axes, rules, excluded, gate } = recommendation;
  const findings = listFindings(input, used, recommendation, costs.all);
  return sealDecision({
    schema: "plumbline.decision/1",
    kind: "approach",
    createdAt: input.createdAt,
    version: input.version,
    fingerprint: input.fingerprint,
    inputs: describeInputs(input),
    recommendation: describeOutcome(input, used, recommendation, findings),
    answers: describeAnswers(input.stated, used, recommendation),
    axes: { K: axes.K, B: axes.B },
    rules: rules.map(({ id, reason }) => ({ id, text: textOf(id), reason })),
    excluded: [...excluded],
    ...(gate ? { gate: { ...gate, criteria: [...gate.criteria] } } : {}),
    arms: describeArms(input, recommendation, costs.all),
    comparisons: input.comparisons.map((comparison) => ({ ...comparison })),
    ...describeFreshness(input),
    failures: input.failures.map((failure) => ({ ...failure })),
    costs: costs.described,
    breakEven: [...costs.breakEven],
    savings: [...costs.savings],
    tornado: costs.tornado,
    bands: checkBands(costs.all.filter(({ months }) => months === COMPARED.months)).map((band) => ({
      ...band,
    })),
    findings,
    conflicts: listConflicts(facts, recommendation),
    readings: readArticles(used.answers).map((reading) => ({ ...reading })),
    pitfalls: checkPitfalls(used.answers, input.observations).map((pitfall) => ({ ...pitfall })),
    nextSteps: planNextSteps(recommendation, used.answers, measuredOf(input)).map((step) => ({
      ...step,
    })),
    revisit: revisitFor(input, recommendation, costs),
  });
}

const measuredOf = ({ arms }: DecideInput): ReadonlySet<Arm> =>
  new Set(arms.filter(({ status }) => status === "measured").map(({ arm }) => arm));

const textOf = (id: string): string => HARD_RULES.find((rule) => rule.id === id)?.text ?? "";

/** From which volume on the tuned arm costs less than retrieval, over 24 months. */
const breakEvenOf = ({ breakEven }: Costs): number | undefined =>
  breakEven.find(({ a, b, months }) => a === "tuned" && b === "retrieval" && months === 24)
    ?.perMonth ?? undefined;

const volumeOf = ({ ranges }: DecideInput): number => modesOf(ranges)["questionsPerMonth"] ?? 0;

function recommendFor(input: DecideInput, facts: Facts, costs: Costs): Recommendation {
  const { arms, gateFacts, valueOfRightAnswerUsd } = input;
  const perMonth = breakEvenOf(costs);
  return recommend({
    facts,
    arms,
    comparisons: input.comparisons,
    ...(gateFacts ? { gateFacts } : {}),
    paysBack: costs.paysBack,
    ...(valueOfRightAnswerUsd === undefined ? {} : { valueOfRightAnswerUsd }),
    ...(perMonth === undefined
      ? {}
      : { breakEven: { perMonth, questionsPerMonth: volumeOf(input) } }),
  });
}

const revisitFor = (
  input: DecideInput,
  recommendation: Recommendation,
  costs: Costs,
): Decision["revisit"] =>
  planRevisit({
    recommendation,
    observations: input.observations,
    questionsPerMonth: volumeOf(input),
    breakEvenPerMonth: breakEvenOf(costs),
    inputPrice: modesOf(input.ranges)["inputPrice"] ?? NaN,
    baseShutdownAt: input.arms.find(({ base }) => base?.shutdownAt !== undefined)?.base?.shutdownAt,
    success: input.arms.find(({ arm }) => arm === recommendation.byArms?.arm)?.success,
    createdAt: input.createdAt,
  }).map((trigger) => ({ ...trigger }));

function toFacts(
  { arms, createdAt, observations, latencyLimitMs }: DecideInput,
  answers: Answers,
): Facts {
  const { documents, golden } = observations;
  return {
    answers,
    arms,
    today: createdAt.slice(0, 10),
    ...(golden ? { goldenCases: golden.cases } : {}),
    ...(documents
      ? { knowledgeTokens: documents.tokens, distinctAccess: documents.distinctAccess }
      : {}),
    ...(latencyLimitMs === undefined ? {} : { latencyLimitMs }),
  };
}
