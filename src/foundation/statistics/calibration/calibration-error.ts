/** @module Whether things called 80 % likely come true 80 % of the time. */

export interface CalibrationBin {
  readonly count: number;
  /** Mean of the probabilities in it. */
  readonly predicted: number;
  /** Share that came true. */
  readonly observed: number;
}

const BINS = 10;

/**
 * Bins of equal count in ascending order of probability, fewer where there are fewer values.
 *
 * @param positive one for each probability
 */
export function toCalibrationBins(
  probabilities: readonly number[],
  positive: readonly boolean[],
  bins = BINS,
): readonly CalibrationBin[] {
  const order = probabilities.map((value, place) => ({
    value,
    positive: positive[place] === true,
  }));
  order.sort((a, b) => a.value - b.value);
  return Array.from({ length: bins }, (_, bin) => {
    const from = Math.floor((bin * order.length) / bins);
    const part = order.slice(from, Math.floor(((bin + 1) * order.length) / bins));
    return {
      count: part.length,
      predicted: part.reduce((sum, { value }) => sum + value, 0) / part.length,
      observed: part.filter((entry) => entry.positive).length / part.length,
    };
  }).filter(({ count }) => count > 0);
}

/** Expected calibration error: the bins' gaps, weighed by their counts; 0 for no bins. */
export function computeCalibrationError(bins: readonly CalibrationBin[]): number {
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  return bins.reduce(
    (sum, { count, predicted, observed }) => sum + (count / total) * Math.abs(predicted - observed),
    0,
  );
}
