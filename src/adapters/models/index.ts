/** @module Models that run in this process: where they are from, where they lie, whether they are whole. */
export { openFolderFiles } from "./folder-files.ts";
export { DEFAULT_HUB, describeHubModel, openHubFiles, type HubModel } from "./hub.ts";
export {
  addModel,
  assertFreeName,
  listLocalModels,
  verifyModel,
  type LocalModel,
} from "./library.ts";
export { hashRecord, type ModelRecord } from "./model-record.ts";
export { RUNTIME_PACKAGE, transformersRuntime } from "./runtime.ts";
export { WEIGHTS, type Weights } from "./weights.ts";
