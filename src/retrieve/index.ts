/** @module The read path up to ranked passages. */
export { askLegs, type LegsAsked, type LegsQuestion } from "./ask-legs.ts";
export { emptyQuestion } from "./errors.ts";
export { combineConvex } from "./fuse/convex-combination.ts";
export { toQuestionTerms } from "./question-terms.ts";
export type { RerankStage } from "./rerank/rerank.ts";
export { rankDocuments, type RankedDocument } from "./rank-documents.ts";
export { shareSearch, type SharedSearch } from "./share-search.ts";
export {
  retrieve,
  type Retrieved,
  type RetrieveDependencies,
  type RetrieveSettings,
} from "./retrieve.ts";
