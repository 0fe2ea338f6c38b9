/** @module Deciding between prompts, retrieval, tuning and both: from answers to a report. */
export { decide } from "./decide.ts";
export type { DecideInput } from "./decide-input.ts";
export { unknownArm } from "./errors.ts";
export { toRanges } from "./cost/ranges.ts";
export { INPUTS, type InputDefinition } from "./cost/inputs.ts";
export { bundledPrices, parsePriceTable, type PriceTable } from "./cost/price-tables.ts";
export type { Hosting } from "./cost/lines.ts";
export type { Observations } from "./evidence/observations.ts";
export { explain, type ExplainedRow, type Explanation } from "./explain.ts";
export { parseAnswers, QUESTIONS, type Answers } from "./questionnaire/answers.ts";
export {
  answerLine,
  INTERVIEW_HELP,
  isOver,
  renderQuestion,
  startInterview,
  type Interview,
} from "./questionnaire/interview.ts";
export type { ArmComparison, ArmResult } from "./recommendation/arm-results.ts";
export { checkRevisit, type RevisitCheck } from "./recommendation/check-revisit.ts";
export { DecisionSchema, isSealed, type Decision } from "./record/decision.ts";
export { diffDecisions, type DecisionDiff } from "./record/diff.ts";
export { renderMarkdown as renderDecisionMarkdown } from "./report/markdown.ts";
export { renderPage as renderDecisionPage } from "./report/page.ts";
export { checkEntryGate, type Criterion, type EntryGate } from "./rules/entry-gate.ts";
export { ARMS, type Arm, type Facts } from "./rules/facts.ts";
