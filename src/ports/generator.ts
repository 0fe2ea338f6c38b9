/** @module The port of answer writers: passages in, sentences with their sources out. */
import type { Turn } from "../domain/conversation.ts";
import type { Span } from "../domain/document.ts";
import type { Passage } from "../domain/passage.ts";

/** A sentence of a passage and how well it bears on the question; spans of the passage's text. */
export interface RankedSentence extends Span {
  /** Index into the request's passages. */
  readonly passage: number;
  readonly score: number;
  /** The question's terms that it holds. */
  readonly covered: readonly string[];
}

/** What a draft cost. A field that the writer cannot tell is absent, never 0. */
export interface DraftUsage {
  readonly model: string;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  readonly costUsd?: number;
}

export interface GenerateRequest {
  readonly question: string;
  /** What was said before in this conversation, oldest first. */
  readonly history?: readonly Turn[];
  readonly language: string;
  /** What the answer may rest on, best first. */
  readonly passages: readonly Passage[];
  /** The sentences of those passages, best first. */
  readonly sentences: readonly RankedSentence[];
  readonly maxSentences: number;
  readonly signal?: AbortSignal;
}

/** Where a sentence is from: a passage, and the place in its text when the writer knows it. */
export interface DraftCitation {
  readonly passage: number;
  readonly span?: Span;
}

export type GeneratorEvent =
  | {
      readonly type: "sentence-drafted";
      readonly text: string;
      readonly citations: readonly DraftCitation[];
    }
  /** Last of all. Only `stop` is a whole answer; anything else is `incomplete`. */
  | {
      readonly type: "draft-finished";
      readonly finish: "stop" | "incomplete";
      /** Why it is incomplete: `length`, `content_filter`, `cut`, `upstream: ...`. */
      readonly reason?: string;
      readonly usage?: DraftUsage;
    };

/**
 * Contract, held by `describeGenerator`:
 * - events in the order of the answer, `draft-finished` last and once;
 * - citations name passages of the request;
 * - no passages give no sentences;
 * - nothing is added to what the passages say by the writer's own word that it is so: whatever it
 *   drafts is checked by a verifier before anyone sees it.
 */
export interface Generator {
  /** Name and revision: part of every release. */
  readonly id: string;
  generate(request: GenerateRequest): AsyncIterable<GeneratorEvent>;
}
