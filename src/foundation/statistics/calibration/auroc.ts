/** @module How well a score tells two groups apart. */

/**
 * The area under the ROC curve: the chance that a positive scores above a negative, ties by half
 * (Mann and Whitney, 1947). `undefined` unless both groups have members.
 *
 * @param positive one for each score
 */
export function computeAuroc(
  scores: readonly number[],
  positive: readonly boolean[],
): number | undefined {
  const order = scores.map((score, place) => ({ score, positive: positive[place] === true }));
  order.sort((a, b) => a.score - b.score);
  const positives = order.filter((entry) => entry.positive).length;
  const negatives = order.length - positives;
  if (positives === 0 || negatives === 0) return undefined;
  let won = 0;
  let below = 0;
  for (let start = 0; start < order.length;) {
    let end = start;
    let tiedPositives = 0;
    while (end < order.length && order[end]?.score === order[start]?.score)
      tiedPositives += order[end++]?.positive ? 1 : 0;
    const tiedNegatives = end - start - tiedPositives;
    won += tiedPositives * (below + tiedNegatives / 2);
    below += tiedNegatives;
    start = end;
  }
  return won / (positives * negatives);
}
