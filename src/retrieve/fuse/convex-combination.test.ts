import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { combineConvex } from "./convex-combination.ts";

const BOTH = { lexical: true, dense: true };

describe("combineConvex", () => {
  it("matches the value worked by hand", () => {
    // lexical 4/8 = .5; dense (.2 + 1)/(.6 + 1) = .75; .3 * .75 + .7 * .5 = .575
    const [first, second] = combineConvex(
      [
        { lexical: 8, dense: 0.6 },
        { lexical: 4, dense: 0.2 },
      ],
      0.3,
      BOTH,
    );
    assert.equal(first?.score, 1);
    assert.ok(Math.abs((second?.score ?? 0) - 0.575) < 1e-12);
  });

  it("leaves the weight to the dense leg when no term was found", () => {
    const [fused] = combineConvex([{ lexical: 0, dense: 0.5 }], 0.3, BOTH);
    assert.deepEqual(fused, { lexical: 0, dense: 1, score: 1 });
  });

  it("is the lexical leg alone when the dense one was not asked", () => {
    const fused = combineConvex(
      [
        { lexical: 2, dense: 0 },
        { lexical: 1, dense: 0 },
      ],
      0.7,
      { lexical: true, dense: false },
    );
    assert.deepEqual(
      fused.map(({ score }) => score),
      [1, 0.5],
    );
  });

  it("is empty for no candidates", () => {
    assert.deepEqual(combineConvex([], 0.5, BOTH), []);
  });
});
