import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { cutRanking, isTiedAt, orderByScore, toDocumentRanking } from "./order.ts";

const documentsOf = (scored: Readonly<Record<string, number>>, precision?: "f32"): unknown =>
  orderByScore(
    Object.entries(scored).map(([document, score]) => ({ document, score })),
    precision,
  ).documents;

describe("the order of a run", () => {
  it("is by score, highest first, negative ones last", () => {
    assert.deepEqual(documentsOf({ a: -2, b: 3, c: -1 }), ["b", "c", "a"]);
  });

  it("of equal scores is by id, the greater one in UTF-8 first", () => {
    // U+FF45 is EF BD 85 and U+1F600 is F0 9F 98 80; as UTF-16 the latter begins with D83D.
    assert.deepEqual(documentsOf({ "\u{FF45}": 1, "\u{1F600}": 1, z: 1 }), [
      "\u{1F600}",
      "\u{FF45}",
      "z",
    ]);
  });

  it("sees scores as floats where asked, too large ones as equal", () => {
    assert.deepEqual(documentsOf({ a: 16_777_217, b: 16_777_216 }), ["a", "b"]);
    assert.deepEqual(documentsOf({ a: 16_777_217, b: 16_777_216 }, "f32"), ["b", "a"]);
    assert.deepEqual(documentsOf({ a: 1e300, b: 1e299, c: 1 }, "f32"), ["b", "a", "c"]);
  });
});

describe("cutRanking", () => {
  it("keeps the first, and their scores", () => {
    const cut = cutRanking({ documents: ["a", "b", "c"], scores: [3, 2, 1] }, 2);
    assert.deepEqual(cut, { documents: ["a", "b"], scores: [3, 2] });
  });
});

describe("isTiedAt", () => {
  it("is true only where the score on both sides of the cut is one", () => {
    const ranking = { documents: ["a", "b", "c"], scores: [2, 1, 1] };
    assert.deepEqual(
      [1, 2, 3, 4].map((k) => isTiedAt(ranking, k)),
      [false, true, false, false],
    );
    assert.equal(isTiedAt({ documents: ["a", "b"] }, 1), false);
  });
});

describe("toDocumentRanking", () => {
  it("takes each document at its best passage", () => {
    const passages = [
      { document: "b", start: 0, end: 5, score: 9 },
      { document: "a", start: 0, end: 5, score: 8 },
      { document: "b", start: 5, end: 9, score: 7 },
    ];
    const { documents, scores } = toDocumentRanking(passages);
    assert.deepEqual(documents, ["b", "a"]);
    assert.deepEqual(scores, [9, 8]);
  });

  it("has no scores where a passage has none", () => {
    const ranking = toDocumentRanking([{ document: "a", start: 0, end: 1 }]);
    assert.equal(ranking.scores, undefined);
    assert.deepEqual(toDocumentRanking([]).documents, []);
  });
});
