/** @module Chunking: blocks to chunks. */
export { chunkDocument, type ChunkSettings } from "./chunk-document.ts";
export { countTokens } from "./tokens.ts";
