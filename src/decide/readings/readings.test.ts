import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { parseAnswers } from "../questionnaire/answers.ts";
import { readArticles } from "./readings.ts";

const FIXTURES = new URL("../../../tests/fixtures/decide/", import.meta.url);
const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, FIXTURES), "utf8"));

// Both were written by hand, in these shapes.
const CASES = read("acceptance.json") as readonly {
  id: number;
  name: string;
  answers: Record<string, string>;
}[];
/** What a person finds who goes through each article's checklist with the answers in hand. */
const BY_HAND = new Map(
  (read("readings.json") as readonly { id: number; says: readonly string[] }[]).map((row) => [
    row.id,
    row.says,
  ]),
);

describe("the readings of the five articles", () => {
  for (const { id, name, answers } of CASES)
    it(`agree with the table made by hand: ${id}, ${name}`, () => {
      const readings = readArticles(parseAnswers(answers));
      assert.deepEqual(
        readings.map(({ says }) => says),
        BY_HAND.get(id),
      );
    });

  it("say that nothing is known when nothing was answered", () => {
    const says = readArticles(parseAnswers({})).map((reading) => reading.says);
    assert.deepEqual(says, ["undecided", "prompt", "undecided", "undecided", "undecided"]);
  });
});
