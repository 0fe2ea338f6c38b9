/** @module One decision, from answers, measurements, arms, prices and a seed: equal inputs, equal bytes. */
import { hashJson } from "../foundation/hash.ts";
import { checkBands } from "./cost/bands.ts";
import { findBreakEven } from "./cost/break-even.ts";
import { COSTED_ARMS, modesOf, toCostedArm, type CostedArm, type Range } from "./cost/inputs.ts";
import { LINES, priceChangedFact, type ArmPlan, type Hosting } from "./cost/lines.ts";
import { ageInDays, isStale, type PriceTable } from "./cost/price-tables.ts";
import { computeTornado, simulate } from "./cost/sensitivity.ts";
import { computeCost, pricePerAccepted, type ArmCost } from "./cost/totals.ts";
import { useEvidence, type UsedAnswers } from "./evidence/evidence.ts";
import type { Observations } from "./evidence/observations.ts";
import { QUESTIONS, type Answers } from "./questionnaire/answers.ts";
import { findContradictions } from "./questionnaire/contradictions.ts";
import { readArticles } from "./readings/readings.ts";
import type { ArmComparison, ArmResult } from "./recommendation/arm-results.ts";
import { assessConfidence } from "./recommendation/confidence.ts";
import { planNextSteps } from "./recommendation/next-steps.ts";
import { checkPitfalls } from "./recommendation/pitfalls.ts";
import { recommend, type Recommendation } from "./recommendation/recommend.ts";
import { planRevisit } from "./recommendation/revisit.ts";
import { describeRecommendation } from "./recommendation/sentence.ts";
import { sealDecision, type Decision } from "./record/decision.ts";
import { ARTICLE_CONFLICTS } from "./rules/conflicts.ts";
import type { Criterion } from "./rules/entry-gate.ts";
import { ARMS, type Facts } from "./rules/facts.ts";
import { HARD_RULES } from "./rules/hard-rules.ts";

export interface DecideInput {
  readonly createdAt: string;
  readonly version: string;
  readonly fingerprint: string;
  readonly seed: string;
  readonly stated: Answers;
  readonly observations: Observations;
  readonly measuredCriteria?: readonly Criterion[];
  /** Every arm, measured or not; one that is missing is unmeasured. */
  readonly arms: readonly ArmResult[];
  readonly comparisons: readonly ArmComparison[];
  readonly goldenSet?: string;
  readonly failures: readonly { readonly class: string; readonly count: number }[];
  /** By input of the cost model. */
  readonly ranges: Readonly<Record<string, Range>>;
  readonly hosting: Hosting;
  readonly priceTables: readonly PriceTable[];
  readonly valueOfRightAnswerUsd?: number;
  readonly latencyLimitMs?: number;
  readonly draws?: number;
}

const HORIZONS = [12, 24] as const;
/** What a lead asks about first: what does tuning add to retrieval? */
const COMPARED = { a: "both", b: "retrieval", months: 24 } as const;
const SWINGS_SHOWN = 8;

