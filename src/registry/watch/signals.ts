/** @module What a trace says of how an answer went, without anybody judging it. */
import type { Trace } from "../../domain/trace.ts";

export interface AnswerSignals {
  /** It failed, or its writer was cut off. */
  readonly failed: boolean;
  readonly abstained: boolean;
  /** Share of drafted sentences whose citations failed a check, in [0, 1]. */
  readonly unsupported: number;
  /** Of the work itself: what a reader of a stream waited in between is not in it. */
  readonly workMs: number;
}

/** Of an answer's trace; a search says too little. */
export function toSignals({ outcome, spans }: Pick<Trace, "outcome" | "spans">): AnswerSignals {
  let [sentences, failures, workMs] = [0, 0, 0];
  for (const { kind, parentId, durationMs, attributes } of spans) {
    if (parentId === undefined) workMs += durationMs;
    if (kind !== "cite") continue;
    sentences += Number(attributes["sentences"] ?? 0);
    failures += Number(attributes["failed"] ?? 0);
  }
  return {
    failed: outcome === "error" || outcome === "incomplete",
    abstained: outcome === "abstained",
    unsupported: sentences > 0 ? failures / sentences : 0,
    workMs,
  };
}
