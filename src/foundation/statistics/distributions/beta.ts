/** @module The beta distribution: the regularized incomplete beta function, its log, its inverse. */
import { computeLogBeta } from "./gamma.ts";

const TINY = 1e-300;
const MAX_TERMS = 10_000;
const MAX_STEPS = 200;

/**
 * ln I_x(a, b), for a, b > 0: the logarithm of the share of a beta distribution below `x`. Exact
 * in the tails, where the share itself is 0 in double precision; -Infinity at x = 0.
 */
export function computeLogBetaShare(x: number, a: number, b: number): number {
  if (x <= 0) return -Infinity;
  if (x >= 1) return 0;
  const front = a * Math.log(x) + b * Math.log1p(-x) - computeLogBeta(a, b);
  // The fraction converges fast on this side; the other side is its complement.
  if (x < (a + 1) / (a + b + 2)) return front + Math.log(continueFraction(x, a, b) / a);
  const above = Math.exp(front + Math.log(continueFraction(1 - x, b, a) / b));
  return Math.log1p(-Math.min(1, above));
}

/** I_x(a, b) in [0, 1]: the share of a beta distribution below `x`, to about 1e-12. */
export const computeBetaShare = (x: number, a: number, b: number): number =>
  Math.exp(computeLogBetaShare(x, a, b));

/** The value in [0, 1] below which a share lies: the inverse of `computeBetaShare`. */
export function computeBetaValue(share: number, a: number, b: number): number {
  if (share <= 0) return 0;
  if (share >= 1) return 1;
  const logBeta = computeLogBeta(a, b);
  let low = 0;
  let high = 1;
  let x = a / (a + b);
  for (let step = 0; step < MAX_STEPS; step++) {
    const excess = computeBetaShare(x, a, b) - share;
    if (excess > 0) high = x;
    else low = x;
    const density = Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - logBeta);
    const newton = x - excess / density;
    // A step that leaves the bracket, or a slope that is none, is replaced by halving it.
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - x) <= 1e-16 * x) return next;
    x = next;
  }
  return x;
}

/** The continued fraction of Abramowitz and Stegun, 26.5.8, after Lentz and Thompson. */
function continueFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m <= MAX_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    value *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return value;
}

const away = (value: number): number => (Math.abs(value) < TINY ? TINY : value);
