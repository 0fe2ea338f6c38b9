import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { splitSentences } from "./sentences.ts";

const units = (text: string, language = "en"): string[] =>
  splitSentences(text, language).map(({ start, end }) => text.slice(start, end));

describe("splitSentences", () => {
  it("cuts prose at sentence ends, across line breaks", () => {
    assert.deepEqual(units("One is\nhere. Two is there! Is three? Yes."), [
      "One is\nhere.",
      "Two is there!",
      "Is three?",
      "Yes.",
    ]);
  });

  it("keeps a numbered or bold label with the sentence it announces", () => {
    assert.deepEqual(units("3.3 Private car. The rate is EUR 0.42. It covers fuel."), [
      "3.3 Private car. The rate is EUR 0.42.",
      "It covers fuel.",
    ]);
    assert.deepEqual(units("**Notice.** Give two weeks. Sundays count."), [
      "**Notice.** Give two weeks.",
      "Sundays count.",
    ]);
  });

  it("makes a unit of each row, with pipes around it or only between its cells", () => {
    assert.deepEqual(units("City | Rate\nCork | 62.00\n| Bilbao | 58.00 |"), [
      "City | Rate",
      "Cork | 62.00",
      "| Bilbao | 58.00 |",
    ]);
  });

  it("makes a unit of each line where lines are asked for", () => {
    const text = "PH-1,Sleeve. Large,7.20\n\nPH-2,Tube,3.10";
    assert.deepEqual(
      splitSentences(text, "en", "lines").map(({ start, end }) => text.slice(start, end)),
      ["PH-1,Sleeve. Large,7.20", "PH-2,Tube,3.10"],
    );
  });

  it("keeps abbreviations, initials and decimals together", () => {
    assert.deepEqual(
      units("Dr. Smith paid 3.50 for No. 5. J. R. Hall, e.g. Mr. X, left the U.S. Army."),
      ["Dr. Smith paid 3.50 for No. 5.", "J. R. Hall, e.g. Mr. X, left the U.S. Army."],
    );
    assert.deepEqual(units("Is it so? No. We wait."), ["Is it so?", "No.", "We wait."]);
  });

  it("leaves headings, rules and fences out", () => {
    const text =
      "# Leave\n\nTake it.\n\nHow long\n--------\nTen days.\n\n```sh\nrun it\n```\n***\nEnd";
    assert.deepEqual(units(text), ["Take it.", "Ten days.", "run it", "End"]);
  });

  it("gives list items and table rows whole", () => {
    const text =
      "You need:\n- a passport. It must be valid.\n  Really.\n- a visa\n\n| Tier | Days |\n|---|---|\n| Gold | 25 |";
    assert.deepEqual(units(text), [
      "You need:",
      "- a passport. It must be valid.\n  Really.",
      "- a visa",
      "| Tier | Days |",
      "| Gold | 25 |",
    ]);
  });

  it("cuts a long list item into sentences", () => {
    const sentence = `${"word ".repeat(30)}end.`;
    assert.equal(units(`- ${sentence} Then ${sentence}`).length, 2);
  });

  it("needs no white space after 。 and handles quotes and footnotes", () => {
    assert.deepEqual(units("今日は晴れです。明日は雨です！", "ja"), [
      "今日は晴れです。",
      "明日は雨です！",
    ]);
    assert.deepEqual(units('He said "go."[1] They went.'), ['He said "go."[1]', "They went."]);
  });

  it("never overlaps, is in order, trimmed and verbatim on odd input", () => {
    for (const text of [
      "",
      " \n ",
      "...",
      "a",
      "\r\nA b.\r\n\r\n- c\r\n",
      "# x",
      "x".repeat(5000),
      "💡 A. 💡 B.",
    ]) {
      let last = 0;
      for (const { start, end } of splitSentences(text, "en")) {
        assert.ok(start >= last && end > start && end <= text.length);
        assert.equal(text.slice(start, end), text.slice(start, end).trim());
        last = end;
      }
    }
  });
});
