/** @module What a system's confidence is worth, drawn from the answers it gave. */
import type { CalibrationCurve, Curves } from "../../domain/evaluation.ts";
import {
  computeCalibrationError,
  toCalibrationBins,
} from "../../foundation/statistics/calibration/calibration-error.ts";
import type { GradedCase } from "../measures/answers/measure.ts";
import { readConfidences, toRiskCoverageCurve } from "../measures/answers/outcome/risk-coverage.ts";

/** As many groups as the published error of calibration has. */
const BINS = 10;
/** A group of fewer shows chance alone. */
const LEAST_IN_BIN = 5;

/** Nothing where no answer has both a confidence and a verdict. */
export function drawCurves(graded: readonly GradedCase[]): Curves {
  const riskCoverage = toRiskCoverageCurve(graded);
  const calibration = toCalibrationCurve(graded);
  return { ...(riskCoverage ? { riskCoverage } : {}), ...(calibration ? { calibration } : {}) };
}

function toCalibrationCurve(graded: readonly GradedCase[]): CalibrationCurve | undefined {
  const { confidence, wrong } = readConfidences(graded);
  const groups = Math.min(BINS, Math.floor(confidence.length / LEAST_IN_BIN));
  if (groups < 2) return undefined;
  const right = wrong.map((isWrong) => !isWrong);
  const bins = toCalibrationBins(confidence, right, groups);
  return {
    bins: bins.map(({ count, predicted, observed }) => ({
      confidence: predicted,
      accuracy: observed,
      cases: count,
    })),
    error: computeCalibrationError(bins),
  };
}
