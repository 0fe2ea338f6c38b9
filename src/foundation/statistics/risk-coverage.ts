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
  const n = confidence.length;
  if (n === 0) return undefined;
  const risks: number[] = [];
  let before = 0;
  for (const { size, errors } of toBlocks(confidence, wrong)) {
    const start = risks.length;
    for (let i = 1; i <= size; i++) risks.push((before + (errors * i) / size) / (start + i));
    before += errors;
  }
  const area = average(risks);
  const right = n - before;
  const optimum = average(risks.map((_, i) => Math.max(0, i + 1 - right) / (i + 1)));
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

interface Block {
  readonly size: number;
  readonly errors: number;
}

function toBlocks(confidence: readonly number[], wrong: readonly boolean[]): readonly Block[] {
  const blocks = new Map<number, Block>();
  for (const [index, value] of confidence.entries()) {
    const { size, errors } = blocks.get(value) ?? { size: 0, errors: 0 };
    blocks.set(value, { size: size + 1, errors: errors + (wrong[index] ? 1 : 0) });
  }
  return [...blocks].toSorted(([a], [b]) => b - a).map(([, block]) => block);
}

const average = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