export function decide(input: DecideInput): Decision {
  const used = useEvidence(input.stated, input.observations);
  const costs = computeCosts(input);
  const facts = toFacts(input, used.answers);
  const breakEven = costs.breakEven.find(
    ({ a, b, months }) => a === "tuned" && b === "retrieval" && months === 24,
  );
  const recommendation = recommend({
    facts,
    arms: input.arms,
    comparisons: input.comparisons,
    ...(input.measuredCriteria ? { measuredCriteria: input.measuredCriteria } : {}),
    ...(input.valueOfRightAnswerUsd === undefined
      ? {}
      : { valueOfRightAnswerUsd: input.valueOfRightAnswerUsd }),
    ...(typeof breakEven?.perMonth === "number"
      ? {
          breakEven: {
            perMonth: breakEven.perMonth,
            questionsPerMonth: modesOf(input.ranges)["questionsPerMonth"] ?? 0,
          },
        }
      : {}),
  });
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
    axes: { K: recommendation.axes.K, B: recommendation.axes.B },
    rules: recommendation.rules.map(({ id, reason }) => ({
      id,
      text: HARD_RULES.find((rule) => rule.id === id)?.text ?? "",
      reason,
    })),
    excluded: [...recommendation.excluded],
    ...(recommendation.gate
      ? { gate: { ...recommendation.gate, criteria: [...recommendation.gate.criteria] } }
      : {}),
    arms: describeArms(input, recommendation, costs.all),
    comparisons: input.comparisons.map((comparison) => ({ ...comparison })),
    failures: input.failures.map((failure) => ({ ...failure })),
    costs: costs.described,
    breakEven: [...costs.breakEven],
    tornado: costs.tornado,
    bands: checkBands(costs.all.filter(({ months }) => months === COMPARED.months)).map((band) => ({
      ...band,
    })),
    findings,
    conflicts: listConflicts(facts, recommendation),
    readings: readArticles(used.answers).map((reading) => ({ ...reading })),
    pitfalls: checkPitfalls(used.answers, input.observations).map((pitfall) => ({ ...pitfall })),
    nextSteps: planNextSteps(recommendation, used.answers).map((step) => ({ ...step })),
    revisit: planRevisit({
      recommendation,
      observations: input.observations,
      questionsPerMonth: modesOf(input.ranges)["questionsPerMonth"] ?? 0,
      breakEvenPerMonth: breakEven?.perMonth ?? undefined,
      inputPrice: modesOf(input.ranges)["inputPrice"] ?? NaN,
      baseShutdownAt: input.arms.find(({ base }) => base?.shutdownAt !== undefined)?.base
        ?.shutdownAt,
      success: input.arms.find(({ arm }) => arm === recommendation.byArms?.arm)?.success,
      createdAt: input.createdAt,
    }).map((trigger) => ({ ...trigger })),
  });
}

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

