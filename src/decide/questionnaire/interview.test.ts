import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { QUESTIONS } from "./answers.ts";
import { answerLine, isOver, renderQuestion, startInterview } from "./interview.ts";

const run = (...lines: readonly string[]) =>
  lines.reduce(answerLine, startInterview(QUESTIONS.slice(0, 3)));

describe("the interview", () => {
  it("takes numbers and values, skips, and ends behind the last question", () => {
    const over = run("2", "", "Required");
    assert.deepEqual(
      [...over.answers],
      [
        ["k.change", "weekly"],
        ["k.citations", "required"],
      ],
    );
    assert.ok(isOver(over));
    assert.deepEqual(renderQuestion(over), []);
    assert.equal(answerLine(over, "1"), over);
  });

  it("goes back to change an answer, and never behind the first question", () => {
    const again = run("1", "b", "b", "3");
    assert.equal(again.answers.get("k.change"), "monthly");
    assert.equal(again.at, 1);
    assert.match(renderQuestion(run("1", "b")).join("\n"), /all the time.*\(chosen\)/);
  });

  it("forgets a choice", () => {
    assert.equal(run("1", "b", "0").answers.size, 0);
    assert.equal(run("1", "b", "?").answers.size, 0);
  });

  it("asks again for what it does not understand", () => {
    const asked = run("9");
    assert.equal(asked.at, 0);
    assert.match(renderQuestion(asked)[0] ?? "", /"9" is none of 0 to 5, b or q\./);
    assert.equal(answerLine(asked, "1").problem, undefined);
  });

  it("ends early with what was answered", () => {
    const early = run("1", "q");
    assert.ok(isOver(early));
    assert.equal(early.answers.size, 1);
  });
});
