import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Feedback } from "../domain/feedback.ts";
import { feedbackOf } from "../testing/record-fixtures.ts";
import { computeOverlap, findReasked, toActiveFeedback } from "./feedback.ts";

const given = (id: string, feedback: Feedback["feedback"], by = "user:ana"): Feedback =>
  feedbackOf(id, { feedback, by });

describe("toActiveFeedback", () => {
  it("keeps the last of one person, kind and answer", () => {
    const active = toActiveFeedback([
      given("1", { kind: "thumb", value: -1 }),
      given("2", { kind: "thumb", value: -1 }, "user:bo"),
      given("3", { kind: "comment", text: "no" }),
      given("4", { kind: "thumb", value: 1 }),
      { ...given("5", { kind: "thumb", value: 1 }), answerId: "ans_2" },
    ]);
    assert.deepEqual(
      active.map(({ id }) => id),
      ["2", "3", "4", "5"],
    );
  });

  it("keeps marks on different citations and sources apart", () => {
    const active = toActiveFeedback([
      given("1", { kind: "citation", citation: 1, value: 1 }),
      given("2", { kind: "citation", citation: 2, value: -1 }),
      given("3", { kind: "citation", citation: 1, value: -1 }),
      given("4", { kind: "source", document: "a.md" }),
      given("5", { kind: "source", document: "b.md" }),
    ]);
    assert.deepEqual(
      active.map(({ id }) => id),
      ["2", "3", "4", "5"],
    );
  });
});

describe("computeOverlap", () => {
  it("is the shared share of words, whatever their case and order", () => {
    assert.equal(computeOverlap("Parental leave weeks", "weeks of parental leave"), 3 / 4);
    assert.equal(computeOverlap("leave", "travel"), 0);
    assert.equal(computeOverlap("?!", "?!"), 0);
  });
});

describe("findReasked", () => {
  const before = [
    { answerId: "ans_1", question: "hotel limit a night", askedAt: "2026-03-01T12:00:00.000Z" },
    { answerId: "ans_2", question: "hotel limit in Bern", askedAt: "2026-03-01T12:05:00.000Z" },
    { answerId: "ans_3", question: "who signs", askedAt: "2026-03-01T12:06:00.000Z" },
  ];
  const find = (question: string, at: string) => findReasked(question, at, before)?.answerId;

  it("is the newest answer whose question shares half of the words", () => {
    assert.equal(find("hotel limit", "2026-03-01T12:07:00.000Z"), "ans_2");
    assert.equal(find("the travel budget", "2026-03-01T12:07:00.000Z"), undefined);
  });

  it("is none after ten minutes", () => {
    assert.equal(find("hotel limit a night", "2026-03-01T12:10:00.000Z"), "ans_1");
    assert.equal(find("hotel limit a night", "2026-03-01T12:10:00.001Z"), undefined);
  });
});