const describeInputs = (input: DecideInput): Decision["inputs"] => ({
  answersHash: hashJson(Object.fromEntries(input.stated)),
  evidenceHash: hashJson({
    observations: input.observations,
    arms: input.arms,
    comparisons: input.comparisons,
    criteria: input.measuredCriteria ?? [],
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
  seed: input.seed,
  horizonMonths: [...HORIZONS],
});

function describeOutcome(
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
    modifiers: [...modifiers],
    sentence: describeRecommendation(recommendation),
    confidence: { ...confidence, reasons: [...confidence.reasons] },
    provisional,
    conditions: [...conditions],
    because: [...rules.map(({ id }) => id), ...findings.map(({ id }) => id)],
  };
}

function describeAnswers(
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

const tellItem = ({ told, enough, needed }: UsedAnswers["items"][number]): string =>
  enough ? told : `${told}; not used, it takes ${needed}`;

function describeArms(
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
    return {
      arm: name,
      status: rule === undefined ? (measured ? "measured" : "unmeasured") : "excluded",
      ...(rule === undefined ? {} : { reason: rule }),
      ...(measured
        ? {}
        : { command: result?.command ?? `plumbline decide measure --arms ${name}` }),
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

interface Costs {
  readonly all: readonly ArmCost[];
  readonly described: Decision["costs"];
  readonly breakEven: Decision["breakEven"];
  readonly tornado: Decision["tornado"];
}

function computeCosts({ ranges, hosting, seed, draws }: DecideInput): Costs {
  const values = modesOf(ranges);
  const plan = (arm: CostedArm): ArmPlan => ({ arm, hosting });
  const plans = COSTED_ARMS.map(plan);
  const all = HORIZONS.flatMap((months) => plans.map((each) => computeCost(values, each, months)));
  const described = HORIZONS.flatMap((months) => {
    const simulation = simulate(ranges, plans, months, {
      seed: `${seed}/${months}`,
      ...(draws === undefined ? {} : { draws }),
    });
    return plans.map((each, index) => {
      const cost = computeCost(values, each, months);
      const { p10 = 0, p50 = 0, p90 = 0 } = simulation.totals[index] ?? {};
      return {
        arm: each.arm,
        months,
        hosting,
        lines: LINES.map((line) => ({ line, usd: toUsd(cost.lines[line]) })),
        setup: cost.setup,
        total: cost.total,
        p10,
        p50,
        p90,
        cheapestShare: simulation.cheapest[index] ?? 0,
        unpriced: [...cost.unpriced],
        changedFactUsd: toUsd(priceChangedFact(values, each)),
      };
    });
  });
  const { a, b, months } = COMPARED;
  const totalOf = (arm: CostedArm): number => computeCost(values, plan(arm), months).total;
  return {
    all,
    described,
    breakEven: HORIZONS.flatMap((horizon) =>
      (["tuned", "both"] as const).map((arm) => ({
        a: arm,
        b: "retrieval",
        months: horizon,
        perMonth: findBreakEven(values, plan(arm), plan("retrieval"), horizon),
      })),
    ),
    tornado: {
      a,
      b,
      months,
      atModes: totalOf(a) - totalOf(b),
      swings: computeTornado(ranges, plan(a), plan(b), months)
        .slice(0, SWINGS_SHOWN)
        .map((swing) => ({ ...swing })),
    },
  };
}

const toUsd = (usd: number): number | "unknown" => (Number.isNaN(usd) ? "unknown" : usd);

function listFindings(
  input: DecideInput,
  used: UsedAnswers,
  { axes, byArms, approach }: Recommendation,
  costs: readonly ArmCost[],
): Decision["findings"] {
  const unpriced = [...new Set(costs.flatMap((cost) => cost.unpriced))];
  const stale = input.priceTables.filter((table) => isStale(table, input.createdAt));
  const axesSay = axes.K >= axes.B ? "retrieval" : "tuning";
  const overruled =
    byArms !== undefined && approach === (axesSay === "retrieval" ? "tuned" : "retrieval");
  return [
    ...used.findings.map(({ id, text }) => ({ id, severity: "warning" as const, text })),
    ...findContradictions(input.stated).map(({ questions, text, meaning }) => ({
      id: `contradiction-${questions.join("-")}`,
      severity: "warning" as const,
      text: `${text[0]?.toUpperCase() ?? ""}${text.slice(1)}: ${meaning}.`,
    })),
    ...stale.map((table) => ({
      id: `stale-prices-${table.id}`,
      severity: "warning" as const,
      text: `The prices of ${table.id} were read ${ageInDays(table, input.createdAt)} days ago; they are used as they are.`,
    })),
    ...(unpriced.length > 0
      ? [
          {
            id: "unpriced",
            severity: "warning" as const,
            text: `A price is unknown, so the totals lack: ${unpriced.join(", ")}.`,
          },
        ]
      : []),
    ...(overruled
      ? [
          {
            id: "arms-over-scores",
            severity: "note" as const,
            text: `The scores, K ${axes.K} and B ${axes.B}, speak for ${axesSay}; the measured arms decided otherwise.`,
          },
        ]
      : []),
    ...(byArms?.uncompared ?? []).map((arm) => ({
      id: `uncompared-${arm}`,
      severity: "warning" as const,
      text: `${arm} was measured, but not on the same cases as ${byArms?.arm ?? ""}: measure both again in one run.`,
    })),
    ...(byArms?.declined ?? []).map(({ arm, reason }) => ({
      id: `declined-${arm}`,
      severity: "note" as const,
      text: `${arm} was not taken: ${reason}.`,
    })),
  ];
}

function listConflicts(facts: Facts, { approach, axes }: Recommendation): Decision["conflicts"] {
  const indicated = {
    retrieval: approach === "retrieval" || approach === "both",
    tuning: approach === "tuned" || approach === "both" || axes.B >= axes.K,
  };
  return ARTICLE_CONFLICTS.filter(({ applies }) => applies(facts, indicated)).map(
    ({ id, subject, readings, line }) => ({
      id,
      subject,
      line,
      readings: readings.map(({ says, articles }) => ({ says, articles: [...articles] })),
    }),
  );
}
