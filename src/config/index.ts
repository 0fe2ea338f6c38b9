/** @module The configuration of an installation. */
export { configExists, configInvalid, configNotFound, secretMissing } from "./errors.ts";
export {
  CONFIG_FILE,
  checkConfig,
  loadConfig,
  redact,
  resolveSecrets,
  type Environment,
  type LoadedConfig,
} from "./load.ts";
export {
  CollectionNameSchema,
  ConfigSchema,
  LanguageSchema,
  type AccessRuleConfig,
  type Config,
} from "./schema.ts";
export { makeTemplate, type ProposedCollection } from "./template.ts";
