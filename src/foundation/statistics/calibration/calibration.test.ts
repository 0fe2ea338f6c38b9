import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../random.ts";
import { computeAuroc } from "./auroc.ts";
import { computeCalibrationError, toCalibrationBins } from "./calibration-error.ts";
import { computeConformalThreshold } from "./conformal.ts";
import { fitIsotonic, readIsotonic } from "./isotonic.ts";
import { fitPlatt, readLogistic } from "./platt.ts";
import { controlRisk } from "./risk-control.ts";

/** Scores with ties, right more often where they are high. */
function drawLabels(n: number, seed: string): { scores: number[]; positive: boolean[] } {
  const random = createRandom(seed);
  const scores = Array.from({ length: n }, () => random.below(20) / 20);
  return { scores, positive: scores.map((score) => random.uniform() < score) };
}

describe("computeAuroc", () => {
  it("is the share of pairs in the right order, ties by half", () => {
    for (let round = 0; round < 20; round++) {
      const { scores, positive } = drawLabels(30, `auroc/${round}`);
      let won = 0;
      let pairs = 0;
      for (const [i, high] of scores.entries())
        for (const [j, low] of scores.entries()) {
          if (!positive[i] || positive[j]) continue;
          pairs++;
          won += high > low ? 1 : high === low ? 0.5 : 0;
        }
      assert.ok(Math.abs((computeAuroc(scores, positive) ?? 0) - won / pairs) < 1e-12);
    }
    assert.equal(computeAuroc([0.1, 0.2], [true, true]), undefined);
  });
});

describe("fitIsotonic", () => {
  it("is the largest of the smallest means to either side", () => {
    const { scores, positive } = drawLabels(60, "isotonic");
    const levels = [...new Set(scores)].toSorted((a, b) => a - b);
    const meanOf = (from: number, to: number): number => {
      const inside = scores.flatMap((score, i) =>
        score >= from && score <= to ? [positive[i] ? 1 : 0] : [],
      );
      return inside.reduce<number>((sum, value) => sum + value, 0) / inside.length;
    };
    for (const [score, probability] of fitIsotonic(scores, positive).knots) {
      const lowers = levels.filter((level) => level <= score);
      const uppers = levels.filter((level) => level >= score);
      const expected = Math.max(
        ...lowers.map((from) => Math.min(...uppers.map((to) => meanOf(from, to)))),
      );
      assert.ok(Math.abs(probability - expected) < 1e-12);
    }
  });

  it("is linear between knots and level beyond them", () => {
    const curve = {
      knots: [
        [0.2, 0.1],
        [0.6, 0.5],
      ] as const,
    };
    const read = (score: number): number => readIsotonic(curve, score);
    assert.deepEqual([read(0), read(0.2), read(0.6), read(1)], [0.1, 0.1, 0.5, 0.5]);
    assert.ok(Math.abs(read(0.5) - 0.4) < 1e-12);
    assert.ok(Number.isNaN(readIsotonic({ knots: [] }, 0.5)));
  });
});

describe("fitPlatt", () => {
  it("finds the curve that labels were drawn from", () => {
    const random = createRandom("platt");
    const scores = Array.from({ length: 20_000 }, () => 4 * random.uniform() - 2);
    const curve = { slope: 2, offset: -0.5 };
    const positive = scores.map((score) => random.uniform() < readLogistic(curve, score));
    const found = fitPlatt(scores, positive);
    assert.ok(Math.abs(found.slope - 2) < 0.1 && Math.abs(found.offset + 0.5) < 0.1);
  });

  it("stays finite where scores part the labels wholly, and where all are alike", () => {
    for (const positive of [
      [false, false, true, true],
      [true, true, true, true],
    ]) {
      const { slope, offset } = fitPlatt([0.1, 0.2, 0.8, 0.9], positive);
      assert.ok(Number.isFinite(slope) && Number.isFinite(offset));
    }
  });
});

describe("calibration bins", () => {
  it("hold equal counts, and no error where what is said comes true", () => {
    const probabilities = [...Array<number>(10).fill(0.2), ...Array<number>(10).fill(0.8)];
    const positive = probabilities.map((p, i) => i % 10 < 10 * p);
    const bins = toCalibrationBins(probabilities, positive, 2);
    assert.deepEqual(
      bins.map(({ count, observed }) => [count, observed]),
      [
        [10, 0.2],
        [10, 0.8],
      ],
    );
    assert.ok(computeCalibrationError(bins) < 1e-12);
    assert.equal(toCalibrationBins([0.1, 0.2], [true, false]).length, 2);
    assert.equal(computeCalibrationError([]), 0);
  });
});

describe("controlRisk", () => {
  it("needs 59 cases without a mistake to promise 5 in 100 at 95 %", () => {
    const run = (n: number) =>
      controlRisk(
        Array.from({ length: n }, () => 0.5),
        Array.from({ length: n }, () => false),
      ).threshold;
    assert.deepEqual([run(58), run(59)], [undefined, 0]);
  });

  it("stops at the first threshold that lets in too many mistakes", () => {
    const confidence = Array.from({ length: 200 }, (_, i) => i / 200);
    const wrong = confidence.map((value) => value < 0.5);
    const { threshold = 1, steps } = controlRisk(confidence, wrong);
    // Four mistakes among 200 are bounded by .0452, five by .0518.
    assert.equal(threshold, 0.48);
    assert.deepEqual(steps.at(-1)?.wrong, 6);
  });
});

describe("computeConformalThreshold", () => {
  const scores = Array.from({ length: 100 }, (_, i) => i / 100);

  it("takes a higher rank to be sure of this calibration than to be right on average", () => {
    const rank = (alpha: number, confidence?: number): number =>
      computeConformalThreshold(
        scores,
        confidence === undefined ? { alpha } : { alpha, confidence },
      ).rank;
    assert.deepEqual([rank(0.1), rank(0.1, 0.9), rank(0.05), rank(0.05, 0.9)], [91, 95, 96, 99]);
  });

  it("never answers where there are too few cases", () => {
    assert.equal(
      computeConformalThreshold(scores.slice(0, 18), { alpha: 0.05 }).threshold,
      undefined,
    );
    assert.equal(computeConformalThreshold(scores.slice(0, 19), { alpha: 0.05 }).threshold, 0.18);
    const unsure = computeConformalThreshold(scores.slice(0, 20), { alpha: 0.05, confidence: 0.9 });
    assert.equal(unsure.threshold, undefined);
  });
});
