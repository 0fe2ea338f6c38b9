/** @module What abstaining buys: the share of wrong answers among the surest ones. */

export interface RiskCoverage {
  /** At place i: the share wrong among the i + 1 surest answers. */
  readonly risks: readonly number[];
  /** Area under the curve: the mean of the risks. */
  readonly area: number;
  /** The area if every wrong answer came last. */
  readonly optimum: number;
  /** What a better confidence could still gain: `area - optimum`. */
  readonly excess: number;
}

/** @param counts how often each answer is taken; once, where absent. */
export type RiskCoverageOf = (counts?: ArrayLike<number>) => RiskCoverage | undefined;

/** As `computeRiskCoverage`, put in order once for many samples of the same answers. */
export function prepareRiskCoverage(
  confidence: readonly number[],
  wrong: readonly boolean[],
): RiskCoverageOf {
  const places = confidence.map((_, place) => place);
  places.sort((a, b) => (confidence[b] ?? 0) - (confidence[a] ?? 0));
  return (counts) => drawCurve(places, confidence, wrong, counts);
}

/**
 * Answers in order of falling confidence. Within a block of equal confidence the errors are spread
 * evenly, so that the order of the input changes nothing. `undefined` for no answers.
 *
 * @param wrong one for each confidence
 */
export function computeRiskCoverage(
  confidence: readonly number[],
  wrong: readonly boolean[],
): RiskCoverage | undefined {
  return prepareRiskCoverage(confidence, wrong)();
}

/** @param places of the answers, the surest first */
function drawCurve(
  places: readonly number[],
  confidence: readonly number[],
  wrong: readonly boolean[],
  counts: ArrayLike<number> | undefined,
): RiskCoverage | undefined {
  const risks: number[] = [];
  let before = 0;
  for (let next = 0; next < places.length;) {
    const block = confidence[places[next] ?? 0];
    let size = 0;
    let errors = 0;
    for (; next < places.length; next++) {
      const place = places[next] ?? 0;
      if (confidence[place] !== block) break;
      const count = counts ? (counts[place] ?? 0) : 1;
      size += count;
      if (wrong[place]) errors += count;
    }
    const start = risks.length;
    for (let i = 1; i <= size; i++) risks.push((before + (errors * i) / size) / (start + i));
    before += errors;
  }
  if (risks.length === 0) return undefined;
  const area = average(risks);
  const right = risks.length - before;
  let last = 0;
  for (let i = right; i < risks.length; i++) last += (i + 1 - right) / (i + 1);
  const optimum = last / risks.length;
  return { risks, area, optimum, excess: area - optimum };
}

/**
 * The share right among the surest answers, `coverage` of all (in (0, 1], rounded up to whole
 * answers).
 */
export function accuracyAtCoverage({ risks }: RiskCoverage, coverage: number): number {
  const answers = Math.min(risks.length, Math.max(1, Math.ceil(coverage * risks.length - 1e-9)));
  return 1 - (risks[answers - 1] ?? 0);
}

const average = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
