/** @module Qrels, runs and golden sets: what rankings are judged by. */

/** query id -> document id -> grade. A grade of 0 is judged and bad; absent is unjudged. */
export type Qrels = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** query id -> document ids, best first. */
export type Run = ReadonlyMap<string, readonly string[]>;

export interface GoldenQuery {
  readonly id: string;
  readonly text: string;
  /** False when the documents, for these principals, hold no answer. */
  readonly answerable: boolean;
  readonly answers: readonly string[];
  /** Who asks; empty means the local owner. */
  readonly principals: readonly string[];
  readonly group?: string;
  readonly stratum?: string;
  readonly language?: string;
  /** `plain`, or `hard` where the question shares few words with the documents. */
  readonly difficulty?: string;
}

export interface GoldenSet {
  readonly name: string;
  readonly queries: readonly GoldenQuery[];
  readonly qrels: Qrels;
}
