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
  type AccessRuleConfig,
  type AdapterChoiceConfig,
  type Config,
} from "./schema.ts";
export { CONFIG_TEMPLATE } from "./template.ts";
