/** @module The configuration of an installation. */
export { configExists, configInvalid, configNotFound, secretMissing } from "./errors.ts";
export {
  CONFIG_FILE,
  checkConfig,
  loadConfig,
  redact,
  type Environment,
  type LoadedConfig,
  type LoadOptions,
} from "./load.ts";
export {
  CollectionNameSchema,
  ConfigSchema,
  LanguageSchema,
  type AccessRuleConfig,
  type AdapterChoiceConfig,
  type Config,
} from "./schema.ts";
export { makeTemplate, type ProposedCollection } from "./template.ts";
