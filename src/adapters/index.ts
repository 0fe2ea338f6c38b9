/** @module Every adapter of the package, listed by hand: nothing registers itself. */
import { hashedEmbedder } from "./embedders/hashed.ts";
import { openaiCompatibleEmbedder } from "./embedders/openai-compatible.ts";
import { extractiveGenerator } from "./generators/extractive.ts";
import { csvSource, fileSource, folderSource, jsonlSource } from "./sources/index.ts";
import { lexicalVerifier } from "./verifiers/lexical.ts";

export { createParsers, PARSED_EXTENSIONS, type Parsers } from "./parsers/index.ts";
export { openSqliteStore, type SqliteStoreOptions } from "./stores/sqlite/index.ts";
export { storeNotFound } from "./stores/sqlite/errors.ts";

export const EMBEDDERS = [hashedEmbedder, openaiCompatibleEmbedder] as const;
export const GENERATORS = [extractiveGenerator] as const;
export const SOURCES = [folderSource, fileSource, jsonlSource, csvSource] as const;
export const VERIFIERS = [lexicalVerifier] as const;
