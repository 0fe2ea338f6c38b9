/** @module Training of the static embedder's rows, without a dependency. */
export {
  contrast,
  contrastDefaults,
  type ContrastData,
  type ContrastSettings,
} from "./contrast.ts";
export {
  distil,
  distillationDefaults,
  type DistillationData,
  type DistillationSettings,
} from "./distil.ts";
export { createMatrixProducts, type Matrix, type MatrixProducts } from "./matrices.ts";
export {
  computeSecondMoments,
  findPrincipalDirections,
  normalizeVectors,
  project,
} from "./principal-directions.ts";
export { decodeTrainingState, encodeTrainingState } from "./state-file.ts";
export { weighByRarity } from "./start-table.ts";
export { countPieces, listTokens, type TokenLists } from "./token-lists.ts";
export type { ResumeOptions, TrainingEvent, TrainingState } from "./training.ts";
