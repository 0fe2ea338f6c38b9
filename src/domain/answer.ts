/** @module What `ask` returns: an answer with citations, or an abstention with a reason. */
import type { Span } from "./document.ts";

/** An exact place in a document version; `quote` is the text of its span, character by character. */
export interface Citation extends Span {
  /** 1-based, as it is printed. */
  readonly number: number;
  readonly documentId: string;
  readonly key: string;
  readonly collection: string;
  readonly versionHash: string;
  readonly title: string;
  readonly headings: readonly string[];
  readonly page?: number;
  /** When the cited version says it is from. */
  readonly modifiedAt: string;
  readonly quote: string;
}

export type AbstainReason =
  /** Nothing readable was found. */
  | "no-passages"
  /** What was found does not answer. */
  | "weak-evidence"
  /** Every sentence failed the exact checks. */
  | "checks-failed"
  /** The question holds nothing to search for. */
  | "empty-question";

/** What the checks said of one sentence of an answer. */
export interface SentenceVerdict {
  readonly text: string;
  readonly citations: readonly number[];
  /** `cut` sentences are not part of the answer: an exact check failed. */
  readonly verdict: "passed" | "cut";
  readonly failures: readonly string[];
  /** In [0, 1]: marks and orders, never blocks before it is calibrated. */
  readonly support: number;
}

/** Two current passages that disagree. Both are cited. */
export interface AnswerConflict {
  readonly kind: "number" | "date" | "name";
  readonly citations: readonly [number, number];
  readonly values: readonly [string, string];
}

/** Tokens and money of one answer. What the provider did not tell is `unknown`, never 0. */
export interface AnswerUsage {
  readonly model: string;
  readonly inputTokens: number | "unknown";
  readonly outputTokens: number | "unknown";
  readonly costUsd: number | "unknown";
}

/**
 * What happens while an answer is made. Only sentences whose checks passed are ever told. The
 * texts of `sentence-checked`, joined as they are, are the text of the answer.
 */
export type AnswerEvent =
  | { readonly type: "answer-started"; readonly id: string }
  | {
      readonly type: "sentence-checked";
      /** White space that parts it from what came before, then the sentence. */
      readonly text: string;
      /** New and repeated, in the order of the sentence. */
      readonly citations: readonly Citation[];
    }
  /** Last of all when the writer came to its own end; abstentions too. */
  | { readonly type: "answer-completed"; readonly answer: Answer }
  /** Last of all when the writer was cut short. */
  | { readonly type: "answer-incomplete"; readonly answer: Answer; readonly reason: string };

export interface Answer {
  readonly id: string;
  readonly question: string;
  /** Empty when abstained. */
  readonly text: string;
  readonly abstained: boolean;
  readonly reason?: AbstainReason;
  /** What a person reads when abstained. */
  readonly message?: string;
  /** Its writer stopped before the end: what is here is checked, and not the whole answer. */
  readonly incomplete?: true;
  /** Confidence in [0, 1] that the passages answer the question. */
  readonly confidence: number;
  readonly citations: readonly Citation[];
  readonly sentences: readonly SentenceVerdict[];
  readonly conflicts: readonly AnswerConflict[];
  readonly release: string;
  /**
   * BCP 47: what the question is in, as far as it can be told, else what the best passage is in. A
   * message and generated sentences are in it; a verbatim sentence is in its document's.
   */
  readonly language: string;
  /** What a language model used for it; absent when none was asked. */
  readonly usage?: AnswerUsage;
  readonly latencyMs: number;
  /** False when the record could not be kept (a full or read-only disk). */
  readonly recorded: boolean;
}
