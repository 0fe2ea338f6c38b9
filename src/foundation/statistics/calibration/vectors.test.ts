import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { z } from "zod";
import { computeAgreement, correctRate } from "../agreement.ts";
import { computeAuroc } from "./auroc.ts";
import { computeCalibrationError, toCalibrationBins } from "./calibration-error.ts";
import { computeConformalThreshold } from "./conformal.ts";
import { fitIsotonic, readIsotonic } from "./isotonic.ts";
import { fitPlatt, readLogistic } from "./platt.ts";
import { controlRisk } from "./risk-control.ts";
import { computeRiskCoverage } from "../risk-coverage.ts";
import { computeJensenShannon, computeStabilityIndex } from "../two-samples/counts.ts";
import { computeKolmogorovSmirnov, computeWasserstein } from "../two-samples/distances.ts";

const numbers = z.array(z.number());
const rows = z.array(numbers);
const bound = z.number().nullable();
const labels = z
  .array(z.union([z.literal(0), z.literal(1)]))
  .transform((list) => list.map(Boolean));
const interval = z.object({ low: z.number(), high: z.number() });
const histograms = z.object({ reference: numbers, current: numbers });

const VectorsSchema = z.object({
  agreement: z.array(
    z.object({
      tp: z.number(),
      fp: z.number(),
      fn: z.number(),
      tn: z.number(),
      agreement: z.number(),
      kappa: z.number(),
      ac1: z.number(),
      se: z.number(),
      sp: z.number(),
    }),
  ),
  roganGladen: z.array(
    interval.extend({
      observed: z.number(),
      n: z.number(),
      sensitivity: z.number(),
      m1: z.number(),
      specificity: z.number(),
      m0: z.number(),
      theta: z.number(),
    }),
  ),
  riskCoverage: z.object({
    confidence: numbers,
    wrong: labels,
    aurc: z.number(),
    optimal: z.number(),
    excess: z.number(),
    risk: numbers,
    aurocRightVersusWrong: z.number(),
  }),
  conformal: z.array(
    z.object({ scores: numbers, alpha: z.number(), k: z.number(), threshold: bound }),
  ),
  riskControl: z.object({
    confidence: numbers,
    wrong: labels,
    grid: numbers,
    cases: z.array(
      z.object({ n: z.number(), alpha: z.number(), delta: z.number(), threshold: bound, rows }),
    ),
  }),
  isotonic: z.object({ scores: numbers, labels, knots: rows, predict: rows }),
  platt: z.object({ scores: numbers, labels, a: z.number(), b: z.number() }),
  calibrationError: z.object({ probabilities: numbers, labels, bins: z.number(), ece: z.number() }),
  auroc: z.object({ labels, scores: numbers, auroc: z.number() }),
  drift: z.object({
    psi: histograms.extend({ value: z.number() }),
    jensenShannonBits: histograms.extend({ value: z.number() }),
    kolmogorovSmirnov: histograms.extend({ statistic: z.number() }),
    wasserstein: histograms.extend({ distance: z.number() }),
  }),
});

const vectors = VectorsSchema.parse(
  JSON.parse(readFileSync("tests/fixtures/trec/statistics/expected.json", "utf8")),
);

function assertNear(actual: number | undefined, expected: number | undefined, tolerance: number) {
  const gap = Math.abs((actual ?? Number.NaN) - (expected ?? Number.NaN));
  assert.ok(gap <= tolerance, `${actual} is not ${expected}`);
}

