import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findOpenAnchor, takeOutAnchors } from "./anchors.ts";

/** Text, the text without anchors, and the numbers of each anchor. */
const FORMS: Readonly<Record<string, readonly [string, string, readonly (readonly number[])[]]>> = {
  "one before the full stop": ["Twelve weeks [1].", "Twelve weeks.", [[1]]],
  "one behind it": ["Twelve weeks. [1]", "Twelve weeks.", [[1]]],
  "two in a row": ["Weeks [1][2].", "Weeks.", [[1], [2]]],
  "two with a blank": ["Weeks [1] [2].", "Weeks.", [[1], [2]]],
  "a list": ["Weeks [1, 2,3].", "Weeks.", [[1, 2, 3]]],
  "a list with a word": ["Weeks [1 and 2].", "Weeks.", [[1, 2]]],
  "a range": ["Weeks [2-4].", "Weeks.", [[2, 3, 4]]],
  "a repeated number": ["Weeks [2, 2].", "Weeks.", [[2]]],
  "lenticular brackets": ["Weeks【3】.", "Weeks.", [[3]]],
  "lenticular brackets with a source": ["Weeks【3†leave.md】.", "Weeks.", [[3]]],
  "a footnote": ["Weeks[^1].", "Weeks.", [[1]]],
  "a word before the number": ["Weeks [passage 2].", "Weeks.", [[2]]],
  "one in the middle": ["A [1] and B [2].", "A and B.", [[1], [2]]],
  "a number that nobody gave": ["Weeks [0][99].", "Weeks.", [[0], [99]]],
  "a year, which is none": ["As of [2024] it is.", "As of [2024] it is.", []],
  "a word, which is none": ["It [sic] is.", "It [sic] is.", []],
  "an article of a law, which is none": ["See [Art. 5] there.", "See [Art. 5] there.", []],
  "a number in round brackets, which is none": ["Five (5) weeks.", "Five (5) weeks.", []],
};

describe("takeOutAnchors", () => {
  for (const [name, [text, bare, numbers]] of Object.entries(FORMS))
    it(`knows ${name}`, () => {
      const found = takeOutAnchors(text);
      assert.equal(found.text, bare);
      assert.deepEqual(
        found.anchors.map((anchor) => anchor.numbers),
        numbers,
      );
    });

  it("tells where a place of the shorter text stood, behind the anchors there", () => {
    const original = "One [1]. [2] Two [3]";
    const { text, toOriginal } = takeOutAnchors(original);
    assert.equal(text, "One. Two");
    assert.equal(original.slice(toOriginal(text.indexOf("Two"))), "Two [3]");
    assert.equal(toOriginal(0), 0);
  });

  it("keeps to a range that a person could mean", () => {
    assert.equal(takeOutAnchors("[1-999]").anchors[0]?.numbers.length, 20);
  });
});

describe("findOpenAnchor", () => {
  it("is where a bracket stands open at the end", () => {
    assert.equal(findOpenAnchor("Weeks [1"), 6);
    assert.equal(findOpenAnchor("Weeks ["), 6);
    assert.equal(findOpenAnchor("Weeks【3†le"), 5);
  });

  it("is the end where none does", () => {
    for (const text of ["Weeks [1]", "Weeks", "", "[ a line\nlater"])
      assert.equal(findOpenAnchor(text), text.length);
  });
});
