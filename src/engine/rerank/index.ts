/** @module What a light reranker looks at, over the terms of chunks in order. No input or output. */
export { createFeatureReader, type RerankFeatures } from "./features.ts";
export { type AskedTerm, prepareQuestion, type RerankQuestion } from "./question.ts";
export { readTermSequence, type TermSequence } from "./term-sequences.ts";
export { createQuestionAnalysis, type AskedQuestion } from "./ranking/analyze-question.ts";
export {
  RANKING_FEATURES,
  readRankingFeatures,
  standardize,
  type AnalyzedQuestion,
  type FeatureTable,
  type RankingCandidate,
  type RankingFeature,
} from "./ranking/features.ts";
export {
  explainScores,
  findModelFault,
  type LinearModel,
  type RankingModel,
  type TreesModel,
} from "./ranking/model.ts";
export { addShares, scoreRow, type RegressionTree } from "./ranking/tree.ts";
