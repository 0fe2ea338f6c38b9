/** @module The promises of a question maker, as tests that every one runs. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { QuestionMaker } from "../ports/question-maker.ts";

export const PROPOSE_REQUEST = {
  headings: ["Leave", "Parents"],
  section: "Every parent gets 16 weeks of paid leave.",
  role: "a new employee",
  language: "en",
} as const;

/** @param open is called for each test; what it opens has a proposal and an answer for anything. */
export function describeQuestionMaker(name: string, open: () => Promise<QuestionMaker>): void {
  describe(`question maker contract: ${name}`, () => {
    it("proposes a question with its answer and a quote, none of them empty", async () => {
      const { proposed } = await (await open()).propose(PROPOSE_REQUEST);
      assert.ok(proposed?.question && proposed.answer && proposed.quote);
    });

    it("answers with and without a section", async () => {
      const maker = await open();
      const request = { question: "How many weeks?", language: "en" };
      const { section } = PROPOSE_REQUEST;
      assert.ok((await maker.answer({ ...request, section })).text !== "");
      assert.ok((await maker.answer(request)).text !== "");
    });

    it("ends when nobody waits any more", async () => {
      const maker = await open();
      const signal = AbortSignal.abort(new Error("gone"));
      await assert.rejects(maker.propose({ ...PROPOSE_REQUEST, signal }), /gone/);
      await assert.rejects(maker.answer({ question: "?", language: "en", signal }), /gone/);
    });

    it("has a name that can stand in a record", async () => {
      assert.match((await open()).id, /^\S+$/);
    });
  });
}
