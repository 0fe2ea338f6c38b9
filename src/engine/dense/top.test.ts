import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../foundation/random.ts";
import { createTop } from "./top.ts";

describe("createTop", () => {
  it("keeps what a full sort would, ties to the smaller position", () => {
    const random = createRandom("top");
    for (let round = 0; round < 300; round++) {
      const scores = Array.from({ length: random.below(80) }, () => random.below(12) - 6);
      const k = random.below(20);
      const top = createTop(k);
      for (const [position, score] of scores.entries())
        if (score > top.threshold) top.push(score, position);
      const expected = scores
        .map((score, position) => ({ score, position }))
        .sort((a, b) => b.score - a.score || a.position - b.position)
        .slice(0, k);
      assert.deepEqual(top.drain(), expected);
    }
  });

  it("has the worst kept score as threshold once it is full", () => {
    const top = createTop(2);
    top.push(3, 0);
    assert.equal(top.threshold, -Infinity);
    top.push(1, 1);
    assert.equal(top.threshold, 1);
    top.push(2, 2);
    assert.equal(top.threshold, 2);
  });
});
