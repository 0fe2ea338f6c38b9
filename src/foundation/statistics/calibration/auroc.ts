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
  return prepareAuroc(scores, positive)();
}

/**
 * As `computeAuroc`, put in order once for many samples of the same scores. The function takes how
 * often each score is taken: once, where absent.
 */
export function prepareAuroc(
  scores: readonly number[],
  positive: readonly boolean[],
): (counts?: ArrayLike<number>) => number | undefined {
  const order = [...scores.keys()].sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));
  return (counts) => {
    let won = 0;
    let positives = 0;
    let negatives = 0;
    for (let start = 0; start < order.length;) {
      const score = scores[order[start] ?? 0];
      let tiedPositives = 0;
      let tiedNegatives = 0;
      for (; start < order.length && scores[order[start] ?? 0] === score; start++) {
        const place = order[start] ?? 0;
        const count = counts ? (counts[place] ?? 0) : 1;
        if (positive[place]) tiedPositives += count;
        else tiedNegatives += count;
      }
      won += tiedPositives * (negatives + tiedNegatives / 2);
      positives += tiedPositives;
      negatives += tiedNegatives;
    }
    return positives === 0 || negatives === 0 ? undefined : won / (positives * negatives);
  };
}
