/** @module Logarithms of the gamma and the beta function. */

const HALF_LOG_2_PI = 0.5 * Math.log(2 * Math.PI);

/** B(2k)/(2k(2k − 1)), the coefficients of Stirling's series (Abramowitz and Stegun, 6.1.41). */
const STIRLING = [
  1 / 12,
  -1 / 360,
  1 / 1260,
  -1 / 1680,
  1 / 1188,
  -691 / 360_360,
  1 / 156,
] as const;
/** From here on the series is exact to double precision. */
const STIRLING_FROM = 12;

/** ln Γ(x) for x > 0, to about 1e-15 of its size. */
export function computeLogGamma(x: number): number {
  let shifted = x;
  let factor = 1;
  // Γ(x) = Γ(x + 1)/x, up to where the series holds.
  for (; shifted < STIRLING_FROM; shifted++) factor *= shifted;
  let series = 0;
  let power = shifted;
  for (const coefficient of STIRLING) {
    series += coefficient / power;
    power *= shifted * shifted;
  }
  return (shifted - 0.5) * Math.log(shifted) - shifted + HALF_LOG_2_PI + series - Math.log(factor);
}

/** ln B(a, b) for a, b > 0. */
export const computeLogBeta = (a: number, b: number): number =>
  computeLogGamma(a) + computeLogGamma(b) - computeLogGamma(a + b);
