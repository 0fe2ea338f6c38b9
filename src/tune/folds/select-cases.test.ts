import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { GoldenCase, GoldenSet } from "../../domain/golden-set.ts";
import { selectCases, type SelectOptions } from "./select-cases.ts";

const caseOf = (id: string, given: Partial<GoldenCase> = {}): GoldenCase => ({
  id,
  text: `${id} alpha beta gamma`,
  history: [],
  group: id,
  part: "train",
  answerable: true,
  answers: [],
  evidence: [],
  checks: {},
  principals: [],
  labels: [],
  grades: new Map([[`d${id}`, 1]]),
  hash: id,
  ...given,
});

const setOf = (...cases: readonly GoldenCase[]): GoldenSet => ({
  name: "s",
  id: "gld_1",
  hash: "h",
  cases,
  qrels: new Map(),
});

const select = (set: GoldenSet, given: Partial<SelectOptions> = {}) => {
  const known = new Set(set.cases.flatMap(({ grades }) => [...grades.keys()]));
  const tools = {
    listTerms: (text: string) => text.split(/\s+/),
    detectLanguage: () => "en",
  };
  return selectCases(set, { others: new Set(["legal"]), known, tools, ...given });
};

const ids = ({ cases }: ReturnType<typeof select>): readonly string[] =>
  cases.map((each) => each.case.id);

describe("selectCases", () => {
  it("takes train and dev, and says why it left the others", () => {
    const words = (n: number): string =>
      Array.from({ length: 6 }, (_, i) => `w${n}x${i}`).join(" ");
    const set = setOf(
      caseOf("a", { text: words(1) }),
      caseOf("b", { text: words(2), part: "dev" }),
      caseOf("c", { text: words(3), part: "test" }),
      caseOf("d", { text: words(4), retired: "old" }),
      caseOf("e", { text: words(5), answerable: false }),
      caseOf("f", { text: words(6), grades: new Map([["df", 0]]) }),
      caseOf("g", { text: words(7), collection: "legal" }),
      caseOf("h", { text: words(8), collection: "of somebody else" }),
      caseOf("i", { text: words(9), masked: ["di"] }),
      caseOf("j", { text: words(10) }),
      caseOf("k", { text: words(11) }),
    );
    const known = new Set("abcdefghik".split("").map((id) => `d${id}`));
    const found = select(set, { known, forbidden: new Set(["dk"]) });
    assert.deepEqual(ids(found), ["a", "b", "h"]);
    assert.deepEqual(Object.fromEntries(found.leftOut), {
      "other-part": ["c"],
      retired: ["d"],
      unanswerable: ["e"],
      unjudged: ["f"],
      "other-collection": ["g"],
      masked: ["i"],
      "document-missing": ["j"],
      rights: ["k"],
    });
  });

  it("drops what nearly repeats a question that judges, or shares its document", () => {
    const set = setOf(
      caseOf("a", { text: "how many days of parental leave do fathers get" }),
      caseOf("b", { text: "who pays the train ticket", grades: new Map([["dt", 1]]) }),
      caseOf("c", { text: "what does the canteen cost on mondays" }),
      caseOf("t", { text: "how many days of parental leave do mothers get", part: "test" }),
      caseOf("u", { text: "is a taxi paid", part: "test", grades: new Map([["dt", 1]]) }),
    );
    const found = select(set);
    assert.deepEqual(ids(found), ["c"]);
    assert.deepEqual(found.leftOut.get("leaked"), ["a", "b"]);
  });

  it("drops both of two cases that contradict each other", () => {
    const text = "how long is the notice period for staff in their first year";
    const set = setOf(
      caseOf("a", {
        text,
        grades: new Map([
          ["x", 1],
          ["y", 0],
        ]),
      }),
      caseOf("b", { text, grades: new Map([["y", 1]]) }),
      caseOf("c", { text: "where is the bicycle cellar of the new building" }),
    );
    const found = select(set);
    assert.deepEqual(ids(found), ["c"]);
    assert.deepEqual(found.leftOut.get("contradictory"), ["a", "b"]);
  });
});
