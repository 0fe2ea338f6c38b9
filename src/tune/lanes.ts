/** @module The lanes that fit retrieval to a golden set: fusion, retrieval, reranker. */
export {
  tuneAdapter,
  type AdapterCase,
  type AdapterOptions,
  type AdapterResult,
} from "./adapter/tune-adapter.ts";
export { artifactForeign, collectionNotTunable, queryAdapterPresent } from "./errors.ts";
export { accept, type LaneComparison, type LaneVerdict } from "./folds/accept.ts";
export { type Checkpoint } from "./folds/checkpoint.ts";
export { compareHeldOut, crossValidate, type Pause } from "./folds/cross-validate.ts";
export { makeFolds, type Fold, type FoldCase, type Folds } from "./folds/make-folds.ts";
export { LEFT_OUT, selectCases, type LeftOut, type SelectedCases } from "./folds/select-cases.ts";
export { tuneFusion, type FusionResult, type LaneOptions } from "./fusion/tune-fusion.ts";
export { readLearningData, type RankedQuestion } from "./reranker/learning-data.ts";
export {
  measureModel,
  tuneReranker,
  type RerankerOptions,
  type RerankerResult,
} from "./reranker/tune-reranker.ts";
export { chooseSettings, GRIDS, type Grid } from "./retrieval/choose-settings.ts";
export {
  MEASURE,
  measure as measureRanked,
  orderByStages,
  type JudgedQuestion,
  type LabStage,
} from "./retrieval/judged.ts";
export type { LabChunk } from "./retrieval/lab-index.ts";
export { Lab, type LabQuestion, type LabSettings } from "./retrieval/lab.ts";
export { ScoreBook, type TriedSettings } from "./retrieval/score-book.ts";
export { tuneRetrieval, type RetrievalResult } from "./retrieval/tune-retrieval.ts";
