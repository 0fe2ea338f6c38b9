import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { makeGoldenCase } from "../../../testing/toy-system.ts";
import { plainTools } from "../../../testing/plain-text-tools.ts";
import { caseNotFound } from "../../errors.ts";
import { makeNextVersion, toFacts, type VersionBefore } from "./next-version.ts";
import { writeGoldenSet } from "./write-golden-set.ts";

const cases = [
  makeGoldenCase("q1", { text: "How many weeks of parental leave are paid?", group: "leave" }),
  makeGoldenCase("q2", {
    text: "Where are expenses sent?",
    grades: new Map([["e.md", 1]]),
    part: "dev",
  }),
];
const first = writeGoldenSet({ name: "hr", seed: "1" }, cases);
const before: VersionBefore = {
  cases: first.set.cases,
  files: first.files,
  facts: toFacts(first.manifest, "hr", first.set.hash),
};
const next = (changes: Parameters<typeof makeNextVersion>[1]) =>
  makeNextVersion(before, changes, plainTools);

const { part: _, ...newcomer } = makeGoldenCase("q3", {
  text: "Who approves travel abroad?",
  grades: new Map([["t.md", 1]]),
});

describe("makeNextVersion", () => {
  it("adds cases behind those that are there, and names its parent", () => {
    const { set, added, refused } = next({ add: [newcomer] });
    assert.equal(set.parent, first.set.hash);
    assert.deepEqual(
      set.cases.map(({ id }) => id),
      ["q1", "q2", "q3"],
    );
    assert.deepEqual(set.cases.slice(0, 2), first.set.cases);
    assert.deepEqual([added, refused], [["q3"], []]);
  });

  it("keeps a retired case with its reason, and its hash", () => {
    const { set } = next({ retire: new Map([["q1", "asks two things"]]) });
    assert.equal(set.cases[0]?.retired, "asks two things");
    assert.equal(set.cases[0]?.hash, first.set.cases[0]?.hash);
    assert.throws(() => next({ retire: new Map([["q9", "x"]]) }), caseNotFound.is);
  });

  it("refuses an id that is taken, and a question that is nearly there", () => {
    const again = { ...newcomer, id: "q1" };
    const near = { ...newcomer, text: "How many weeks of parental leave are paid" };
    assert.deepEqual(next({ add: [again, near] }).refused, [
      { id: "q1", reason: "same-id", against: ["q1"] },
      { id: "q3", reason: "repeats", against: ["q1"] },
    ]);
  });

  it("takes the same question of other principals, and in the place of a retired one", () => {
    const near = { ...newcomer, text: cases[0]?.text ?? "" };
    assert.equal(next({ add: [{ ...near, principals: ["group:hr"] }] }).added.length, 1);
    assert.equal(next({ add: [near], retire: new Map([["q1", "reworded"]]) }).added.length, 1);
  });

  it("gives a newcomer the part of its group, and refuses one that ties two parts together", () => {
    const joins = { ...newcomer, grades: new Map([["e.md", 1]]) };
    assert.equal(next({ add: [joins] }).set.cases[2]?.part, "dev");
    const ties = { ...newcomer, group: "leave", grades: new Map([["e.md", 1]]) };
    const { refused, added } = next({ add: [ties] });
    assert.deepEqual([refused[0]?.reason, added], ["split-conflict", []]);
  });
});
