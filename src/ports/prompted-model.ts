/** @module The port of prompted models: a question under an instruction, with examples and no documents. */
import type { PromptReference } from "../domain/answer-record.ts";
import type { Turn } from "../domain/conversation.ts";
import type { DraftUsage } from "./generator.ts";

/** A question with what is right to say to it. */
export interface WorkedExample {
  readonly question: string;
  /** Absent: it is right to say that one does not know. */
  readonly answer?: string;
}

export interface PromptedRequest {
  readonly question: string;
  /** What was said before, oldest first. */
  readonly history: readonly Turn[];
  /** In the order in which the model reads them; none is a bare prompt. */
  readonly examples: readonly WorkedExample[];
  /** Stands in the place of the model's own, above the rules of the reply's form. */
  readonly instruction?: string;
  readonly maxSentences: number;
  readonly signal?: AbortSignal;
}

export interface PromptedReply {
  readonly outcome: "answered" | "abstained" | "incomplete";
  /** Empty unless answered. */
  readonly text: string;
  /** Why it is incomplete, as `GeneratorEvent` says it. */
  readonly reason?: string;
  readonly usage: DraftUsage;
}

/**
 * Contract, held by `describePromptedModel`:
 * - a model that says it does not know has abstained, and a reply that was cut is `incomplete`,
 *   neither is an error;
 * - faults of the provider are thrown, typed, and so is a reply that holds nothing;
 * - one call asks the provider once, and ends when the signal is aborted.
 */
export interface PromptedModel {
  /** Model and parameters; a name without blanks. */
  readonly id: string;
  /** Calls may cost money, so that caps are asked before one is made; absent: they do not. */
  readonly metered?: boolean;
  /** The prompt, its own instruction with it. */
  readonly prompt: PromptReference;
  ask(request: PromptedRequest): Promise<PromptedReply>;
}
