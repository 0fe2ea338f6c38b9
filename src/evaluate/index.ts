/** @module Measures over golden sets, for any system that ranks. */
export type { CaseScores } from "./compare/case-values.ts";
export { comparePaired, type PairedComparison } from "./compare/compare-paired.ts";
export { decideGate, type GateDecision, type GateInput } from "./compare/decide-gate.ts";
export type { MeasuredSlice } from "./compare/judge-slices.ts";
export { measureCases, type MeasuredCases } from "./compare/measure-cases.ts";
export {
  addPair,
  readOnline,
  startOnline,
  type OnlineComparison,
  type OnlineState,
} from "./compare/online.ts";
export {
  GatePolicySchema,
  listPolicyMeasures,
  makeDefaultPolicy,
  parseGatePolicy,
  type GatePolicy,
} from "./compare/policy.ts";
export { warnOfPools } from "./compare/pool-bias.ts";
export type { MeasureOptions } from "./compare/summarize.ts";
export { toMeasureResult } from "./compare/to-measure-result.ts";
export {
  judgeFloor,
  judgeImprovement,
  judgeRateFloor,
  judgeRegression,
  judgeZero,
  LEAST_CASES,
  type Judged,
} from "./compare/verdicts.ts";
export { policyInvalid, policyMeasureMissing } from "./errors.ts";
export { goldenChanged, goldenInvalid, goldenNotFound } from "./errors.ts";
export {
  KNOWN_FILES as KNOWN_GOLDEN_FILES,
  MANIFEST as MANIFEST_FILE,
  type GoldenFiles,
} from "./golden-sets/files.ts";
export { drawCandidates, type DrawnQueue } from "./golden-sets/candidates/draw-candidates.ts";
export type { Observation } from "./golden-sets/candidates/observation.ts";
export { toCandidate } from "./golden-sets/candidates/to-candidate.ts";
export {
  parseReviewFile,
  toReviewedCases,
  writeReviewFile,
  type Candidate,
  type Reviewed,
} from "./golden-sets/candidates/review-file.ts";
export { checkGoldenSet, type GoldenCheck } from "./golden-sets/check/check-golden-set.ts";
export {
  locateSpan,
  settleEvidence,
  type ReadText,
} from "./golden-sets/evidence/settle-evidence.ts";
export type { ImportedCase, ImportedFile } from "./golden-sets/import/imported-case.ts";
export { IMPORT_FORMATS, importFile, type ImportFormat } from "./golden-sets/import/import-file.ts";
export {
  askModel,
  type Attempt,
  type ModelLimits,
  type StopReason,
} from "./golden-sets/make/ask-model.ts";
export { MADE_STRATA, type MadeStratum } from "./golden-sets/make/made-question.ts";
export { draw, makeQuestions } from "./golden-sets/make/make-questions.ts";
export { maskCorpus, type CorpusRow } from "./golden-sets/make/masked-corpus.ts";
export { orderSections, type SampledSection } from "./golden-sets/make/sample-sections.ts";
export { listSections, type SourceDocument } from "./golden-sets/make/sections.ts";
export {
  ablateCases,
  borrowForeign,
  makeNearMisses,
  type ReadableTexts,
} from "./golden-sets/make/unanswerable.ts";
export { readCorpusTexts } from "./golden-sets/read/open-evidence.ts";
export { listGold } from "./golden-sets/read/drafts.ts";
export type { ManifestFacts } from "./golden-sets/manifest.ts";
export { FORMS, type Form } from "./golden-sets/perturb/forms.ts";
export { measureFormCosts, type FormCost } from "./golden-sets/perturb/measure-cost.ts";
export { perturbCases } from "./golden-sets/perturb/perturb.ts";
export { assignParts, type UnassignedCase } from "./golden-sets/split/assign-parts.ts";
export type { TextTools } from "./golden-sets/text-tools.ts";
export {
  makeNextVersion,
  toCaseId,
  toFacts,
  type NextVersion,
  type VersionBefore,
  type VersionChanges,
} from "./golden-sets/write/next-version.ts";
export { writeGoldenSet } from "./golden-sets/write/write-golden-set.ts";
export { assertUnchanged, parsePin, type GoldenPin } from "./golden-sets/pin.ts";
export {
  parseGoldenSet,
  readGoldenFiles,
  type ReadGoldenSet,
} from "./golden-sets/read/parse-golden-set.ts";
export { measureInvalid, unknownMeasure } from "./measures/ranking/errors.ts";
export { findNearNames } from "./measures/ranking/near-names.ts";
export { computeNdcg } from "./measures/ranking/ndcg.ts";
export {
  cutRanking,
  orderByScore,
  toDocumentRanking,
  type ScoredDocument,
  type ScorePrecision,
} from "./measures/ranking/order.ts";
export {
  DEFAULT_RANKING_MEASURES,
  findRankingMeasure,
  listRankingMeasureNames,
  parseRankingMeasure,
  splitMeasureNames,
} from "./measures/ranking/parse-measure.ts";
export { computeRecall } from "./measures/ranking/precision-and-recall.ts";
export type { RankingJudgments, RankingMeasure } from "./measures/ranking/ranking-measure.ts";
export {
  countRankings,
  EMPTY_RANKING,
  listUnjudged,
  scoreRankings,
  totalScores,
  type RankingScores,
  type Rankings,
  type UnjudgedHit,
} from "./measures/ranking/score-rankings.ts";
export { idNotWritable, qrelsInvalid, runInvalid } from "./trec/errors.ts";
export { formatBeirQrels, formatRun, formatTrecQrels } from "./trec/format-files.ts";
export { parseQrels, type QrelsFile } from "./trec/parse-qrels.ts";
export { parseRun, type RunFile } from "./trec/parse-run.ts";
export { containsAnswer } from "./measures/contains-answer.ts";
export {
  calibrateJudge,
  correctJudgedRate,
  findCalibration,
  JudgeCalibrationSchema,
  type CalibrationExample,
  type CalibrationOf,
  type JudgeCalibration,
} from "./judges/calibrate-judge.ts";
export { compareAnswers, type AnswerComparison } from "./judges/compare-answers.ts";
export { JUDGE_CRITERIA, type JudgeCriterion } from "./judges/judge-request.ts";
export { judgeRepeatedly, type RepeatedJudgment } from "./judges/judge-repeatedly.ts";
export { calibrationInvalid, labelsInvalid } from "./judges/errors.ts";
export { parseCalibration, parseLabels, type LabelledAnswer } from "./judges/labels.ts";
export {
  measureJudge,
  selectLabels,
  type MeasuredJudge,
  type MeasureJudgeOptions,
} from "./judges/measure-judge.ts";
export { sharesBase, toBaseModel } from "./judges/shared-base.ts";
export { toSchemaCheck, type SchemaCheck } from "./measures/answers/form/schema-check.ts";
export { checkStyle, type StyleFinding } from "./measures/answers/form/style.ts";
export {
  parseStyleGuide,
  StyleGuideSchema,
  type StyleGuide,
} from "./measures/answers/form/style-guide.ts";
export type {
  AnswerMeasure,
  AnswerTools,
  CaseMeasure,
  GradedCase,
  GradedReply,
  JudgeTools,
  RepeatMeasure,
  SetMeasure,
} from "./measures/answers/measure.ts";
export { isVoid, REASONS } from "./measures/answers/reasons.ts";
export {
  ANSWER_MEASURE_NAMES,
  getAnswerMeasure,
  isAnswerMeasure,
  listAnswerMeasures,
} from "./measures/answers/registry.ts";
export { scoreReply, type ScoredReply } from "./measures/answers/score-reply.ts";
export { computeTokenRecall } from "./measures/answers/text/text-measures.ts";
export { toEvaluationJson, parseEvaluation } from "./report/json/convert.ts";
export { EvaluationSchema, type EvaluationJson } from "./report/json/schema.ts";
export { countFailures } from "./report/describe-evaluation.ts";
export { renderPage } from "./report/html/page.ts";
export { renderJUnit, type JUnitOptions } from "./report/junit.ts";
export { renderMarkdown } from "./report/markdown.ts";
export { renderTabs } from "./report/tabs.ts";
export { renderText, type TextOptions } from "./report/terminal.ts";
export { tooManyFaults } from "./errors.ts";
export { toBareCase, toGoldenSet } from "./run/golden-from-qrels.ts";
export { parseAnswers } from "./run/parse-answers.ts";
export { createMemoryReplyCache, type ReplyCache } from "./run/reply-cache.ts";
export {
  runEvaluation,
  type EvaluationFaults,
  type EvaluationRequest,
  type RunEvent,
} from "./run/run-evaluation.ts";
export type { Attribute } from "./run/score-cases.ts";
export { chooseDefaultPart, type CaseSelection } from "./run/select-cases.ts";
export { countForeign, createFileSystem, toNamesOf } from "./run/systems-from-files.ts";
export {
  schemaUnusable,
  styleGuideInvalid,
  unknownAnswerMeasure,
} from "./measures/answers/errors.ts";
