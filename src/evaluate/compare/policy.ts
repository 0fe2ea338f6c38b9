/** @module policy.yaml: which measures decide, and how. */
import { z } from "zod";
import { listMistakes } from "../../foundation/mistakes.ts";
import { policyInvalid } from "../errors.ts";

/** Two points on a scale of 100, as far as most golden sets can tell. */
const MARGIN = 0.02;
/** Of abstentions and citations, whose mistakes reach readers. */
const STRICT_MARGIN = 0.01;

const MeasureName = z.string().min(1);
const Margin = z.number().positive().describe("Largest loss that is no loss, such as .02.");

const Primary = z.strictObject({
  measures: z.array(MeasureName).min(1).describe("What the challenger is judged by first."),
  must: z
    .enum(["improve", "not-regress"])
    .default("not-regress")
    .describe("improve: one of them is better, to promote. not-regress: none is worse, in CI."),
  margin: Margin.default(MARGIN),
});

const Guardrail = z.strictObject({ measure: MeasureName, margin: Margin.default(MARGIN) });

const Floor = z
  .strictObject({
    measure: MeasureName,
    least: z.number().optional().describe("The mean is at least this."),
    most: z.number().optional().describe("The mean is at most this, where less is better."),
  })
  .refine(({ least, most }) => (least === undefined) !== (most === undefined), {
    error: "a floor has either least or most",
  });

const Limits = z.strictObject({
  latencyTimes: z
    .number()
    .min(1)
    .default(1.25)
    .describe("The p95 of retrieval may be so many times that of what serves."),
  latencySlackMs: z
    .number()
    .min(0)
    .default(20)
    .describe("What is added to a p95 is no harm while it is less than this."),
  latencyP95Ms: z.number().positive().optional().describe("Whatever serves takes."),
  costTimes: z
    .number()
    .min(0)
    .default(1.1)
    .describe("An answer may cost so many times what it costs now."),
  costUsdPerAnswer: z.number().min(0).optional().describe("Whatever it costs now."),
  artifactBytes: z
    .number()
    .min(0)
    .default(1_000_000_000)
    .describe("All artifacts of the release together."),
});

export const GatePolicySchema = z
  .strictObject({
    primary: Primary.optional(),
    guardrails: z.array(Guardrail).default([]).describe("None of them may get worse."),
    floors: z.array(Floor).default([]).describe("Bounds whatever the baseline had."),
    zeros: z.array(MeasureName).default([]).describe("Not one case may miss its best."),
    slices: z
      .enum(["advisory", "strict"])
      .default("advisory")
      .describe("advisory: a slice holds back by failing. strict: every slice must pass."),
    unscoredLimit: z
      .number()
      .min(0)
      .max(1)
      .default(0.05)
      .describe("Share of cases without a score above which a measure stays undecided."),
    limits: Limits.prefault({}).describe("What a release may cost; judged where one is promoted."),
  })
  .refine((policy) => listPolicyMeasures(policy).length > 0, { error: "it names no measure" })
  .refine(
    ({ primary, guardrails }) => {
      const names = [...(primary?.measures ?? []), ...guardrails.map(({ measure }) => measure)];
      return new Set(names).size === names.length;
    },
    { error: "a measure is primary or a guardrail, and only once" },
  );

export type GatePolicy = z.output<typeof GatePolicySchema>;

interface PolicyMeasures {
  readonly primary?: { readonly measures: readonly string[] } | undefined;
  readonly guardrails: readonly { readonly measure: string }[];
  readonly floors: readonly { readonly measure: string }[];
  readonly zeros: readonly string[];
}

/** Every measure that the policy needs, once each, in the order of roles. */
export const listPolicyMeasures = (policy: PolicyMeasures): readonly string[] => [
  ...new Set([
    ...(policy.primary?.measures ?? []),
    ...policy.guardrails.map(({ measure }) => measure),
    ...policy.floors.map(({ measure }) => measure),
    ...policy.zeros,
  ]),
];

/** Of these, the first that was measured is primary. */
const PRIMARIES = ["AnswerSuccess", "nDCG@10"];
const GUARDRAILS: readonly (readonly [measure: string, margin: number])[] = [
  ["nDCG@10", MARGIN],
  ["R@100", MARGIN],
  ["CitationPrecision", STRICT_MARGIN],
  ["CitationRecall", STRICT_MARGIN],
  ["AbstentionRecall", STRICT_MARGIN],
  ["OverRefusalRate", STRICT_MARGIN],
];

/** The policy without a file: of what was measured, nothing may get worse. */
export const makeDefaultPolicy = (measures: readonly string[]): GatePolicy =>
  makePolicy(measures, "not-regress");

/** The same for what is to take another's place: it must be better, too. */
export const makePromotionPolicy = (measures: readonly string[]): GatePolicy =>
  makePolicy(measures, "improve");

function makePolicy(measures: readonly string[], must: "improve" | "not-regress"): GatePolicy {
  const primary = PRIMARIES.find((name) => measures.includes(name)) ?? measures[0];
  return GatePolicySchema.parse({
    ...(primary === undefined ? {} : { primary: { measures: [primary], must } }),
    guardrails: GUARDRAILS.filter(([name]) => name !== primary && measures.includes(name)).map(
      ([measure, margin]) => ({ measure, margin }),
    ),
  });
}

/**
 * @param source names the file in errors.
 * @throws evaluate.policy-invalid naming each mistake by its path.
 */
export async function parseGatePolicy(text: string, source: string): Promise<GatePolicy> {
  const { parseDocument } = await import("yaml");
  const document = parseDocument(text);
  if (document.errors.length > 0)
    throw policyInvalid({ source, mistakes: document.errors.map(({ message }) => message) });
  const parsed = GatePolicySchema.safeParse(document.toJS() ?? {});
  if (parsed.success) return parsed.data;
  const mistakes = listMistakes(parsed.error.issues, "is no setting of a policy");
  throw policyInvalid({
    source,
    mistakes: mistakes.map(({ path, message }) => (path ? `${path}: ${message}` : message)),
  });
}
