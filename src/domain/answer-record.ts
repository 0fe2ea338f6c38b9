/** @module The record that every answer leaves: enough to trace, explain and replay it. */
import type { Answer } from "./answer.ts";
import type { Filter } from "./metadata.ts";
import type { Span } from "./document.ts";

export interface RecordedHit {
  readonly chunkId: string;
  readonly rank: number;
  readonly score: number;
}

export interface RecordedPassage extends Span {
  readonly chunkIds: readonly string[];
  readonly documentId: string;
  readonly versionHash: string;
  readonly rank: number;
  readonly score: number;
  /** `in` the generator's context, or why not. */
  readonly context: "in" | "token_limit" | "duplicate";
}

export interface AnswerRecord {
  readonly id: string;
  readonly askedAt: string;
  /** In order; the operator is `operator`. */
  readonly principals: readonly string[];
  readonly collections: readonly string[] | "all";
  readonly filter: Filter;
  readonly release: string;
  readonly generation: number;
  readonly generator: string;
  readonly verifier: string;
  readonly legs: {
    readonly lexical: readonly RecordedHit[];
    readonly dense: readonly RecordedHit[];
    readonly alpha: number;
    readonly normalization: "tm2";
  };
  readonly passages: readonly RecordedPassage[];
  readonly threshold: number;
  readonly outcome: "answered" | "abstained" | "incomplete" | "error";
  readonly answer: Answer;
  readonly stagesMs: Readonly<Record<string, number>>;
}
