/** @module Means, deviations, skewness and quantiles, summed in index order. */

/** The arithmetic mean; NaN of no values. */
export function computeMean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] ?? 0;
  return sum / values.length;
}

/** The sample's standard deviation, over n - 1; 0 for fewer than two values. */
export function computeDeviation(values: ArrayLike<number>): number {
  if (values.length < 2) return 0;
  const mean = computeMean(values);
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += ((values[i] ?? 0) - mean) ** 2;
  return Math.sqrt(squares / (values.length - 1));
}

/** Third central moment over the deviation cubed, both over n; 0 where values do not differ. */
export function computeSkewness(values: ArrayLike<number>): number {
  const mean = computeMean(values);
  let squares = 0;
  let cubes = 0;
  for (let i = 0; i < values.length; i++) {
    const deviation = (values[i] ?? 0) - mean;
    squares += deviation ** 2;
    cubes += deviation ** 3;
  }
  if (squares === 0) return 0;
  return cubes / values.length / (squares / values.length) ** 1.5;
}

/** Linear between neighbors, at `(n - 1)·share` of values in ascending order; NaN of none. */
export function computeQuantile(ascending: ArrayLike<number>, share: number): number {
  const at = (ascending.length - 1) * Math.min(1, Math.max(0, share));
  const low = ascending[Math.floor(at)] ?? Number.NaN;
  const high = ascending[Math.ceil(at)] ?? Number.NaN;
  return low + (high - low) * (at - Math.floor(at));
}
