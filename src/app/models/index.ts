/** @module The door for commands about models. */
export type { HubModel } from "../../adapters/index.ts";
export { WEIGHTS } from "../../adapters/index.ts";
export { openModels, type ModelsOptions } from "./open-models.ts";
export type {
  AddModelEvent,
  AddModelInput,
  ListedModel,
  ModelCheck,
  ModelsList,
  ModelUseCases,
} from "./models-input.ts";
