/** @module How small a difference a number of cases shows, and how many cases a difference needs. */
import { computeNormalValue } from "../distributions/normal.ts";

export interface PowerOptions {
  /** Chance of a false alarm, two-sided where both directions are looked for; .05 by default. */
  readonly alpha?: number;
  /** Chance that a true difference is seen; .8 by default. */
  readonly power?: number;
}

/**
 * The smallest true mean difference that `n` pairs of a deviation show: 2.80·deviation/√n at the
 * defaults. Infinity for n = 0.
 */
export const computeSmallestSeen = (
  deviation: number,
  n: number,
  options: PowerOptions = {},
): number => (sumOfValues(2, options) * deviation) / Math.sqrt(n);

/** Pairs needed to see a mean difference, either way: ⌈(2.80·deviation/difference)²⌉. */
export const countCasesToSee = (
  deviation: number,
  difference: number,
  options: PowerOptions = {},
): number => roundUp(((sumOfValues(2, options) * deviation) / difference) ** 2);

/**
 * Pairs needed to prove that a challenger that is truly equal loses no more than a margin:
 * ⌈(2.49·deviation/margin)²⌉.
 */
export const countCasesToProve = (
  deviation: number,
  margin: number,
  options: PowerOptions = {},
): number => roundUp(((sumOfValues(1, options) * deviation) / margin) ** 2);

/**
 * Pairs needed to see a difference of two rates, where a share `discordance` of all cases differ:
 * ⌈(1.96·√ψ + .84·√(ψ − Δ²))²/Δ²⌉ (Connor, 1987).
 */
export function countCasesToSeeRates(
  discordance: number,
  difference: number,
  { alpha = 0.05, power = 0.8 }: PowerOptions = {},
): number {
  const byChance = computeNormalValue(1 - alpha / 2) * Math.sqrt(discordance);
  const bySpread = computeNormalValue(power) * Math.sqrt(discordance - difference ** 2);
  return roundUp((byChance + bySpread) ** 2 / difference ** 2);
}

const sumOfValues = (sides: number, { alpha = 0.05, power = 0.8 }: PowerOptions): number =>
  computeNormalValue(1 - alpha / sides) + computeNormalValue(power);

/** At least one; what rounding put a hair above a whole number is that number. */
const roundUp = (cases: number): number => Math.max(1, Math.ceil(cases - 1e-9));
