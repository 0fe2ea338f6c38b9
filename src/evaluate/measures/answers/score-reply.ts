/** @module One reply through every case measure that says something of its case. */
import { PlumblineError } from "../../../foundation/errors.ts";
import type { ReplyGrade, Score, SystemReply } from "../../../domain/evaluation.ts";
import type { GoldenCase } from "../../../domain/golden-set.ts";
import type { AnswerMeasure, AnswerTools, CaseMeasure } from "./measure.ts";
import { gradeReply } from "./outcome/grade-reply.ts";
import { createReplyReading, type ReplyReading } from "./reading.ts";
import { REASONS, unscored } from "./reasons.ts";

export interface ScoredReply {
  readonly grade: ReplyGrade;
  /** By the measures that apply to the case; the others are absent. */
  readonly scores: Readonly<Record<string, Score>>;
  /** Spent on judging this reply; 0 where nobody judged. */
  readonly judgeCostUsd: number | "unknown";
}

/**
 * A measure whose tools fail leaves its score unscored with the failure's code, and so does one that
 * gives no number.
 *
 * @throws what is no PlumblineError, which is a bug; the reason of the judge's signal.
 */
export async function scoreReply(
  measures: readonly AnswerMeasure[],
  golden: GoldenCase,
  reply: SystemReply,
  tools: AnswerTools,
): Promise<ScoredReply> {
  const reading = createReplyReading(golden, reply, tools, gradeReply);
  const grade = await gradeOnce(reading);
  const scores: Record<string, Score> = {};
  for (const measure of measures)
    if (measure.kind === "case" && measure.applies(golden))
      scores[measure.name] = await scoreOne(measure, reading);
  const asked = await reading.listJudgments();
  const judgments = Object.fromEntries(asked.map(([name, { verdicts }]) => [name, verdicts]));
  const costs = asked.map(([, { costUsd }]) => costUsd).filter((cost) => cost !== "unknown");
  return {
    grade: asked.length === 0 ? grade : { ...grade, judgments },
    scores,
    judgeCostUsd:
      costs.length < asked.length ? "unknown" : costs.reduce((sum, cost) => sum + cost, 0),
  };
}

/** A verifier that fails leaves the reply ungraded. */
async function gradeOnce(reading: ReplyReading): Promise<ReplyGrade> {
  try {
    return await reading.grade();
  } catch (error) {
    reading.tools.judge?.signal?.throwIfAborted();
    if (!(error instanceof PlumblineError)) throw error;
    return { reason: error.code, formatValid: true, unsupported: [] };
  }
}

async function scoreOne(measure: CaseMeasure, reading: ReplyReading): Promise<Score> {
  try {
    const score = await measure.score(reading);
    if (typeof score !== "number") return score;
    const [least, most] = measure.range;
    return Number.isFinite(score) && score >= least && score <= most
      ? score
      : unscored(REASONS.notANumber);
  } catch (error) {
    reading.tools.judge?.signal?.throwIfAborted();
    if (error instanceof PlumblineError) return unscored(`${measure.name}: ${error.code}`);
    throw error;
  }
}
