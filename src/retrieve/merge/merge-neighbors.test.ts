import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { mergeNeighbors } from "./merge-neighbors.ts";

const chunk = (sequence: number, start: number, end: number, headings = ["Leave"]) => ({
  documentId: "doc_a",
  versionHash: "v1",
  sequence,
  start,
  end,
  headings,
});

describe("mergeNeighbors", () => {
  it("joins adjacent chunks and fills the gap of one", () => {
    const groups = mergeNeighbors([chunk(2, 200, 290), chunk(0, 0, 90)], 1000);
    assert.equal(groups.length, 1);
    assert.deepEqual(groups[0]?.span, { start: 0, end: 290 });
    assert.equal(groups[0]?.best.sequence, 2);
  });

  it("keeps chunks of different sections apart", () => {
    const groups = mergeNeighbors([chunk(0, 0, 90), chunk(1, 100, 190, ["Leave", "Pay"])], 1000);
    assert.equal(groups.length, 2);
  });

  it("keeps apart what would grow too long, and other versions", () => {
    assert.equal(mergeNeighbors([chunk(0, 0, 90), chunk(1, 100, 190)], 150).length, 2);
    const other = { ...chunk(1, 100, 190), versionHash: "v2" };
    assert.equal(mergeNeighbors([chunk(0, 0, 90), other], 1000).length, 2);
  });
});
