/** @module Embedders that look vectors up instead of running a network. */
export { createHashedEmbedding } from "./hashed.ts";
export { HASHED_DIMENSIONS } from "./term-vectors.ts";