describe("the committed values of other implementations", () => {
  it("holds for a judge beside people", () => {
    for (const { tp, fp, fn, tn, ...expected } of vectors.agreement) {
      const found = computeAgreement({
        truePositives: tp,
        falsePositives: fp,
        falseNegatives: fn,
        trueNegatives: tn,
      });
      assertNear(found?.agreement, expected.agreement, 1e-9);
      assertNear(found?.kappa, expected.kappa, 1e-9);
      assertNear(found?.ac1, expected.ac1, 1e-9);
      assertNear(found?.sensitivity, expected.se, 1e-9);
      assertNear(found?.specificity, expected.sp, 1e-9);
    }
    for (const { m1, m0, theta, low, high, ...judged } of vectors.roganGladen) {
      const found = correctRate({ ...judged, positives: m1, negatives: m0 });
      assertNear(found?.rate, theta, 1e-9);
      assertNear(found?.interval.low, low, 1e-9);
      assertNear(found?.interval.high, high, 1e-9);
    }
  });

  it("holds for the risk–coverage curve", () => {
    const { confidence, wrong, risk, ...expected } = vectors.riskCoverage;
    const found = computeRiskCoverage(confidence, wrong);
    for (const [place, value] of risk.entries()) assertNear(found?.risks[place], value, 1e-9);
    assertNear(found?.area, expected.aurc, 1e-9);
    assertNear(found?.optimum, expected.optimal, 1e-9);
    assertNear(found?.excess, expected.excess, 1e-9);
    const right = wrong.map((value) => !value);
    assertNear(computeAuroc(confidence, right), expected.aurocRightVersusWrong, 1e-9);
  });

  it("holds for thresholds with a promise", () => {
    for (const { scores, alpha, k, threshold } of vectors.conformal) {
      const found = computeConformalThreshold(scores, { alpha });
      assert.deepEqual([found.rank, found.threshold ?? null], [k, threshold]);
    }
    const { confidence, wrong, grid, cases } = vectors.riskControl;
    for (const { n, alpha, delta, threshold, rows: steps } of cases) {
      const options = { allowed: alpha, delta, grid };
      const found = controlRisk(confidence.slice(0, n), wrong.slice(0, n), options);
      assert.equal(found.threshold ?? null, threshold);
      assert.equal(found.steps.length, steps.length);
      for (const [place, step] of found.steps.entries()) {
        assert.deepEqual([step.threshold, step.wrong], steps[place]?.slice(0, 2));
        assertNear(step.upper, steps[place]?.[2], 1e-8);
      }
    }
  });

  it("holds for calibrated probabilities", () => {
    const { scores, labels: positive, knots, predict } = vectors.isotonic;
    const curve = fitIsotonic(scores, positive);
    assert.equal(curve.knots.length, knots.length);
    for (const [place, [score, probability]] of curve.knots.entries()) {
      assert.equal(score, knots[place]?.[0]);
      assertNear(probability, knots[place]?.[1], 1e-9);
    }
    for (const [score = 0, probability] of predict)
      assertNear(readIsotonic(curve, score), probability, 1e-9);
    const logistic = fitPlatt(vectors.platt.scores, vectors.platt.labels);
    assertNear(logistic.slope, vectors.platt.a, 1e-6);
    assertNear(logistic.offset, vectors.platt.b, 1e-6);
    assertNear(readLogistic(logistic, -logistic.offset / logistic.slope), 0.5, 1e-12);
    const { probabilities, labels: came, bins, ece } = vectors.calibrationError;
    assertNear(computeCalibrationError(toCalibrationBins(probabilities, came, bins)), ece, 1e-9);
    const { auroc } = vectors;
    assertNear(computeAuroc(auroc.scores, auroc.labels), auroc.auroc, 1e-9);
  });

  it("holds for distances between windows", () => {
    const { psi, jensenShannonBits, kolmogorovSmirnov, wasserstein } = vectors.drift;
    assertNear(computeStabilityIndex(psi.reference, psi.current), psi.value, 1e-9);
    const { reference, current, value } = jensenShannonBits;
    assertNear(computeJensenShannon(reference, current), value, 1e-9);
    const gap = computeKolmogorovSmirnov(kolmogorovSmirnov.reference, kolmogorovSmirnov.current);
    assertNear(gap, kolmogorovSmirnov.statistic, 1e-9);
    const moved = computeWasserstein(wasserstein.reference, wasserstein.current);
    assertNear(moved, wasserstein.distance, 1e-9);
  });
});
