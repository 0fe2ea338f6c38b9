/** @module The port of rewriters: a question that leans on a conversation, made to stand alone. */
import type { Turn } from "../domain/conversation.ts";
import type { DraftUsage } from "./generator.ts";

export interface RewriteRequest {
  readonly question: string;
  /** What was said before, oldest first; never empty. */
  readonly history: readonly Turn[];
  /** Told what it cost, once, where a model was asked. */
  readonly onUsage?: (usage: DraftUsage) => void;
  readonly signal?: AbortSignal;
}

/**
 * Contract, held by `describeRewriter`:
 * - one line, without white space around it, in the language of the question;
 * - `undefined` when nothing usable came back: the question is then asked as it is;
 * - what it returns is searched beside the question, never instead of it, and never shown to a
 *   caller as their own words.
 */
export interface Rewriter {
  /** Name and revision, its prompt's as well: part of every release. */
  readonly id: string;
  /** Calls may cost money; absent: they do not. */
  readonly metered?: boolean;
  rewrite(request: RewriteRequest): Promise<string | undefined>;
}
