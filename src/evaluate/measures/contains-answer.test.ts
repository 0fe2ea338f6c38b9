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

  it("is false without references, and for references of nothing", () => {
    assert.ok(!containsAnswer("anything", []));
    assert.ok(!containsAnswer("anything", ["the", "!"]));
  });
});
