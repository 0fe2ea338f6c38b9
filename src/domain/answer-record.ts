/** @module The record that every answer leaves: enough to trace, explain and replay it. */
import type { Answer } from "./answer.ts";
import type { Turn } from "./conversation.ts";
import type { Filter } from "./metadata.ts";
import type { Span } from "./document.ts";
import type { Reranking } from "./passage.ts";
import type { TraceSource } from "./trace.ts";

/** A chunk by name and place; records of schema 1 and 2 have no places. */
export interface RecordedHit extends Partial<Span> {
  readonly chunkId: string;
  readonly rank: number;
  /** Kept as a 32-bit float. */
  readonly score: number;
  readonly documentId?: string;
  readonly versionHash?: string;
}

/** What a prompt says of a passage besides its text. */
export interface PassageHeading {
  readonly title: string;
  readonly headings: readonly string[];
  readonly modifiedAt: string;
}

export interface RecordedPassage extends Span {
  readonly chunkIds: readonly string[];
  readonly documentId: string;
  readonly versionHash: string;
  readonly rank: number;
  readonly score: number;
  /** `in` the generator's context, or why not; a `duplicate` says what a better passage says. */
  readonly context: "in" | "token_limit" | "duplicate" | "truncated" | "access";
  /** Where a language model was shown the passage. */
  readonly shown?: PassageHeading;
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

/** All that the passages of one question followed from: enough to retrieve them again. */
export interface RetrievalRecord {
  readonly question: string;
  /** What was said before, oldest first. */
  readonly history?: readonly Turn[];
  readonly rewrite?: RecordedRewrite;
  readonly filter: Filter;
  /** Documents that were hidden from the question, by id. */
  readonly without?: readonly string[];
  readonly topK: number;
  readonly asked: "lexical" | "dense" | "both";
  /** Of the store: equal generations hold the same documents. */
  readonly generation: number;
  readonly legs: RecordedLegs;
  readonly reranking: Reranking;
  readonly passages: readonly RecordedPassage[];
}

export interface RecordedLegs {
  /** The first 100 of each. */
  readonly lexical: readonly RecordedHit[];
  readonly dense: readonly RecordedHit[];
  /** Chunks in the order of the fused scores, the first 100, and as the rerankers left their head. */
  readonly fused?: readonly string[];
  readonly reranked?: readonly string[];
  readonly alpha: number;
  readonly normalization: "tm2";
}

export interface AnswerRecord {
  readonly id: string;
  /** Absent in records of schema 1 and 2, as are the next three. */
  readonly traceId?: string;
  /** Whose traffic it is. */
  readonly source?: TraceSource;
  /** Of the configuration. */
  readonly fingerprint?: string;
  readonly conversationId?: string;
  readonly askedAt: string;
  /** In order; the operator is `operator`. */
  readonly principals: readonly string[];
  readonly collections: readonly string[] | "all";
  readonly filter: Filter;
  /** Documents that were hidden from the question, by id. */
  readonly without?: readonly string[];
  /** What was said before, oldest first. */
  readonly history?: readonly Turn[];
  readonly rewrite?: RecordedRewrite;
  /** Different terms of the question, and those that nothing its asker could read held. */
  readonly terms?: { readonly asked: number; readonly unknown: number };
  readonly release: string;
  readonly generation: number;
  readonly generator: string;
  readonly verifier: string;
  readonly legs: RecordedLegs;
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
