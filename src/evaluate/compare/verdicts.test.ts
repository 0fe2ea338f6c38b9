import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { z } from "zod";
import {
  judgeFloor,
  judgeImprovement,
  judgeRateFloor,
  judgeRegression,
  judgeZero,
  type JudgedDifference,
} from "./verdicts.ts";

const vectors = z
  .object({
    verdict: z.array(
      z.object({
        meanDifference: z.number(),
        lower95: z.number(),
        upper95: z.number(),
        p: z.number(),
        margin: z.number(),
        n: z.number(),
        verdict: z.enum(["pass", "fail", "inconclusive"]),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync("tests/fixtures/trec/statistics/expected.json", "utf8"))).verdict;

const found = (change: Partial<JudgedDifference>): JudgedDifference => ({
  difference: 0,
  bounds: { low: -0.05, high: 0.05 },
  interval: { low: -0.06, high: 0.06 },
  p: 1,
  cases: 120,
  units: 120,
  deviation: 0.2,
  ...change,
});

describe("judgeRegression", () => {
  it("gives the committed verdicts", () => {
    for (const { meanDifference, lower95, upper95, p, margin, n, verdict } of vectors) {
      const bounds = { low: lower95, high: upper95 };
      const given = found({ difference: meanDifference, bounds, p, cases: n, units: n });
      assert.equal(judgeRegression(given, margin).verdict, verdict);
    }
  });

  it("says how many cases would prove the margin", () => {
    // ⌈(2.49·.2/.02)²⌉
    assert.equal(judgeRegression(found({}), 0.02).casesNeeded, 619);
  });

  it("names no number of cases where there are as many already", () => {
    const judged = judgeRegression(found({ cases: 5000, units: 5000 }), 0.02);
    assert.deepEqual(judged, { verdict: "inconclusive", because: "near-margin" });
  });

  it("counts groups of cases, not cases, toward the thirty", () => {
    const clear = { bounds: { low: 0.01, high: 0.02 }, cases: 500 };
    assert.equal(judgeRegression(found({ ...clear, units: 29 }), 0.02).because, "too-few-cases");
    assert.equal(judgeRegression(found({ ...clear, units: 30 }), 0.02).verdict, "pass");
  });

  it("fails one of many tests by the adjusted p alone", () => {
    const worse = { difference: -0.05, bounds: { low: -0.09, high: -0.03 }, p: 0.01 };
    assert.equal(judgeRegression(found(worse), 0.02).verdict, "fail");
    assert.equal(
      judgeRegression(found({ ...worse, adjustedP: 0.06 }), 0.02).verdict,
      "inconclusive",
    );
    assert.equal(judgeRegression(found({ ...worse, adjustedP: 0.04 }), 0.02).verdict, "fail");
  });
});

describe("judgeImprovement", () => {
  it("passes above 0 with a p below .05, and fails below 0", () => {
    const above = { difference: 0.03, interval: { low: 0.01, high: 0.05 } };
    assert.equal(judgeImprovement(found({ ...above, p: 0.02 })).verdict, "pass");
    assert.equal(judgeImprovement(found({ ...above, p: 0.06 })).verdict, "inconclusive");
    const below = { difference: -0.03, interval: { low: -0.05, high: -0.01 }, p: 0.02 };
    assert.equal(judgeImprovement(found(below)).verdict, "fail");
    assert.equal(judgeImprovement(found({ ...above, p: 0.02, units: 29 })).verdict, "inconclusive");
  });

  it("says how many cases would show a difference as large as the one seen", () => {
    // ⌈(2.80·.2/.02)²⌉ with 2.801585
    assert.equal(judgeImprovement(found({ difference: 0.02 })).casesNeeded, 785);
    assert.equal(judgeImprovement(found({ difference: -0.02 })).casesNeeded, undefined);
  });
});

describe("judgeFloor", () => {
  it("needs 598 cases without an error for .995", () => {
    assert.equal(judgeRateFloor(597, 597, 0.995).verdict, "inconclusive");
    assert.equal(judgeRateFloor(598, 598, 0.995).verdict, "pass");
  });

  it("fails when the upper bound lies below, and is open between", () => {
    assert.equal(judgeFloor({ low: 0.7, high: 0.79 }, 50, 0.8).verdict, "fail");
    assert.equal(judgeFloor({ low: 0.7, high: 0.8 }, 50, 0.8).verdict, "inconclusive");
    assert.equal(judgeFloor({ low: 0.8, high: 0.9 }, 50, 0.8).verdict, "pass");
    assert.equal(judgeFloor({ low: 0.8, high: 0.9 }, 29, 0.8).verdict, "inconclusive");
  });
});

describe("judgeZero", () => {
  it("fails on one case, however few were asked", () => {
    assert.equal(judgeZero(1, 3).verdict, "fail");
    assert.equal(judgeZero(0, 3).verdict, "pass");
    assert.equal(judgeZero(0, 0).verdict, "inconclusive");
  });
});
