/** @module Measures over golden sets, for any system that ranks. */
export type { CaseScores } from "./compare/case-values.ts";
export { comparePaired, type PairedComparison } from "./compare/compare-paired.ts";
export { decideGate, type GateDecision, type GateInput } from "./compare/decide-gate.ts";
export { measureCases } from "./compare/measure-cases.ts";
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
  makePromotionPolicy,
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
export {
  compareEmbedders,
  type EmbedderCase,
  type EmbedderFacts,
  type MeasuredEmbedder,
} from "./embedders/compare-embedders.ts";
export type { EmbedderComparison } from "./embedders/comparison.ts";
export { renderComparisonPage, renderComparisonText } from "./embedders/render-comparison.ts";
export { checkEntryGate, toVerdict } from "./entry-gate/check-entry-gate.ts";
export {
  CRITERIA,
  NOT_KNOWN,
  type Criterion,
  type CriterionId,
  type EntryGate,
  type GateFacts,
  type SeenFailure,
} from "./entry-gate/gate.ts";
export { shareOfLane } from "./entry-gate/pattern.ts";
export { LANE_NEEDS, LANES, type LabelKind, type Lane } from "./entry-gate/lanes.ts";
export { policyInvalid, policyMeasureMissing } from "./errors.ts";
export { goldenChanged, goldenInvalid, goldenNotFound } from "./errors.ts";
export {
  KNOWN_FILES as KNOWN_GOLDEN_FILES,
  MANIFEST as MANIFEST_FILE,
  type GoldenFiles,
} from "./golden-sets/files.ts";
export { findOverlaps, type TermTools } from "./golden-sets/alike/overlaps.ts";
export { findRepeats } from "./golden-sets/alike/repeats.ts";
export { drawCandidates } from "./golden-sets/candidates/draw-candidates.ts";
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
export { findLeaks, type ComparedCase } from "./golden-sets/check/find-leaks.ts";
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
export { makeFaqs, makeHeadingQuestions } from "./golden-sets/make/headings.ts";
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
export { assertUnchanged, parsePin } from "./golden-sets/pin.ts";
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
  type Rankings,
} from "./measures/ranking/score-rankings.ts";
export { idNotWritable, qrelsInvalid, runInvalid } from "./trec/errors.ts";
export { formatBeirQrels, formatRun, formatTrecQrels } from "./trec/format-files.ts";
export { parseQrels } from "./trec/parse-qrels.ts";
export { parseRun } from "./trec/parse-run.ts";
export { containsAnswer } from "./measures/contains-answer.ts";
export {
  calibrateJudge,
  correctJudgedRate,
  findCalibration,
  JudgeCalibrationSchema,
  type JudgeCalibration,
} from "./judges/calibrate-judge.ts";
export { compareAnswers } from "./judges/compare-answers.ts";
export { JUDGE_CRITERIA, type JudgeCriterion } from "./judges/judge-request.ts";
export { judgeRepeatedly } from "./judges/judge-repeatedly.ts";
export { calibrationInvalid, labelsInvalid } from "./judges/errors.ts";
export { parseCalibration, parseLabels } from "./judges/labels.ts";
export { measureJudge, selectLabels, type MeasuredJudge } from "./judges/measure-judge.ts";
export { sharesBase, toBaseModel } from "./judges/shared-base.ts";
export { toSchemaCheck, type SchemaCheck } from "./measures/answers/form/schema-check.ts";
export { checkStyle } from "./measures/answers/form/style.ts";
export {
  parseStyleGuide,
  StyleGuideSchema,
  type StyleGuide,
} from "./measures/answers/form/style-guide.ts";
export type {
  AnswerTools,
  GradedCase,
  GradedReply,
  JudgeTools,
} from "./measures/answers/measure.ts";
export { computeLatency } from "./measures/answers/outcome/effort.ts";
export { agrees as agreesOnValue } from "./measures/answers/text/numeric-match.ts";
export { isVoid, REASONS } from "./measures/answers/reasons.ts";
export {
  ANSWER_MEASURE_NAMES,
  getAnswerMeasure,
  isAnswerMeasure,
  listAnswerMeasures,
} from "./measures/answers/registry.ts";
export { scoreReply } from "./measures/answers/score-reply.ts";
export { computeTokenRecall } from "./measures/answers/text/text-measures.ts";
export { toEvaluationJson, parseEvaluation } from "./report/json/convert.ts";
export { EvaluationSchema } from "./report/json/schema.ts";
export { countFailures } from "./report/describe-evaluation.ts";
export { renderPage } from "./report/html/page.ts";
export { renderJUnit } from "./report/junit.ts";
export { renderMarkdown } from "./report/markdown.ts";
export { renderTabs } from "./report/tabs.ts";
export { renderText } from "./report/terminal.ts";
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
export { chooseDefaultPart } from "./run/select-cases.ts";
export { countForeign, createFileSystem, toNamesOf } from "./run/systems-from-files.ts";
export {
  schemaUnusable,
  styleGuideInvalid,
  unknownAnswerMeasure,
} from "./measures/answers/errors.ts";
