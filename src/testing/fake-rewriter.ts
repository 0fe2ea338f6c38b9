/** @module A rewriter for tests: the last question of the conversation, and then this one. */
import type { Rewriter } from "../ports/rewriter.ts";

export function createFakeRewriter(): Rewriter {
  return {
    id: "fake-1",
    async rewrite({ question, history, signal }) {
      signal?.throwIfAborted();
      const last = history.findLast(({ role }) => role === "user")?.text ?? "";
      return `${last} ${question}`.replaceAll(/\s+/g, " ").trim() || undefined;
    },
  };
}
