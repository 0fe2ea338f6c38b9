/** @module Qrels and runs: what rankings are judged by. */

/** query id -> document id -> grade. A grade of 0 is judged and bad; absent is unjudged. */
export type Qrels = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** query id -> document ids, best first. */
export type Run = ReadonlyMap<string, readonly string[]>;
