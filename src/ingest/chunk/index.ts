/** @module Chunking: blocks to chunks. */
export { chunkDocument, type ChunkInput, type ChunkSettings } from "./chunk-document.ts";
export { countTokens } from "./tokens.ts";
