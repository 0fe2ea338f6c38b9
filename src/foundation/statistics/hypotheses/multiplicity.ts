/** @module p-values of many tests at once: Holm's rule, and Benjamini and Hochberg's. */

/**
 * Holm's adjusted p-values (1979), in the order given: those at most α are the tests to reject so
 * that any false rejection at all has probability α at most.
 */
export function adjustByHolm(p: readonly number[]): readonly number[] {
  let least = 0;
  return inOrder(
    p,
    (a, b) => a - b,
    (value, rank) => {
      least = Math.max(least, Math.min(1, value * (p.length - rank)));
      return least;
    },
  );
}

/**
 * Benjamini and Hochberg's adjusted p-values (1995), in the order given: of those at most α, a
 * share α is false on average. For tables that are explored, not for gates.
 */
export function adjustByBenjaminiHochberg(p: readonly number[]): readonly number[] {
  let most = 1;
  return inOrder(
    p,
    (a, b) => b - a,
    (value, rank) => {
      most = Math.min(most, (value * p.length) / (p.length - rank));
      return most;
    },
  );
}

/** Walks the values in an order of their own and puts each result in its value's place. */
function inOrder(
  values: readonly number[],
  order: (a: number, b: number) => number,
  toResult: (value: number, rank: number) => number,
): readonly number[] {
  const results = values.map(() => 0);
  const walk = values.map((value, place) => ({ value, place }));
  walk.sort((a, b) => order(a.value, b.value));
  for (const [rank, { value, place }] of walk.entries()) results[place] = toResult(value, rank);
  return results;
}
