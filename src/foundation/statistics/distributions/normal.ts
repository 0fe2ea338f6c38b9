/** @module The standard normal distribution: how likely a value is, and back. */

const SQRT_2_PI = Math.sqrt(2 * Math.PI);
/** Beyond it the distribution is 0 or 1 to double precision. */
const LIMIT = 8.5;

const density = (x: number): number => Math.exp((-x * x) / 2) / SQRT_2_PI;

/**
 * The share of values below `x`, in [0, 1], to about 1e-15: the series
 * 1/2 + φ(x)·(x + x³/3 + x⁵/(3·5) + …) (Marsaglia, "Evaluating the Normal Distribution", 2004).
 */
export function computeNormalShare(x: number): number {
  if (Math.abs(x) > LIMIT) return x < 0 ? 0 : 1;
  let term = x;
  let sum = x;
  for (let odd = 3; Math.abs(term) > 1e-18 * Math.abs(sum); odd += 2) {
    term *= (x * x) / odd;
    sum += term;
  }
  return 0.5 + density(x) * sum;
}

/**
 * The value below which a share lies: the inverse of `computeNormalShare`, to about 1e-12 for
 * shares from 1e-6 to 1 - 1e-6. Shares of 0 and 1 give -Infinity and Infinity.
 */
export function computeNormalValue(share: number): number {
  if (share <= 0) return -Infinity;
  if (share >= 1) return Infinity;
  let low = -LIMIT;
  let high = LIMIT;
  // Halving first: the slope at the ends is too flat to follow.
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (computeNormalShare(middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
