/** @module A p-value from shuffling: would chance have split the observations like this? */
import type { Random } from "../../random.ts";

export interface PermutationOptions {
  readonly random: Random;
  /** At most so many shuffles. */
  readonly rounds: number;
  /** Enough shuffles as extreme as what was seen; 20 by default. */
  readonly enough?: number;
}

/**
 * Splits `reference + current` observations anew, over and over, and counts statistics at least as
 * large as the one seen. Stops once `enough` were: the p-value is then `count/rounds`, else
 * `(1 + count)/(1 + rounds)`, and valid either way (Besag and Clifford, 1991). A quiet window is
 * done in a few dozen rounds.
 *
 * @param statisticOf of the places that make up the current side, ascending
 */
export function testByPermutation(
  sizes: { readonly reference: number; readonly current: number },
  statisticOf: (current: Int32Array) => number,
  { random, rounds, enough = 20 }: PermutationOptions,
): { readonly statistic: number; readonly p: number } {
  const all = sizes.reference + sizes.current;
  const order = Int32Array.from({ length: all }, (_, place) => place);
  const statistic = statisticOf(order.slice(sizes.reference));
  const least = statistic - 1e-12 * Math.max(1, Math.abs(statistic));
  let extreme = 0;
  for (let round = 1; round <= rounds; round++) {
    drawTo(order, sizes.current, random);
    if (statisticOf(order.slice(0, sizes.current).sort()) >= least) extreme++;
    if (extreme === enough) return { statistic, p: extreme / round };
  }
  return { statistic, p: (1 + extreme) / (1 + rounds) };
}

/** Fisher and Yates, as far as the first `count` places. */
function drawTo(order: Int32Array, count: number, random: Random): void {
  for (let i = 0; i < count; i++) {
    const j = i + random.below(order.length - i);
    const moved = order[i] ?? 0;
    order[i] = order[j] ?? 0;
    order[j] = moved;
  }
}
