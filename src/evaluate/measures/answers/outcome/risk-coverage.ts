/** @module What a confidence is worth: the curve of risk over coverage, and figures of it. */
import { prepareAuroc } from "../../../../foundation/statistics/calibration/auroc.ts";
import {
  accuracyAtCoverage,
  computeRiskCoverage,
  prepareRiskCoverage,
  type RiskCoverage,
} from "../../../../foundation/statistics/risk-coverage.ts";
import type { RiskCoverageCurve } from "../../../../domain/evaluation.ts";
import type { GradedCase, SetMeasure, SetScore } from "../measure.ts";
import { REASONS, unscored } from "../reasons.ts";

interface Confidences {
  /** Place of the case that gave each of the next two. */
  readonly places: readonly number[];
  readonly confidence: readonly number[];
  readonly wrong: readonly boolean[];
  readonly unscored: Readonly<Record<string, number>>;
}

/**
 * Answers given, with their confidence and whether they are wrong, first repeats alone: a case must
 * not count several times. An answer to what has none is wrong.
 */
export function readConfidences(cases: readonly GradedCase[]): Confidences {
  const places: number[] = [];
  const confidence: number[] = [];
  const wrong: boolean[] = [];
  const left: Record<string, number> = {};
  for (const [place, { replies }] of cases.entries()) {
    const [first] = replies;
    const { answer } = first?.reply ?? {};
    const reason =
      !first || !answer || answer.outcome === "error"
        ? REASONS.failed
        : answer.outcome === "abstained" || answer.outcome === "escalated"
          ? REASONS.abstained
          : answer.confidence === undefined || !Number.isFinite(answer.confidence)
            ? REASONS.noConfidence
            : first.grade.correct === undefined
              ? (first.grade.reason ?? REASONS.untold)
              : undefined;
    if (reason !== undefined) left[reason] = (left[reason] ?? 0) + 1;
    else {
      places.push(place);
      confidence.push(answer?.confidence ?? 0);
      wrong.push(first?.grade.correct === false);
    }
  }
  return { places, confidence, wrong, unscored: left };
}

/** For reports; `undefined` where no answer has both a confidence and a verdict. */
export function toRiskCoverageCurve(cases: readonly GradedCase[]): RiskCoverageCurve | undefined {
  const { confidence, wrong } = readConfidences(cases);
  const curve = computeRiskCoverage(confidence, wrong);
  if (!curve) return undefined;
  const points = curve.risks.map((risk, index) => ({
    coverage: (index + 1) / curve.risks.length,
    risk,
  }));
  return { points, area: curve.area, optimum: curve.optimum };
}

function scoreConfidences(
  cases: readonly GradedCase[],
  prepare: (read: Confidences) => (counts?: ArrayLike<number>) => number | undefined,
): SetScore {
  const read = readConfidences(cases);
  const toValue = prepare(read);
  const value = toValue();
  const counts = new Uint32Array(read.places.length);
  return {
    value: value ?? unscored(REASONS.tooFewCases),
    scored: value === undefined ? 0 : read.confidence.length,
    unscored: read.unscored,
    resample(ofCases) {
      for (const [index, place] of read.places.entries()) counts[index] = ofCases[place] ?? 0;
      return toValue(counts);
    },
  };
}

const scoreCurve = (
  cases: readonly GradedCase[],
  toValue: (curve: RiskCoverage) => number,
): SetScore =>
  scoreConfidences(cases, ({ confidence, wrong }) => {
    const drawCurve = prepareRiskCoverage(confidence, wrong);
    return (counts) => {
      const curve = drawCurve(counts);
      return curve && toValue(curve);
    };
  });

const shared = { kind: "set", range: [0, 1], needs: [] } as const;

const aurc: SetMeasure = {
  ...shared,
  name: "AURC",
  direction: "lower",
  summary: "area under the curve of risk over coverage: wrong answers given, surest first",
  score: (cases) => scoreCurve(cases, ({ area }) => area),
};

/** The part of the area that another order of the same answers would win. */
const excessAurc: SetMeasure = {
  ...shared,
  name: "ExcessAURC",
  direction: "lower",
  summary: "what AURC would lose if every wrong answer had the least confidence",
  score: (cases) => scoreCurve(cases, ({ excess }) => excess),
};

const confidenceAuroc: SetMeasure = {
  ...shared,
  name: "ConfidenceAUROC",
  direction: "higher",
  summary: "chance that a right answer has more confidence than a wrong one",
  score: (cases) =>
    scoreConfidences(cases, ({ confidence, wrong }) =>
      prepareAuroc(
        confidence,
        wrong.map((isWrong) => !isWrong),
      ),
    ),
};

const selectiveAccuracyAt = (coverage: number): SetMeasure => ({
  ...shared,
  name: `SelectiveAccuracy@${String(coverage).replace(/^0/, "")}`,
  direction: "higher",
  summary: `share right among the surest ${Math.round(100 * coverage)} % of the answers given`,
  score: (cases) => scoreCurve(cases, (curve) => accuracyAtCoverage(curve, coverage)),
});

export const RISK_COVERAGE_MEASURES: readonly SetMeasure[] = [
  aurc,
  excessAurc,
  confidenceAuroc,
  ...[0.5, 0.8, 0.9].map(selectiveAccuracyAt),
];
