/** @module What a judge says of answers, criterion by criterion. */
import type { Score } from "../../../../domain/evaluation.ts";
import { JUDGE_CRITERIA, type JudgeCriterion } from "../../../judges/judge-request.ts";
import { reasonWithoutAnswer } from "../grounding/citations.ts";
import type { CaseMeasure } from "../measure.ts";
import { answerGiven } from "../reading.ts";
import { REASONS, unscored } from "../reasons.ts";

const NAMES: Readonly<Record<JudgeCriterion, string>> = {
  correct: "JudgedCorrect",
  faithful: "JudgedFaithful",
  complete: "JudgedComplete",
  style: "JudgedStyle",
};

const SUMMARIES: Readonly<Record<JudgeCriterion, string>> = {
  correct: "a judge holds the answer for right, beside the right answers",
  faithful: "a judge finds everything in the answer in the passages shown",
  complete: "a judge finds everything of the right answer in the answer",
  style: "a judge finds the style guide kept",
};

/** Uncalibrated until its record says otherwise: see `calibrateJudge`. */
export const JUDGED_MEASURES: readonly CaseMeasure[] = JUDGE_CRITERIA.map((criterion) => ({
  kind: "case",
  name: NAMES[criterion],
  direction: "higher",
  range: [0, 1],
  needs: criterion === "style" ? ["judge", "style"] : ["judge"],
  summary: SUMMARIES[criterion],
  applies: ({ answerable, answers }) =>
    answerable && (criterion === "faithful" || criterion === "style" || answers.length > 0),
  async score(reading): Promise<Score> {
    if (!answerGiven(reading.reply)) return unscored(reasonWithoutAnswer(reading));
    const judged = await reading.judge(criterion);
    return judged?.value ?? unscored(REASONS.judgeSilent);
  },
}));
