/** @module Embedders that look vectors up instead of running a network. */
export { corruptStaticTable, staticDimensions } from "./errors.ts";
export { createHashedEmbedding } from "./hashed.ts";
export { createStaticEmbedding, MOST_PIECES_A_TEXT } from "./static.ts";
export { quantizeRows, type StaticTable } from "./static-table.ts";
export { decodeStaticTable, encodeStaticTable } from "./table-file.ts";
export { HASHED_DIMENSIONS } from "./term-vectors.ts";
export { createTokenMatcher, type TokenMatcher } from "./token-match.ts";
export { createWordPieces, type WordPieces } from "./word-pieces.ts";
