/** @module The promises of a rewriter, as tests that every one runs. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Rewriter } from "../ports/rewriter.ts";

const REQUEST = {
  question: "And for part-timers?",
  history: [
    { role: "user", text: "How many weeks of parental leave do employees get?" },
    { role: "assistant", text: "They get 26 weeks." },
  ],
} as const;

/** @param open is called for each test; what it opens has an answer for any question. */
export function describeRewriter(name: string, open: () => Promise<Rewriter>): void {
  describe(`rewriter contract: ${name}`, () => {
    it("gives one line without white space around it", async () => {
      const text = await (await open()).rewrite(REQUEST);
      assert.ok(text !== undefined && text !== "", "it gave nothing to look at");
      assert.equal(text, text.trim());
      assert.ok(!text.includes("\n"));
    });

    it("ends when nobody waits any more", async () => {
      const rewriter = await open();
      const reason = new Error("gone");
      const request = { ...REQUEST, signal: AbortSignal.abort(reason) };
      await assert.rejects(rewriter.rewrite(request), reason);
    });

    it("has a name that can stand in a record", async () => {
      assert.match((await open()).id, /^\S+$/);
    });
  });
}
