/** @module The promises of a judge, as tests that every one runs. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Judge, JudgeRequest } from "../ports/judge.ts";

/** The answer says what the reference and the passage say. */
export const JUDGE_REQUEST: JudgeRequest = {
  criterion: "correct",
  question: "How long is the leave?",
  answer: "The leave is twelve weeks.",
  references: ["twelve weeks"],
  passages: ["Parents take twelve weeks of leave."],
  language: "en",
};

const squeeze = (text: string): string => text.replaceAll(/\s+/g, " ").trim();

/** @param open is called for each test; what it opens holds `JUDGE_REQUEST` for right. */
export function describeJudge(name: string, open: () => Promise<Judge>): void {
  describe(`judge contract: ${name}`, () => {
    it("says yes to what is right, with quotes that are there", async () => {
      const { verdict, evidence } = await (await open()).judge(JUDGE_REQUEST);
      assert.equal(verdict, "yes");
      assert.ok(evidence.length > 0);
      const { question, answer, references, passages } = JUDGE_REQUEST;
      const shown = [question, answer, ...references, ...passages].map(squeeze);
      for (const quote of evidence) assert.ok(shown.some((text) => text.includes(squeeze(quote))));
    });

    it("refuses a criterion that is not its own", async () => {
      const judge = await open();
      assert.ok(judge.criteria.includes("correct"));
      await assert.rejects(judge.judge({ ...JUDGE_REQUEST, criterion: "nice" }));
    });

    it("ends when nobody waits any more", async () => {
      const reason = new Error("gone");
      const request = { ...JUDGE_REQUEST, signal: AbortSignal.abort(reason) };
      await assert.rejects((await open()).judge(request), reason);
    });

    it("has an id that can stand beside its figures", async () => {
      assert.match((await open()).id, /^\S+$/);
    });
  });
}
