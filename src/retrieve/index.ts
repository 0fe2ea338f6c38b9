/** @module The read path up to ranked passages. */
export { emptyQuestion } from "./errors.ts";
export { toQuestionTerms } from "./question-terms.ts";
export type { RerankStage } from "./rerank/rerank.ts";
export { rankDocuments, type RankedDocument } from "./rank-documents.ts";
export {
  retrieve,
  type Retrieved,
  type RetrieveDependencies,
  type RetrieveRequest,
  type RetrieveSettings,
} from "./retrieve.ts";
