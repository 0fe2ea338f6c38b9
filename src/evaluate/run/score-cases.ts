/** @module From the replies to a case to its scores. */
import type { AskedQuestion, CaseResult, Score, SystemReply } from "../../domain/evaluation.ts";
import type { AttributedCase } from "../../domain/failure.ts";
import type { GoldenCase } from "../../domain/golden-set.ts";
import { isFailureClass } from "../../trace/index.ts";
import { EMPTY_RANKING } from "../measures/ranking/score-rankings.ts";
import type { AnswerTools, GradedCase, GradedReply } from "../measures/answers/measure.ts";
import { toFailedReason, unscored } from "../measures/answers/reasons.ts";
import { scoreReply } from "../measures/answers/score-reply.ts";
import { isRanked, type ChosenMeasures } from "./choose-measures.ts";

/** Why a case failed, as far as what its system leaves behind tells. */
export type Attribute = (graded: GradedCase) => Promise<AttributedCase | undefined>;

export interface Scoring {
  readonly measures: ChosenMeasures;
  /** Absent where no answers are measured. */
  readonly tools?: AnswerTools | undefined;
  readonly attribute?: Attribute | undefined;
}

export interface ScoredCase {
  readonly result: CaseResult;
  /** Absent where no answers are measured. */
  readonly graded?: GradedCase;
  readonly judgeCostUsd: number | "unknown";
}

/** Scores of every measure that says something of the case, one a repeat. */
export async function scoreCase(
  golden: GoldenCase,
  replies: readonly SystemReply[],
  { measures, tools, attribute }: Scoring,
): Promise<ScoredCase> {
  const scores: Record<string, readonly Score[]> = {};
  if (isRanked(golden))
    for (const measure of measures.ranking)
      scores[measure.name] = replies.map(({ ranking, failure }) =>
        failure && !ranking
          ? unscored(toFailedReason(failure))
          : measure.score(golden, ranking ?? EMPTY_RANKING),
      );
  const result: CaseResult = {
    caseId: golden.id,
    caseHash: golden.hash,
    asked: toAskedQuestion(golden),
    replies,
    scores,
  };
  if (!tools || measures.answers.length === 0) return { result, judgeCostUsd: 0 };
  const answered = await scoreAnswers(golden, replies, measures.answers, tools);
  const graded: GradedCase = { golden, replies: answered.replies };
  const attributed = await attribute?.(graded);
  return {
    result: {
      ...result,
      scores: { ...scores, ...answered.scores },
      grades: answered.replies.map(({ grade }) => grade),
      ...(attributed ? toFailure(attributed) : {}),
    },
    graded,
    judgeCostUsd: answered.judgeCostUsd,
  };
}

/** A class that is no failure is told, and not counted; what went right needs no evidence. */
const toFailure = ({
  attribution,
  evidence,
}: AttributedCase): Pick<CaseResult, "failure" | "attribution" | "evidence"> => ({
  ...(isFailureClass(attribution.class) ? { failure: attribution.class } : {}),
  attribution,
  ...(attribution.class === "ok" ? {} : { evidence }),
});

interface ScoredAnswers {
  readonly scores: Readonly<Record<string, readonly Score[]>>;
  readonly replies: readonly GradedReply[];
  readonly judgeCostUsd: number | "unknown";
}

async function scoreAnswers(
  golden: GoldenCase,
  replies: readonly SystemReply[],
  measures: ChosenMeasures["answers"],
  tools: AnswerTools,
): Promise<ScoredAnswers> {
  const scores: Record<string, Score[]> = {};
  const graded: GradedReply[] = [];
  let judgeCostUsd: number | "unknown" = 0;
  for (const reply of replies) {
    const scored = await scoreReply(measures, golden, reply, tools);
    graded.push({ reply, grade: scored.grade });
    judgeCostUsd = addCosts(judgeCostUsd, scored.judgeCostUsd);
    for (const [measure, score] of Object.entries(scored.scores))
      (scores[measure] ??= []).push(score);
  }
  for (const measure of measures)
    if (measure.kind === "repeats" && measure.applies(golden))
      scores[measure.name] = [measure.score(graded, golden, tools)];
  return { scores, replies: graded, judgeCostUsd };
}

/** What has no price leaves a sum unknown. */
export const addCosts = (a: number | "unknown", b: number | "unknown"): number | "unknown" =>
  a === "unknown" || b === "unknown" ? "unknown" : a + b;

function toAskedQuestion(golden: GoldenCase): AskedQuestion {
  const { text, principals, answerable, group, answers, grades } = golden;
  const { stratum, origin, language, difficulty, collection } = golden;
  return {
    ...(text === "" ? {} : { text }),
    principals,
    answerable,
    group,
    ...(stratum === undefined ? {} : { stratum }),
    ...(origin === undefined ? {} : { origin }),
    ...(language === undefined ? {} : { language }),
    ...(difficulty === undefined ? {} : { difficulty }),
    ...(collection === undefined ? {} : { collection }),
    answers,
    grades: Object.fromEntries(grades),
  };
}
