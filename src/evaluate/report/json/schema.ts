/** @module `plumbline.evaluation/1`: an evaluation as JSON, whole, so that every figure can be made again. */
import { z } from "zod";
import { CORRECTNESS_METHODS } from "../../../domain/evaluation.ts";
import { FAILURE_CLASSES } from "../../../domain/failure.ts";
import { PARTS } from "../../../domain/golden-set.ts";
import { AttributionSchema, FailureEvidenceSchema } from "./failure-schema.ts";
import { ReplySchema } from "./reply-schema.ts";

const Count = z.int().min(0);
const Score = z.union([z.number(), z.object({ unscored: z.string() }).readonly()]);
const Scores = z.record(z.string(), z.array(Score).readonly()).readonly();
const Verdict = z.enum(["pass", "fail", "inconclusive"]);
const Interval = z.object({ low: z.number(), high: z.number() }).readonly();
const Cost = z.union([z.number(), z.literal("unknown")]);

const Subject = z.object({
  kind: z.enum(["release", "http", "files", "model"]),
  name: z.string(),
  fingerprint: z.string(),
  arm: z.string().exactOptional(),
  writer: z.string().exactOptional(),
  examples: Count.exactOptional(),
  base: z
    .object({
      name: z.string(),
      shutdownAt: z.string().exactOptional(),
      hasTunableSuccessor: z.boolean(),
    })
    .readonly()
    .exactOptional(),
});

const Asked = z
  .object({
    text: z.string().exactOptional(),
    principals: z.array(z.string()).readonly(),
    answerable: z.boolean(),
    group: z.string(),
    stratum: z.string().exactOptional(),
    origin: z.string().exactOptional(),
    language: z.string().exactOptional(),
    difficulty: z.string().exactOptional(),
    collection: z.string().exactOptional(),
    answers: z.array(z.string()).readonly(),
    grades: z.record(z.string(), z.number()).readonly(),
  })
  .readonly();

const Judgment = z
  .object({
    verdict: z.enum(["yes", "no", "cannot-tell"]),
    reason: z.string().exactOptional(),
  })
  .readonly();

const Grade = z
  .object({
    correct: z.boolean().exactOptional(),
    method: z.enum(CORRECTNESS_METHODS).exactOptional(),
    reason: z.string().exactOptional(),
    formatValid: z.boolean(),
    unsupported: z.array(z.string()).readonly(),
    judgments: z.record(z.string(), z.array(Judgment).readonly()).readonly().exactOptional(),
  })
  .readonly();

const Case = z
  .object({
    caseId: z.string(),
    caseHash: z.string(),
    asked: Asked.exactOptional(),
    replies: z.array(ReplySchema).readonly(),
    scores: Scores,
    baseline: Scores.exactOptional(),
    grades: z.array(Grade).readonly().exactOptional(),
    failure: z.string().exactOptional(),
    attribution: AttributionSchema.exactOptional(),
    evidence: FailureEvidenceSchema.exactOptional(),
  })
  .readonly();

const Comparison = z
  .object({
    baseline: z.number(),
    difference: z.number(),
    interval: Interval,
    p: z.number(),
    adjustedP: z.number().exactOptional(),
    cases: Count,
    smallestSeen: z.number(),
    casesNeeded: z.number().exactOptional(),
    bounds: Interval.exactOptional(),
    wins: Count.exactOptional(),
    losses: Count.exactOptional(),
    ties: Count.exactOptional(),
    midP: z.number().exactOptional(),
  })
  .readonly();

/** `n` cases were scored; `low` and `high` are the ends of the 95 % interval of the mean. */
export const MeasureSchema = z
  .object({
    measure: z.string(),
    direction: z.enum(["higher", "lower"]).exactOptional(),
    mean: z.number().exactOptional(),
    low: z.number().exactOptional(),
    high: z.number().exactOptional(),
    n: Count,
    unscored: Count,
    unscoredReasons: z.record(z.string(), Count).readonly(),
    notApplicable: z.record(z.string(), Count).readonly().exactOptional(),
    comparison: Comparison.exactOptional(),
    verdict: Verdict.exactOptional(),
    verdictReason: z.string().exactOptional(),
    role: z.enum(["primary", "guardrail", "floor", "zero"]).exactOptional(),
  })
  .readonly();

const Ranking = z
  .object({
    queries: Count,
    missing: Count,
    noRelevant: Count,
    foreign: Count,
    tiedAtCutoff: Count,
    shortRankings: Count.exactOptional(),
  })
  .readonly();

const Counts = z
  .object({
    cases: Count,
    answerable: Count,
    unanswerable: Count,
    stale: Count,
    retired: Count,
    notCompared: Count,
    ranking: Ranking.exactOptional(),
  })
  .readonly();

const Stale = z
  .object({
    caseId: z.string(),
    caseHash: z.string(),
    text: z.string(),
    collection: z.string().exactOptional(),
    documents: z.array(z.string()).readonly(),
  })
  .readonly();

const FailureChange = z
  .object({
    class: z.enum(FAILURE_CLASSES),
    before: Count,
    now: Count,
    cases: Count,
    difference: z.number(),
    interval: Interval,
    p: z.number(),
  })
  .readonly();

const Curves = z
  .object({
    riskCoverage: z
      .object({
        points: z.array(z.object({ coverage: z.number(), risk: z.number() }).readonly()).readonly(),
        area: z.number(),
        optimum: z.number(),
      })
      .readonly()
      .exactOptional(),
    calibration: z
      .object({
        bins: z
          .array(
            z.object({ confidence: z.number(), accuracy: z.number(), cases: Count }).readonly(),
          )
          .readonly(),
        error: z.number(),
      })
      .readonly()
      .exactOptional(),
  })
  .readonly();

/** Lenient in what later versions add; `fromEvaluationJson` gives the domain's own form. */
export const EvaluationSchema = z
  .object({
    schema: z.literal("plumbline.evaluation/1"),
    id: z.string(),
    startedAt: z.string(),
    endedAt: z.string(),
    golden: z
      .object({
        name: z.string(),
        id: z.string(),
        hash: z.string(),
        part: z.enum([...PARTS, "all"]),
      })
      .readonly(),
    subject: Subject.readonly(),
    baseline: Subject.extend({ evaluation: z.string() }).readonly().exactOptional(),
    seed: z.string(),
    repeats: z.int().min(1),
    precision: z.enum(["f64", "f32"]).exactOptional(),
    verifier: z.string().exactOptional(),
    judge: z.string().exactOptional(),
    packageVersion: z.string(),
    gate: z
      .object({ verdict: Verdict, reasons: z.array(z.string()).readonly() })
      .readonly()
      .exactOptional(),
    counts: Counts,
    measures: z.array(MeasureSchema).readonly(),
    slices: z
      .array(
        z
          .object({ name: z.string(), cases: Count, measures: z.array(MeasureSchema).readonly() })
          .readonly(),
      )
      .readonly(),
    curves: Curves.exactOptional(),
    stale: z.array(Stale).readonly().exactOptional(),
    failureChanges: z.array(FailureChange).readonly().exactOptional(),
    costUsd: Cost,
    judgeCostUsd: Cost.exactOptional(),
    warnings: z.array(z.string()).readonly(),
    cases: z.array(Case).readonly(),
  })
  .readonly();

export type EvaluationJson = z.output<typeof EvaluationSchema>;
