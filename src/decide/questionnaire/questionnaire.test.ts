import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../foundation/random.ts";
import { parseAnswers, QUESTIONS } from "./answers.ts";
import { findContradictions } from "./contradictions.ts";
import { scoreAnswers } from "./score.ts";

/** From never to all the time. */
const PACES = ["yearly", "quarterly", "monthly", "weekly", "live"];

describe("the questionnaire", () => {
  it("has one question an id and one option a value, each from an article", () => {
    assert.equal(new Set(QUESTIONS.map(({ id }) => id)).size, QUESTIONS.length);
    for (const { id, options, articles } of QUESTIONS) {
      assert.equal(new Set(options.map(({ value }) => value)).size, options.length, id);
      assert.ok(articles.length > 0 && options.length > 1, id);
    }
  });

  it("reads yes and no as YAML does, and lets anything be unknown", () => {
    const answers = parseAnswers({ "k.audit": true, "k.live": false, "k.change": "unknown" });
    assert.deepEqual(
      [...answers],
      [
        ["k.audit", "yes"],
        ["k.live", "no"],
      ],
    );
    assert.equal(parseAnswers(undefined).size, 0);
  });

  it("names every question and value that is none", () => {
    assert.throws(
      () => parseAnswers({ "k.chnage": "weekly", "k.size": "huge" }),
      /k\.chnage is no question; k\.size is "huge", not one of none, fits-prompt/,
    );
    assert.throws(() => parseAnswers(["weekly"]), /decide\.bad-answers|question: value/);
  });

  it("says what contradicting answers mean", () => {
    const answers = parseAnswers({ "k.live": "yes", "k.change": "yearly" });
    const [contradiction] = findContradictions(answers);
    assert.deepEqual(contradiction?.questions, ["k.live", "k.change"]);
    assert.match(contradiction?.meaning ?? "", /live records are believed/);
    assert.deepEqual(findContradictions(parseAnswers({})), []);
  });

  it("never scores tuning higher for knowledge that changes faster", () => {
    const random = createRandom("pace");
    for (let round = 0; round < 200; round++) {
      const others = QUESTIONS.filter(({ id }) => id !== "k.change").flatMap(({ id, options }) => {
        const chosen = options[random.below(options.length + 1)];
        return chosen ? [[id, chosen.value] as const] : [];
      });
      const scores = PACES.map((pace) => scoreAnswers(new Map([...others, ["k.change", pace]])));
      for (let i = 1; i < scores.length; i++) {
        assert.ok((scores[i]?.B ?? 0) <= (scores[i - 1]?.B ?? 0));
        assert.ok((scores[i]?.K ?? 0) >= (scores[i - 1]?.K ?? 0));
      }
    }
  });

  it("counts traffic for tuning only while knowledge is stable", () => {
    const scoreAt = (pace: string): number =>
      scoreAnswers(parseAnswers({ "k.change": pace, "s.traffic": "above-1m" })).B;
    assert.deepEqual(PACES.map(scoreAt), [3, 2, 0, 0, 0]);
  });
});
