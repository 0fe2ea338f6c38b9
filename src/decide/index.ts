/** @module Deciding between prompts, retrieval, tuning and both: from answers to a report. */
export { decide } from "./decide.ts";
export type { DecideInput } from "./decide-input.ts";
export { unknownArm } from "./errors.ts";
export { toRanges } from "./cost/ranges.ts";
export { measureInputs } from "./cost/measured-inputs.ts";
export { INPUTS } from "./cost/inputs.ts";
export { bundledPrices, parsePriceTable } from "./cost/price-tables.ts";
export type { Observations } from "./evidence/observations.ts";
export { explain, type Explanation } from "./explain.ts";
export { parseAnswers, QUESTIONS, type Answers } from "./questionnaire/answers.ts";
export {
  answerLine,
  INTERVIEW_HELP,
  isOver,
  renderQuestion,
  startInterview,
  type Interview,
} from "./questionnaire/interview.ts";
export {
  LEAST_CASES as LEAST_ARM_CASES,
  type ArmComparison,
  type ArmResult,
} from "./recommendation/arm-results.ts";
export { describeUnmeasured } from "./recommendation/measure-commands.ts";
export { checkRevisit, type RevisitCheck } from "./recommendation/check-revisit.ts";
export { DecisionSchema, isSealed, type Decision } from "./record/decision.ts";
export { diffDecisions, type DecisionDiff } from "./record/diff.ts";
export { renderMarkdown as renderDecisionMarkdown } from "./report/markdown.ts";
export { renderPage as renderDecisionPage } from "./report/page.ts";
export { ARMS, type Arm, type Facts } from "./rules/facts.ts";
