/** @module Question vectors changed by what was learned, over any embedder's vectors. */
export { adaptQuery, type QueryAdapter } from "./query-adapter.ts";
