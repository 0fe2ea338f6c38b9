import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { toQuestionTerms } from "./question-terms.ts";

const termsOf = (question: string, analyzerId: string): Readonly<Record<string, number>> =>
  Object.fromEntries(
    toQuestionTerms(question, analyzerId).map(({ term, weight }) => [term, weight]),
  );

describe("toQuestionTerms", () => {
  it("weighs a term by how often the question holds it", () => {
    assert.deepEqual(termsOf("Is the leave of the parents paid leave?", "en-1"), {
      leav: 2,
      parent: 1,
      paid: 1,
    });
  });

  it("weighs half in another language, without words of form of its own", () => {
    const question = "Wie lang ist die Garantie auf die Pumpe GPT-4o?";
    assert.equal(termsOf(question, "de-1")["=gpt4o"], 1);
    assert.deepEqual(termsOf(question, "en-1"), {
      lang: 0.5,
      garanti: 0.5,
      pump: 0.5,
      gpt: 0.5,
      "=gpt4o": 0.5,
      "4o": 0.5,
    });
  });

  it("finds a Latin name under the analyzer of another script", () => {
    assert.equal(termsOf("What is the price of the GPT-4o?", "cjk-1")["=gpt4o"], 0.5);
    assert.equal(termsOf("GPT-4o 的价格是多少？", "en-1")["=gpt4o"], 0.5);
    assert.equal(termsOf("GPT-4o 的价格是多少？", "cjk-1")["=gpt4o"], 1);
  });

  it("weighs in full where the language is unsure, and for documents of any", () => {
    assert.deepEqual(termsOf("GPT-4o", "de-1"), { gpt: 1, "=gpt4o": 1, "4o": 1 });
    assert.equal(termsOf("Wie lang ist die Garantie?", "und-1")["garantie"], 1);
    assert.equal(termsOf("Where is the pump?", "en-parity-1")["pump"], 1);
  });
});
