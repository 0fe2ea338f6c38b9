/** @module What a question leans on: its conversation, and what a rewriter makes of both. */
import type { Turn } from "../domain/conversation.ts";
import type { RecordedRewrite } from "../domain/answer-record.ts";
import { isAbstentionMessage } from "../answer/index.ts";
import type { Rewriter } from "../ports/rewriter.ts";
import type { Assembly } from "./assembly.ts";

type Understanding = Pick<Assembly, "rewriteDeadlineMs" | "context"> & {
  readonly rewriter: Rewriter | undefined;
};

export interface Understood {
  /** For retrieval: a reply that abstained keeps its place and says nothing. */
  readonly history: readonly Turn[];
  readonly standalone: string | undefined;
  /** For the record; absent when no rewriter was asked. */
  readonly rewrite: RecordedRewrite | undefined;
}

export const understandHistory = (said: readonly Turn[]): readonly Turn[] =>
  said.map((turn) =>
    turn.role === "assistant" && isAbstentionMessage(turn.text) ? { ...turn, text: "" } : turn,
  );

export async function understandQuestion(
  parts: Understanding,
  question: string,
  said: readonly Turn[],
  signal: AbortSignal | undefined,
): Promise<Understood> {
  const history = understandHistory(said);
  const rewrite = await rewriteQuestion(parts, question, said, signal);
  return { history, standalone: rewrite?.text, rewrite };
}

/** A rewriter that is slow or fails costs its rewrite, never the answer. */
async function rewriteQuestion(
  { rewriter, rewriteDeadlineMs: deadlineMs, context }: Understanding,
  question: string,
  history: readonly Turn[],
  signal: AbortSignal | undefined,
): Promise<RecordedRewrite | undefined> {
  if (!rewriter || deadlineMs === undefined || history.length === 0) return undefined;
  const deadline = AbortSignal.timeout(deadlineMs);
  try {
    const text = await rewriter.rewrite({
      question,
      history,
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
    });
    return {
      rewriter: rewriter.id,
      ...(text === undefined ? { failure: "it gave nothing usable" } : { text }),
    };
  } catch (error) {
    signal?.throwIfAborted();
    const failure = deadline.aborted
      ? `no reply within ${deadlineMs} ms`
      : error instanceof Error
        ? error.message
        : String(error);
    context.logger.warn("the question was not rewritten", { rewriter: rewriter.id, failure });
    return { rewriter: rewriter.id, failure };
  }
}
