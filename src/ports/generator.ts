/** @module The port of answer writers: passages in, sentences with their sources out. */
import type { Turn } from "../domain/conversation.ts";
import type { Span } from "../domain/document.ts";
import type { DraftProvenance } from "../domain/answer-record.ts";
import type { Passage } from "../domain/passage.ts";

/** A sentence of a passage and how well it bears on the question; spans of the passage's text. */
export interface RankedSentence extends Span {
  /** Index into the request's passages. */
  readonly passage: number;
  readonly score: number;
  /** The question's terms that it holds. */
  readonly covered: readonly string[];
}

/** What a call cost. A field that it cannot tell is absent, never 0. */
export interface DraftUsage {
  readonly model: string;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  readonly costUsd?: number;
}

export interface GenerateRequest {
  /** Of the answer. Nobody can foresee it, so data can be told from instructions by it. */
  readonly id: string;
  readonly question: string;
  /** What was said before in this conversation, oldest first. */
  readonly history?: readonly Turn[];
  readonly language: string;
  /** What the answer may rest on, best first. */
  readonly passages: readonly Passage[];
  /** The sentences of those passages, best first. */
  readonly sentences: readonly RankedSentence[];
  readonly maxSentences: number;
  /** Aborted when nobody waits for the answer any more: whatever runs elsewhere is stopped. */
  readonly signal?: AbortSignal;
}

/** What a model is sent. */
export interface RenderedPrompt {
  readonly system: string;
  readonly user: string;
  /** As `DraftProvenance` holds it: equal hashes are equal bytes. */
  readonly renderedHash: string;
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
  /**
   * Last of all. `stop` is a whole answer, `unanswered` the writer's word that the passages do not
   * answer; anything else is `incomplete`.
   */
  | {
      readonly type: "draft-finished";
      readonly finish: "stop" | "unanswered" | "incomplete";
      /** Why it is incomplete: `length`, `content_filter`, `cut`, `upstream: ...`. */
      readonly reason?: string;
      readonly usage?: DraftUsage;
      /** For the record, where a language model was asked. */
      readonly provenance?: DraftProvenance;
    };

/**
 * Contract, held by `describeGenerator`:
 * - events in the order of the answer, `draft-finished` last and once;
 * - citations name passages of the request; what a model invented is handed on as it is, and fails
 *   its check;
 * - no passages give no sentences, and no more sentences come than were asked for;
 * - a failure before the first sentence is thrown; one behind it ends the draft as `incomplete`;
 * - whoever ends the iteration early, or aborts the signal, ends the work;
 * - nothing is added to what the passages say by the writer's own word that it is so: whatever it
 *   drafts is checked by a verifier before anyone sees it.
 */
export interface Generator {
  /** Name and revision, its prompt's as well: part of every release. */
  readonly id: string;
  /** Calls may cost money, so that caps are asked before one is made; absent: they do not. */
  readonly metered?: boolean;
  /** Sentences that suit it where the configuration names no number. */
  readonly defaultMaxSentences: number;
  generate(request: GenerateRequest): AsyncIterable<GeneratorEvent>;
  /** The prompt of a request, without asking; absent where no model is asked. */
  readonly render?: (request: GenerateRequest) => RenderedPrompt;
}
