/** @module How far two histograms over the same bins are apart. */

/**
 * The population stability index, with half a count added to each bin: `Σ (q − p)·ln(q/p)`. To be
 * shown, not tested with: without any change its mean is (bins − 1)(1/n + 1/m).
 */
export function computeStabilityIndex(
  reference: readonly number[],
  current: readonly number[],
): number {
  const bins = reference.length;
  const all = total(reference) + bins / 2;
  const allCurrent = total(current) + bins / 2;
  return reference.reduce((sum, count, bin) => {
    const p = (count + 0.5) / all;
    const q = ((current[bin] ?? 0) + 0.5) / allCurrent;
    return sum + (q - p) * Math.log(q / p);
  }, 0);
}

/**
 * Jensen and Shannon's divergence in bits, in [0, 1] (Lin, 1991): 0 for equal shares, 1 for shares
 * that have no bin in common. 0 when either side is empty.
 */
export function computeJensenShannon(
  reference: readonly number[],
  current: readonly number[],
): number {
  const all = total(reference);
  const allCurrent = total(current);
  if (all === 0 || allCurrent === 0) return 0;
  return reference.reduce((sum, count, bin) => {
    const p = count / all;
    const q = (current[bin] ?? 0) / allCurrent;
    return sum + (informationOf(p, p + q) + informationOf(q, p + q)) / 2;
  }, 0);
}

/** p·log2(p/mean), for a mean of half of `both`. */
const informationOf = (p: number, both: number): number =>
  p === 0 ? 0 : p * Math.log2((2 * p) / both);

const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
