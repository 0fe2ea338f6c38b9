/** @module Training sets: from what people and documents say to rows that may be learned from. */
export { curate, type CurateOptions, type Curated, type Slice } from "./curate/curate.ts";
export { maskingTooWeak } from "../errors.ts";
export { DEFAULT_CAPS } from "./curate/cap-influence.ts";
export { toTokenLimit } from "./curate/count-tokens.ts";
export type { Embed } from "./curate/drop-alike-vectors.ts";
export type { Reject, RejectReason } from "./curate/reject.ts";
export {
  readDataset,
  SLICES,
  type Dataset,
  type DatasetFacts,
  type SlicedRow,
} from "./dataset/dataset.ts";
export { eraseFromDataset, type Successor } from "./dataset/erase.ts";
export { makeDataset, type DatasetInput, type SourceRights } from "./dataset/make-dataset.ts";
export { isEnough, listNeeds, type Need } from "./dataset/needs.ts";
export { countRows, listParents, toArtifact } from "./dataset/write-dataset.ts";
export { isGuarded, type GuardedSet } from "./leakage/find-golden-leaks.ts";
export { MASKING } from "./personal/mask.ts";
export { measureRecall, RECALL_BARS, type LanguageRecall } from "./personal/measure-recall.ts";
export {
  LABEL_LANES,
  TRAINSET_LANES,
  RETRIEVAL_LANES,
  type TrainsetLane,
  type RowDraft,
  type RowPassage,
  type TrainingRow,
} from "./row.ts";
export { toAnswerRows, type AnswerMaterial, type AnswerPassage } from "./rows/answer-rows.ts";
export { toDocumentRows, type DocumentMaterial } from "./rows/document-rows.ts";
export { toGoldenRows, type GoldenMaterial } from "./rows/golden-rows.ts";
export { listGivenLabels, parseLabelledTexts, toLabelledRows } from "./rows/labelled-rows.ts";
export { DEFAULT_SEED, type Assigned } from "./split/assign-sides.ts";
