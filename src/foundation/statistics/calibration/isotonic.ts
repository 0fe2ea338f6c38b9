/** @module Scores to probabilities by the best curve that never falls. */

/** Knots in ascending order of score; the probability never falls. */
export interface IsotonicCurve {
  readonly knots: readonly (readonly [score: number, probability: number])[];
}

interface Pool {
  /** Scores it holds, ascending. */
  scores: number[];
  positives: number;
  size: number;
}

/**
 * Least squares under monotony, by pooling adjacent violators (Ayer et al., 1955). Equal scores
 * are one knot. No labels give no knots.
 *
 * @param positive one for each score
 */
export function fitIsotonic(
  scores: readonly number[],
  positive: readonly boolean[],
): IsotonicCurve {
  const pools: Pool[] = [];
  for (const pool of toPools(scores, positive)) {
    pools.push(pool);
    for (;;) {
      const last = pools.at(-1);
      const previous = pools.at(-2);
      if (!last || !previous || rateOf(previous) < rateOf(last)) break;
      pools.pop();
      previous.scores.push(...last.scores);
      previous.positives += last.positives;
      previous.size += last.size;
    }
  }
  return {
    knots: pools.flatMap((pool) => pool.scores.map((score) => [score, rateOf(pool)] as const)),
  };
}

/** Linear between knots, and as at the ends beyond them; NaN where there are none. */
export function readIsotonic({ knots }: IsotonicCurve, score: number): number {
  const after = knots.findIndex(([knot]) => knot >= score);
  const [highScore, high] = knots.at(after) ?? [score, Number.NaN];
  if (after <= 0) return high;
  const [lowScore, low] = knots[after - 1] ?? [score, high];
  return low + ((high - low) * (score - lowScore)) / (highScore - lowScore);
}

const rateOf = (pool: Pool): number => pool.positives / pool.size;

function toPools(scores: readonly number[], positive: readonly boolean[]): readonly Pool[] {
  const byScore = new Map<number, Pool>();
  for (const [place, score] of scores.entries()) {
    const pool = byScore.get(score) ?? { scores: [score], positives: 0, size: 0 };
    pool.positives += positive[place] ? 1 : 0;
    pool.size++;
    byScore.set(score, pool);
  }
  return [...byScore].toSorted(([a], [b]) => a - b).map(([, pool]) => pool);
}
