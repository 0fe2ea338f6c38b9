import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { computeNormalShare, computeNormalValue } from "./normal.ts";

const assertNear = (actual: number, expected: number, tolerance: number): void =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);

describe("normal distribution", () => {
  it("gives the shares of printed tables", () => {
    for (const [x, share] of [
      [0, 0.5],
      [1, 0.841344746068543],
      [1.959963984540054, 0.975],
      [-2.5, 0.006209665325776],
      [4, 0.999968328758167],
    ] as const)
      assertNear(computeNormalShare(x), share, 1e-14);
  });

  it("gives each value back from its share", () => {
    for (const x of [-4, -1.96, -0.3, 0, 0.7, 2.58, 4])
      assertNear(computeNormalValue(computeNormalShare(x)), x, 1e-11);
  });

  it("ends at 0 and 1", () => {
    assert.deepEqual([computeNormalShare(-40), computeNormalShare(40)], [0, 1]);
    assert.deepEqual([computeNormalValue(0), computeNormalValue(1)], [-Infinity, Infinity]);
  });
});
