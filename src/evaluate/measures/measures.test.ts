import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { nDCG } from "./ndcg.ts";
import { recall } from "./recall.ts";

const qrels = new Map([
  [
    "q1",
    new Map([
      ["d1", 3],
      ["d2", 2],
      ["d3", 0],
    ]),
  ],
]);
const run = (...ranked: string[]): Map<string, string[]> => new Map([["q1", ranked]]);

describe("nDCG", () => {
  it("matches the value worked by hand for a swapped pair", () => {
    // (2/log2(2) + 3/log2(3)) / (3/log2(2) + 2/log2(3)) = 3.8928 / 4.2619
    assert.ok(Math.abs(nDCG(2, "q1", qrels, run("d2", "d1")) - 0.9134) < 1e-4);
  });

  it("is 0 for a query the run left out", () => {
    assert.equal(nDCG(10, "q1", qrels, new Map()), 0);
  });

  it("does not change when unjudged documents follow", () => {
    const scored = nDCG(10, "q1", qrels, run("d1", "d2"));
    assert.equal(nDCG(10, "q1", qrels, run("d1", "d2", "x", "y")), scored);
  });
});

describe("recall", () => {
  it("counts grades of 1 and more among the first k", () => {
    assert.equal(recall(1, "q1", qrels, run("d1", "d2")), 0.5);
    assert.equal(recall(2, "q1", qrels, run("d1", "d2")), 1);
  });

  it("does not count a document judged bad", () => {
    assert.equal(recall(2, "q1", qrels, run("d3", "x")), 0);
  });
});
