/** @module Retrieval, tuning, both or neither: rules first, measured arms before scores. */
import { INDICATED, scoreAnswers, type Axes } from "../questionnaire/score.ts";
import type { EntryGate, GateFacts } from "../../evaluate/index.ts";
import { completeGate, type DecidedLane } from "../rules/entry-gate.ts";
import { answered, type Arm, type Facts } from "../rules/facts.ts";
import { applyRules, type FiredRule, type Modifier } from "../rules/hard-rules.ts";
import { chooseByArms, type ArmChoice, type ArmComparison, type ArmResult } from "./arm-results.ts";

export type Approach = "prompt" | "retrieval" | "tuned" | "both" | "none";

export interface RecommendInput {
  readonly facts: Facts;
  readonly arms: readonly ArmResult[];
  readonly comparisons: readonly ArmComparison[];
  /** What the entry gate was measured from. */
  readonly gateFacts?: GateFacts;
  /** Whether each way of tuning costs no more than what it replaces; absent: a price is unknown. */
  readonly paysBack?: Readonly<Partial<Record<"tuned" | "both", boolean>>>;
  readonly valueOfRightAnswerUsd?: number;
  /** Questions a month from which the tuned arm costs less, and how many there are. */
  readonly breakEven?: { readonly perMonth: number; readonly questionsPerMonth: number };
}

export interface Recommendation {
  readonly approach: Approach;
  /** For what is tuned. */
  readonly when?: "now" | "later";
  readonly lane?: DecidedLane;
  readonly modifiers: readonly Modifier[];
  readonly axes: Axes;
  readonly rules: readonly FiredRule[];
  readonly excluded: readonly { readonly arm: Arm; readonly rule: string }[];
  /** Present when tuning is indicated. */
  readonly gate?: EntryGate;
  /** Present when the arms decided. */
  readonly byArms?: ArmChoice;
  readonly provisional: boolean;
  /** What stays open, or what the approach waits for, in whole sentences. */
  readonly conditions: readonly string[];
}

const APPROACH_OF: Readonly<Record<Arm, Approach>> = {
  prompt: "prompt",
  fewshot: "prompt",
  "large-prompted": "prompt",
  retrieval: "retrieval",
  "retrieval+search": "retrieval",
  "tuned-local": "tuned",
  "small-tuned": "tuned",
  tuned: "tuned",
  both: "both",
};

const TUNED: ReadonlySet<Approach> = new Set(["tuned", "both"]);
const PAYBACK_MONTHS = 24;

interface Indicated {
  readonly retrieval: boolean;
  readonly tuning: boolean;
}

export function recommend(input: RecommendInput): Recommendation {
  const { facts } = input;
  const axes = scoreAnswers(facts.answers);
  const fired = applyRules(facts);
  const excluded = fired.flatMap(({ id, excludes = [] }) =>
    excludes.map((arm) => ({ arm, rule: id })),
  );
  const forbidden = new Set(excluded.map(({ arm }) => arm));
  const byArms = chooseByArms(
    input.arms,
    input.comparisons,
    forbidden,
    input.valueOfRightAnswerUsd,
  );
  const indicated = byArms ? indicatedBy(byArms) : indicate(axes, fired, forbidden);
  const approach = byArms ? APPROACH_OF[byArms.arm] : toApproach(indicated, forbidden, input);
  const tunes = approach === "tuned" || approach === "both";
  const lane = answered(facts, "b.task", "classify") ? "classifier" : "generator";
  const gate = tunes ? completeGate(facts, lane, toGateFacts(input, approach)) : undefined;
  const timing = gate ? planTiming(lane, gate, fired) : undefined;
  return {
    approach,
    ...(tunes ? { when: timing?.when ?? "now", lane } : {}),
    modifiers: chooseModifiers(facts, approach, timing?.when, fired, byArms),
    axes,
    rules: [...fired, ...(timing?.rules ?? [])],
    excluded,
    ...(gate ? { gate } : {}),
    ...(byArms ? { byArms } : {}),
    provisional: isProvisional(input, fired, approach) || (byArms?.uncompared.length ?? 0) > 0,
    conditions: [
      ...describeOpenNeed(axes, fired),
      ...describeVolume(input, approach, indicated),
      ...(approach === "none" ? [describeNoneFits(excluded)] : []),
    ],
  };
}

/** Out of reach is what every arm that is not tuned was measured surely below. */
function toGateFacts(
  { facts, arms, gateFacts = { now: facts.today }, paysBack = {} }: RecommendInput,
  approach: "tuned" | "both",
): GateFacts {
  const { target } = gateFacts;
  const others = arms.flatMap(({ arm, success }) =>
    success && !TUNED.has(APPROACH_OF[arm]) ? [success] : [],
  );
  const isPaidBack = paysBack[approach];
  return {
    ...gateFacts,
    ...(isPaidBack === undefined
      ? {}
      : { payback: { paysBack: isPaidBack, months: PAYBACK_MONTHS } }),
    ...(target === undefined || others.length === 0
      ? {}
      : { outOfReach: others.every(({ high }) => high < target) }),
  };
}

