/** @module The promises of a prompted model, as tests that every one runs. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { PromptedModel } from "../ports/prompted-model.ts";

export const PROMPTED_REQUEST = {
  question: "How many weeks of leave do parents get?",
  history: [],
  examples: [{ question: "How long is the notice period?", answer: "Three months." }],
  maxSentences: 3,
} as const;

/** @param open is called for each test; what it opens answers anything. */
export function describePromptedModel(name: string, open: () => Promise<PromptedModel>): void {
  describe(`prompted model contract: ${name}`, () => {
    it("answers with text, and says which model did", async () => {
      const { outcome, text, usage } = await (await open()).ask(PROMPTED_REQUEST);
      assert.equal(outcome, "answered");
      assert.notEqual(text, "");
      assert.match(usage.model, /\S/);
    });

    it("ends when nobody waits any more", async () => {
      const signal = AbortSignal.abort(new Error("gone"));
      await assert.rejects((await open()).ask({ ...PROMPTED_REQUEST, signal }), /gone/);
    });

    it("has a name that can stand in a record, and a prompt with its hash", async () => {
      const { id, prompt } = await open();
      assert.match(id, /^\S+$/);
      assert.match(prompt.sha256, /^[0-9a-f]{64}$/);
    });
  });
}
