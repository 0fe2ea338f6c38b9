/**
 * How often verdicts, intervals and promises are wrong where the truth is known. bench/null-tests.ts
 * has the same at full size.
 */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  BINARY,
  ONE_SIDED,
  RANKING,
  simulateComparison,
  simulateConformal,
  simulateCoverage,
  simulateLooks,
  simulateRiskControl,
} from "../../bench/simulations.ts";
import { judgeImprovement, judgeRegression } from "../../src/evaluate/index.ts";

const PAIRS = 500;
const CASES = 50;
const MARGIN = 0.02;

const compareMany = (shift: number, pairs = PAIRS) =>
  Array.from({ length: pairs }, (_, pair) =>
    simulateComparison(RANKING, CASES, { seed: `quality/${shift}/${pair}`, shift }),
  );

describe("verdicts on systems whose difference is known", () => {
  it("fail at most 4 % of equal ones, and find at most 4 % improved", () => {
    const found = compareMany(0);
    const failed = found.filter((each) => judgeRegression(each, MARGIN).verdict === "fail");
    const improved = found.filter((each) => judgeImprovement(each).verdict === "pass");
    assert.ok(failed.length <= 0.04 * PAIRS, `${failed.length} failed`);
    assert.ok(improved.length <= 0.04 * PAIRS, `${improved.length} improved`);
  });

  it("pass at most 7 % of those that lost the margin", () => {
    const passed = compareMany(-MARGIN).filter(
      (each) => judgeRegression(each, MARGIN).verdict === "pass",
    );
    assert.ok(passed.length <= 0.07 * PAIRS, `${passed.length} passed`);
  });

  it("fail most of those that lost more", () => {
    const failed = compareMany(-0.1, 100).filter(
      (each) => judgeRegression(each, MARGIN).verdict === "fail",
    );
    assert.ok(failed.length >= 90, `${failed.length} failed`);
  });
});

describe("95 % intervals of 30 differences", () => {
  /** Student's, BCa, and their hull; NaN where no figure is held. */
  const FIGURES = [
    [RANKING, 0.95, 0.92, Number.NaN],
    [BINARY, 0.94, 0.77, Number.NaN],
    [ONE_SIDED, 0.86, 0.91, 0.93],
  ] as const;
  for (const [shape, t, bca, hull] of FIGURES)
    it(`hold the true mean of ${shape.name} ones as often as published`, () => {
      const found = simulateCoverage(shape, 30, 1000);
      for (const [actual, expected] of [
        [found.t, t],
        [found.bca, bca],
        [found.hull, hull],
      ] as const)
        assert.ok(!(Math.abs(actual - expected) > 0.02), `${actual} is not ${expected}`);
    });
});

describe("promises of thresholds", () => {
  it("on wrong answers are broken by at most 6 % of calibrations", () => {
    for (const n of [60, 200]) {
      const { broken, coverage } = simulateRiskControl(n, 1000);
      assert.ok(broken <= 0.06, `${broken} broken at ${n}`);
      assert.ok(coverage > 0.1, `${coverage} answered at ${n}`);
    }
  });

  it("on unanswerable questions hold on average, to a point", () => {
    const { mean } = simulateConformal(60, 1000, { alpha: 0.1 });
    assert.ok(Math.abs(mean - 0.1) <= 0.01, `${mean}`);
    const { broken } = simulateConformal(100, 1000, { alpha: 0.1, confidence: 0.9 });
    assert.ok(broken <= 0.11, `${broken}`);
  });
});

describe("evidence that is looked at after every pair", () => {
  it("reaches 20 for at most 5.5 % of equal systems", () => {
    const { twoSided, better } = simulateLooks(300, 500);
    assert.ok(twoSided <= 0.055, `${twoSided}`);
    assert.ok(better <= 0.055, `${better}`);
  });
});
