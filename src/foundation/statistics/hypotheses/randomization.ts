/** @module Fisher's paired randomization test: is a mean difference more than chance? */
import { createRandom } from "../../random.ts";

const ROUNDS = 10_000;
/** Up to here all sign patterns are counted. */
const EXACT_UP_TO = 15;

export interface RandomizationOptions {
  /** Names the stream of signs; not used where all patterns are counted. */
  readonly seed: string;
  /** 10,000 by default. */
  readonly rounds?: number;
}

export interface RandomizationResult {
  /** Two-sided, in (0, 1]. */
  readonly p: number;
  /** `none`: nothing differs. */
  readonly method: "exact" | "sampled" | "none";
  /** Sign patterns whose sum is at least as far from 0, of `patterns`. */
  readonly extreme: number;
  readonly patterns: number;
}

/**
 * Under no difference each one could as well have had the other sign. `differences` are one a unit:
 * of clusters, the sums of whole clusters, so that they flip as one. Counts all patterns of up to
 * 15 that are not 0, else `(1 + extreme)/(1 + rounds)` (Smucker, Allan and Carterette, 2007).
 */
export function testByRandomization(
  differences: readonly number[],
  { seed, rounds = ROUNDS }: RandomizationOptions,
): RandomizationResult {
  const moved = Float64Array.from(differences.filter((difference) => difference !== 0));
  const total = Math.abs(moved.reduce((sum, value) => sum + value, 0));
  const least = total - 1e-9 * Math.max(1, total);
  if (moved.length === 0) return { p: 1, method: "none", extreme: 0, patterns: 0 };
  if (moved.length <= EXACT_UP_TO) {
    const patterns = 2 ** moved.length;
    const extreme = countPatterns(moved, least);
    return { p: extreme / patterns, method: "exact", extreme, patterns };
  }
  const extreme = countSampled(moved, least, { seed, rounds });
  return { p: (1 + extreme) / (1 + rounds), method: "sampled", extreme, patterns: rounds };
}

function countPatterns(values: Float64Array, least: number): number {
  let extreme = 0;
  for (let pattern = 0; pattern < 2 ** values.length; pattern++) {
    let sum = 0;
    for (let i = 0; i < values.length; i++)
      sum += (pattern >>> i) & 1 ? -(values[i] ?? 0) : (values[i] ?? 0);
    if (Math.abs(sum) >= least) extreme++;
  }
  return extreme;
}

function countSampled(
  values: Float64Array,
  least: number,
  { seed, rounds }: Required<RandomizationOptions>,
): number {
  const random = createRandom(seed);
  let extreme = 0;
  for (let round = 0; round < rounds; round++) {
    let sum = 0;
    let signs = 0;
    for (let i = 0; i < values.length; i++) {
      if (i % 32 === 0) signs = random.uint32();
      // No branch: which of the two it is cannot be predicted.
      sum += (values[i] ?? 0) * (1 - 2 * ((signs >>> (i % 32)) & 1));
    }
    if (Math.abs(sum) >= least) extreme++;
  }
  return extreme;
}
