import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { groupFailures, type GroupedCase } from "./group-failures.ts";

const repeat = (count: number, one: GroupedCase): readonly GroupedCase[] =>
  Array.from({ length: count }, () => one);

const hr = { collection: "hr", language: "de", documents: ["leave.md"] };
const office = { collection: "it", language: "en", documents: ["vpn.md", "keys.md"] };
const CASES: readonly GroupedCase[] = [
  ...repeat(12, { ...hr, failure: "not_retrieved" }),
  ...repeat(3, hr),
  ...repeat(2, { ...office, failure: "wrong_answer" }),
  ...repeat(33, office),
];

describe("groupFailures", () => {
  it("crosses class, collection, language and document, the surest excess first", () => {
    const groups = groupFailures(CASES);
    assert.deepEqual(groups[0]?.values, {
      class: "not_retrieved",
      collection: "hr",
      language: "de",
      document: "leave.md",
    });
    assert.deepEqual([groups[0]?.failures, groups[0]?.cases, groups[0]?.notable], [12, 15, true]);
    // 12 of 15 where 12 of all 50 are of this class.
    assert.ok(Math.abs((groups[0]?.lift ?? 0) - 12 / 15 / (12 / 50)) < 1e-12);
    assert.deepEqual(
      groups.slice(1).map(({ values }) => values.document),
      ["keys.md", "vpn.md"],
    );
  });

  it("groups by what is asked for, without a class over the rate of all failures", () => {
    const groups = groupFailures(CASES, ["collection"]);
    assert.deepEqual(
      groups.map(({ values, failures, cases }) => [values.collection, failures, cases]),
      [
        ["hr", 12, 15],
        ["it", 2, 35],
      ],
    );
    assert.ok(Math.abs((groups[0]?.lift ?? 0) - 12 / 15 / (14 / 50)) < 1e-12);
  });

  it("calls unknown what a case does not tell, and has no group without failures", () => {
    const groups = groupFailures([{ documents: [], failure: "wrong_answer" }, hr]);
    assert.equal(groups.length, 1);
    assert.equal(groups[0]?.values.document, "unknown");
    assert.deepEqual(groupFailures([]), []);
  });
});