const indicatedBy = ({ arm }: ArmChoice): Indicated => ({
  retrieval: APPROACH_OF[arm] === "retrieval" || APPROACH_OF[arm] === "both",
  tuning: APPROACH_OF[arm] === "tuned" || APPROACH_OF[arm] === "both",
});

function indicate(axes: Axes, fired: readonly FiredRule[], forbidden: ReadonlySet<Arm>): Indicated {
  const tuning = axes.B >= INDICATED && !fired.some(({ forbidsTuning }) => forbidsTuning);
  const needed = fired.some(({ requires }) => requires === "retrieval");
  // Where weights alone may not answer, what is tuned answers from retrieved sources.
  const instead = tuning && forbidden.has("tuned");
  return { retrieval: axes.K >= INDICATED || needed || instead, tuning };
}

/** Where the volume does not pay for tuning, examples in a cached prompt do. */
const paysByVolume = ({ facts, breakEven }: RecommendInput): boolean =>
  !answered(facts, "s.traffic", "above-1m") ||
  breakEven === undefined ||
  breakEven.questionsPerMonth > breakEven.perMonth;

function toApproach(
  { retrieval, tuning }: Indicated,
  forbidden: ReadonlySet<Arm>,
  input: RecommendInput,
): Approach {
  if (tuning && paysByVolume(input)) {
    if (retrieval) return forbidden.has("both") ? "retrieval" : "both";
    return "tuned";
  }
  if (retrieval) return forbidden.has("retrieval") ? "none" : "retrieval";
  return forbidden.has("prompt") && forbidden.has("fewshot") ? "none" : "prompt";
}

function planTiming(
  lane: "generator" | "classifier",
  gate: EntryGate,
  fired: readonly FiredRule[],
): { readonly when: "now" | "later"; readonly rules: readonly FiredRule[] } {
  const postponed =
    lane === "generator" && fired.some(({ postponesGenerator }) => postponesGenerator);
  if (gate.verdict !== "closed") return { when: postponed ? "later" : "now", rules: [] };
  const missing = gate.criteria.filter(({ state }) => state === "missing");
  const reason = `the entry gate is closed; still missing: ${missing.map(({ id, text }) => `${id}, ${text}`).join("; ")}`;
  return { when: "later", rules: [{ id: "H8", reason, postponesGenerator: true }] };
}

function chooseModifiers(
  facts: Facts,
  approach: Approach,
  when: "now" | "later" | undefined,
  fired: readonly FiredRule[],
  byArms: ArmChoice | undefined,
): readonly Modifier[] {
  const chosen = new Set<Modifier>();
  const tunes = approach === "tuned" || approach === "both";
  for (const { modifiers = [] } of fired)
    for (const modifier of modifiers) {
      if (modifier === "self-hosted-only" && !tunes) continue;
      if (modifier === "cache" && approach !== "prompt") continue;
      chosen.add(modifier);
    }
  if (answered(facts, "k.relational", "yes")) chosen.add("query-tool");
  if (answered(facts, "b.format", "exact") && when !== "now") chosen.add("constrain");
  if (approach === "retrieval" || approach === "both") {
    if (answered(facts, "k.domains", "several")) chosen.add("router");
    if (answered(facts, "b.task", "search") || byArms?.arm === "retrieval+search")
      chosen.add("search-tuning");
  }
  return [...chosen].toSorted();
}

/** A recommendation stands when its own arm and a rival were measured. */
function isProvisional(
  { arms }: RecommendInput,
  fired: readonly FiredRule[],
  approach: Approach,
): boolean {
  if (fired.some(({ provisional }) => provisional)) return true;
  const measured = arms.filter(({ status }) => status === "measured");
  const own = measured.some(({ arm }) => APPROACH_OF[arm] === approach);
  const rival = measured.some(({ arm }) => APPROACH_OF[arm] !== approach);
  return !(own && rival);
}

function describeOpenNeed({ B }: Axes, fired: readonly FiredRule[]): readonly string[] {
  if (B < INDICATED || !fired.some(({ forbidsTuning }) => forbidsTuning)) return [];
  return [
    `Behaviour that prompts do not give is asked for (B = ${B}), and the data may not be trained on: constrain the output and show examples; what is left stays open.`,
  ];
}

function describeVolume(
  input: RecommendInput,
  approach: Approach,
  { tuning }: Indicated,
): readonly string[] {
  if (!tuning || !answered(input.facts, "s.traffic", "above-1m")) return [];
  const { breakEven } = input;
  if (breakEven === undefined)
    return approach === "tuned"
      ? ["Tuning pays only above its break-even volume, which is not known yet: give the costs."]
      : [];
  const { perMonth, questionsPerMonth } = breakEven;
  const told = `${Math.round(questionsPerMonth).toLocaleString("en")} questions a month, break-even at ${Math.round(perMonth).toLocaleString("en")}`;
  return [
    questionsPerMonth > perMonth
      ? `The volume pays for tuning: ${told}.`
      : `The volume does not pay for tuning: ${told}.`,
  ];
}

function describeNoneFits(excluded: readonly { arm: Arm; rule: string }[]): string {
  const rules = [...new Set(excluded.map(({ rule }) => rule))];
  return `No arm passes all rules: relax ${rules.join(" or ")}.`;
}
