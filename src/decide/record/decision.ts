/** @module The record of a decision: everything that it rests on, content-addressed. */
import { z } from "zod";
import { hashJson } from "../../foundation/hash.ts";

const Usd = z.union([z.number(), z.literal("unknown")]);
const Arm = z.string();

/** `plumbline.decision/1`: the JSON alone gives every page again, byte for byte. */
export const DecisionSchema = z.strictObject({
  schema: z.literal("plumbline.decision/1"),
  /** `dec_` and 16 hex digits over everything else. */
  id: z.string(),
  kind: z.literal("approach"),
  createdAt: z.string(),
  version: z.string(),
  /** Of the configuration that the measurements were taken under. */
  fingerprint: z.string(),
  inputs: z.strictObject({
    answersHash: z.string(),
    evidenceHash: z.string(),
    costsHash: z.string(),
    goldenSet: z.string().optional(),
    evaluationIds: z.array(z.string()),
    priceTables: z.array(
      z.strictObject({ id: z.string(), readAt: z.string(), hash: z.string(), stale: z.boolean() }),
    ),
    /** Inputs of the cost model that were measured here. */
    measured: z.array(z.strictObject({ input: z.string(), value: z.number() })),
    /** The model whose token prices were looked up. */
    pricedModel: z.string().optional(),
    seed: z.string(),
    horizonMonths: z.array(z.number()),
  }),
  recommendation: z.strictObject({
    approach: z.enum(["prompt", "retrieval", "tuned", "both", "none"]),
    when: z.enum(["now", "later"]).optional(),
    lane: z.enum(["generator", "classifier"]).optional(),
    /** Where measured arms decided: the one they chose. */
    arm: Arm.optional(),
    modifiers: z.array(z.string()),
    sentence: z.string(),
    confidence: z.strictObject({
      level: z.enum(["high", "medium", "low"]),
      reasons: z.array(z.string()),
      measuredShare: z.number(),
      answeredShare: z.number(),
      margin: z.number(),
    }),
    provisional: z.boolean(),
    conditions: z.array(z.string()),
    /** Ids of findings and rules. */
    because: z.array(z.string()),
  }),
  answers: z.array(
    z.strictObject({
      question: z.string(),
      text: z.string(),
      stated: z.string().optional(),
      measured: z.string().optional(),
      told: z.string().optional(),
      used: z.string().optional(),
      k: z.number(),
      b: z.number(),
    }),
  ),
  axes: z.strictObject({ K: z.number(), B: z.number() }),
  rules: z.array(z.strictObject({ id: z.string(), text: z.string(), reason: z.string() })),
  excluded: z.array(z.strictObject({ arm: Arm, rule: z.string() })),
  gate: z
    .strictObject({
      lane: z.string(),
      verdict: z.string(),
      criteria: z.array(
        z.strictObject({
          id: z.string(),
          text: z.string(),
          state: z.string(),
          value: z.string(),
          threshold: z.string(),
          window: z.string().optional(),
          n: z.number().optional(),
          measured: z.boolean(),
        }),
      ),
    })
    .optional(),
  arms: z.array(
    z.strictObject({
      arm: Arm,
      status: z.enum(["measured", "unmeasured", "excluded"]),
      reason: z.string().optional(),
      command: z.string().optional(),
      evaluationId: z.string().optional(),
      cases: z.number().optional(),
      success: z.strictObject({ mean: z.number(), low: z.number(), high: z.number() }).optional(),
      p95Ms: z.number().optional(),
      usdPerAnswer: Usd.optional(),
      usdPerAccepted: Usd.optional(),
    }),
  ),
  comparisons: z.array(
    z.strictObject({
      a: Arm,
      b: Arm,
      difference: z.number(),
      low: z.number(),
      high: z.number(),
      p: z.number(),
      /** By Holm's rule over the comparisons that were declared before; absent for others. */
      adjustedP: z.number().optional(),
      cases: z.number(),
      smallestSeen: z.number(),
      usdPerExtra: Usd.optional(),
    }),
  ),
  /** How long a change took until it was searchable; absent where nobody could tell. */
  freshness: z.string().optional(),
  failures: z.array(z.strictObject({ class: z.string(), count: z.number() })),
  costs: z.array(
    z.strictObject({
      arm: Arm,
      months: z.number(),
      hosting: z.string(),
      /** In the order of the cost model; an unpriced line is `unknown`. */
      lines: z.array(z.strictObject({ line: z.string(), usd: Usd })),
      setup: z.number(),
      total: z.number(),
      p10: z.number(),
      p50: z.number(),
      p90: z.number(),
      cheapestShare: z.number(),
      unpriced: z.array(z.string()),
      changedFactUsd: Usd,
    }),
  ),
  breakEven: z.array(
    z.strictObject({ a: Arm, b: Arm, months: z.number(), perMonth: z.number().nullable() }),
  ),
  /** What instructions in weights instead of the prompt save, without examples and with them. */
  savings: z.array(
    z.strictObject({
      from: Arm,
      perCall: z.number(),
      perMonth: z.number(),
      months: z.number(),
      usd: Usd,
    }),
  ),
  tornado: z.strictObject({
    a: Arm,
    b: Arm,
    months: z.number(),
    atModes: z.number(),
    swings: z.array(z.strictObject({ input: z.string(), atLow: z.number(), atHigh: z.number() })),
  }),
  bands: z.array(
    z.strictObject({
      arm: Arm,
      name: z.string(),
      source: z.string(),
      low: z.number(),
      high: z.number(),
      value: z.number(),
      position: z.enum(["below", "inside", "above"]),
      likely: z.string().optional(),
    }),
  ),
  findings: z.array(
    z.strictObject({ id: z.string(), severity: z.enum(["note", "warning"]), text: z.string() }),
  ),
  conflicts: z.array(
    z.strictObject({
      id: z.string(),
      subject: z.string(),
      readings: z.array(z.strictObject({ says: z.string(), articles: z.array(z.number()) })),
      line: z.string(),
    }),
  ),
  readings: z.array(z.strictObject({ article: z.number(), says: z.string(), reason: z.string() })),
  pitfalls: z.array(
    z.strictObject({ text: z.string(), state: z.enum(["pass", "fail", "unknown"]) }),
  ),
  nextSteps: z.array(
    z.strictObject({
      order: z.number(),
      what: z.string(),
      why: z.string(),
      effort: z.string(),
      command: z.string().optional(),
    }),
  ),
  revisit: z.array(
    z.strictObject({
      trigger: z.string(),
      text: z.string(),
      threshold: z.union([z.number(), z.string()]),
      current: z.union([z.number(), z.string()]),
    }),
  ),
});
export type Decision = z.output<typeof DecisionSchema>;

/**
 * The id follows from everything else: equal decisions have equal ids. Fields come in the order of
 * the schema, so that what was stored and read again has the same bytes.
 */
export function sealDecision(decision: Omit<Decision, "id">): Decision {
  return DecisionSchema.parse({ ...decision, id: `dec_${hashJson(decision).slice(0, 16)}` });
}

/** False for a record that was changed after it was made. */
export function isSealed({ id, ...rest }: Decision): boolean {
  return sealDecision(rest).id === id;
}
