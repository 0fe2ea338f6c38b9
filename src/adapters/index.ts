/** @module Every adapter of the package, listed by hand: nothing registers itself. */
import { hashedEmbedder } from "./embedders/hashed.ts";
import { openaiCompatibleEmbedder } from "./embedders/openai-compatible.ts";
import { extractiveGenerator } from "./generators/extractive.ts";
import { lexicalVerifier } from "./verifiers/lexical.ts";

export { openSqliteStore, type SqliteStoreOptions } from "./stores/sqlite/index.ts";
export { storeNotFound } from "./stores/sqlite/errors.ts";

export const EMBEDDERS = [hashedEmbedder, openaiCompatibleEmbedder] as const;
export const GENERATORS = [extractiveGenerator] as const;
export const VERIFIERS = [lexicalVerifier] as const;
