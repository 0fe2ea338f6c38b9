import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../random.ts";
import { accuracyAtCoverage, computeRiskCoverage } from "./risk-coverage.ts";

describe("computeRiskCoverage", () => {
  it("is worked by hand: a sure mistake, two that tie, a right one", () => {
    const curve = computeRiskCoverage([0.9, 0.5, 0.5, 0.1], [true, true, false, false]);
    assert.deepEqual(curve?.risks, [1, 1.5 / 2, 2 / 3, 2 / 4]);
    // The best order errs last: 0, 0, 1/3, 2/4.
    assert.ok(Math.abs((curve?.optimum ?? 0) - (1 / 3 + 1 / 2) / 4) < 1e-12);
  });

  it("is the same in any order of the input", () => {
    const random = createRandom("order");
    const rows = Array.from({ length: 40 }, () => ({
      confidence: random.below(6) / 6,
      wrong: random.below(3) === 0,
    }));
    const curveOf = (given: typeof rows) =>
      computeRiskCoverage(
        given.map(({ confidence }) => confidence),
        given.map(({ wrong }) => wrong),
      );
    assert.deepEqual(curveOf(rows.toReversed()), curveOf(rows));
  });

  it("has no excess when every mistake comes last, and no curve without answers", () => {
    assert.equal(computeRiskCoverage([0.3, 0.2, 0.1], [false, false, true])?.excess, 0);
    assert.equal(computeRiskCoverage([], []), undefined);
  });
});

describe("accuracyAtCoverage", () => {
  it("reads the curve at the next whole answer", () => {
    const curve = computeRiskCoverage([0.9, 0.8, 0.7, 0.6], [false, false, true, true]);
    assert.ok(curve);
    const read = (coverage: number): number => accuracyAtCoverage(curve, coverage);
    assert.deepEqual([read(0.01), read(0.5), read(0.51), read(1)], [1, 1, 1 - 1 / 3, 0.5]);
  });
});
