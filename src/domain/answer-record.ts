/** @module The record that every answer leaves: enough to trace, explain and replay it. */
import type { Answer } from "./answer.ts";
import type { Turn } from "./conversation.ts";
import type { Filter } from "./metadata.ts";
import type { Span } from "./document.ts";
import type { Reranking } from "./passage.ts";

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

/** A prompt by name, version and SHA-256 of its text. */
export interface PromptReference {
  readonly id: string;
  readonly version: number;
  readonly sha256: string;
}

/** How a language model was asked: with the record's own fields, enough to ask the same again. */
export interface DraftProvenance {
  readonly provider: string;
  /** As the reply names it; as configured where it names none. */
  readonly model: string;
  readonly prompt: PromptReference;
  /** SHA-256 of the messages as they were sent, and of the reply before any check. */
  readonly renderedHash: string;
  readonly replyHash: string;
  readonly parameters: Readonly<Record<string, number>>;
  /** The provider's own word for how the reply ended, where it said one. */
  readonly finish?: string;
}

/** What a model made of a question that leans on what was said before. */
export interface RecordedRewrite {
  readonly rewriter: string;
  /** Absent when it failed; the question was then asked as it is. */
  readonly text?: string;
  readonly failure?: string;
}

export interface AnswerRecord {
  readonly id: string;
  readonly askedAt: string;
  /** In order; the operator is `operator`. */
  readonly principals: readonly string[];
  readonly collections: readonly string[] | "all";
  readonly filter: Filter;
  /** What was said before, oldest first. */
  readonly history?: readonly Turn[];
  readonly rewrite?: RecordedRewrite;
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
  /** Absent in records of releases that had no reranker. */
  readonly reranking?: Reranking;
  readonly passages: readonly RecordedPassage[];
  readonly threshold: number;
  readonly draft?: DraftProvenance;
  readonly outcome: "answered" | "abstained" | "incomplete" | "error";
  /** Why it is incomplete, or what failed. */
  readonly reason?: string;
  readonly answer: Answer;
  readonly stagesMs: Readonly<Record<string, number>>;
}
