import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { containsAnswer } from "./contains-answer.ts";

describe("containsAnswer", () => {
  it("finds a reference whatever its case, articles and punctuation", () => {
    assert.ok(containsAnswer("They get the “20 Weeks”, fully paid.", ["20 weeks"]));
  });

  it("does not find a part of a word or of a number", () => {
    assert.ok(!containsAnswer("It takes 120 weeks.", ["20 weeks"]));
  });

  it("finds a run of characters where words are not parted, whatever the blanks", () => {
    assert.ok(containsAnswer("他们还夺得了 1946 年的全国冠军。", ["1946年"]));
    assert.ok(containsAnswer("通过时间领主来解释。", ["时间领主"]));
    assert.ok(!containsAnswer("通过时间来解释。", ["时间领主"]));
  });

  it("is false without references, and for references of nothing", () => {
    assert.ok(!containsAnswer("anything", []));
    assert.ok(!containsAnswer("anything", ["the", "!"]));
  });
});
