import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { citedSentences } from "./cited-sentences.ts";

const read = (text: string) =>
  citedSentences(text).map(({ text: said, citations }) => [said, citations]);

describe("citedSentences", () => {
  it("takes every number of a mark, before the full stop and behind it", () => {
    assert.deepEqual(read("It is twelve [1, 2]. Ask early. [3][1]"), [
      ["It is twelve.", ["1", "2"]],
      ["Ask early.", ["3", "1"]],
    ]);
  });

  it("counts a source once a sentence, and none where none stands", () => {
    assert.deepEqual(read("Twelve [1][1]. Thirteen."), [
      ["Twelve.", ["1"]],
      ["Thirteen.", []],
    ]);
  });

  it("leaves other brackets as they are", () => {
    assert.deepEqual(read("See [appendix] and [1234]."), [["See [appendix] and [1234].", []]]);
  });

  it("has no sentence in nothing", () => {
    assert.deepEqual(read(" [1] "), []);
  });
});
