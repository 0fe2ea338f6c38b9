import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../random.ts";
import { computeAuroc, prepareAuroc } from "./calibration/auroc.ts";
import { accuracyAtCoverage, computeRiskCoverage, prepareRiskCoverage } from "./risk-coverage.ts";

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

describe("counted samples", () => {
  it("are what the same answers written out so often give", () => {
    const random = createRandom("foundation/risk-coverage");
    for (let round = 0; round < 100; round++) {
      const n = 1 + random.below(30);
      const confidence = Array.from({ length: n }, () => random.below(8) / 8);
      const wrong = Array.from({ length: n }, () => random.below(3) === 0);
      const counts = Array.from({ length: n }, () => random.below(4));
      const written = [...counts.keys()].flatMap((place) =>
        Array.from({ length: counts[place] ?? 0 }, () => place),
      );
      const taken = {
        confidence: written.map((place) => confidence[place] ?? 0),
        wrong: written.map((place) => wrong[place] === true),
      };
      assert.deepEqual(
        prepareRiskCoverage(confidence, wrong)(counts),
        computeRiskCoverage(taken.confidence, taken.wrong),
      );
      const [found, expected] = [
        prepareAuroc(confidence, wrong)(counts),
        computeAuroc(taken.confidence, taken.wrong),
      ];
      assert.equal(found === undefined, expected === undefined);
      assert.ok(Math.abs((found ?? 0) - (expected ?? 0)) < 1e-12);
    }
  });
});
