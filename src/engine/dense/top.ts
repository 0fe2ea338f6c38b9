/** @module The k best of a stream of scores, kept in a heap. */

export interface Top {
  /** A score must be greater than this to enter; -Infinity while there is room. */
  readonly threshold: number;
  /** Offers `position` with a score above the threshold. Positions come in ascending order. */
  push(score: number, position: number): void;
  /** What was kept, best first, equal scores by ascending position. */
  drain(): { readonly score: number; readonly position: number }[];
}

/**
 * Since positions ascend, a later one that equals the worst kept score never enters, and among
 * equal scores the latest is the one to leave.
 */
export function createTop(k: number): Top {
  const scores = new Float64Array(k);
  const positions = new Float64Array(k);
  let size = 0;

  /** True when what is at `at` leaves before the given entry. */
  const leavesBefore = (at: number, score: number, position: number): boolean => {
    const other = scores[at] ?? 0;
    return other < score || (other === score && (positions[at] ?? 0) > position);
  };
  const move = (from: number, to: number): void => {
    scores[to] = scores[from] ?? 0;
    positions[to] = positions[from] ?? 0;
  };
  /** The place for a new last entry: worse parents stay above it, better ones move down. */
  const openFromBelow = (score: number, position: number): number => {
    let at = size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (leavesBefore(parent, score, position)) break;
      move(parent, at);
      at = parent;
    }
    return at;
  };
  /** The place for an entry instead of the worst one: worse children move up. */
  const openFromAbove = (score: number, position: number): number => {
    let at = 0;
    for (let child = 1; child < size; child = 2 * at + 1) {
      const other = child + 1;
      if (other < size && leavesBefore(other, scores[child] ?? 0, positions[child] ?? 0))
        child = other;
      if (!leavesBefore(child, score, position)) break;
      move(child, at);
      at = child;
    }
    return at;
  };

  return {
    get threshold() {
      return size < k ? -Infinity : (scores[0] ?? Infinity);
    },
    push(score, position) {
      if (k === 0) return;
      const at = size < k ? openFromBelow(score, position) : openFromAbove(score, position);
      scores[at] = score;
      positions[at] = position;
    },
    drain: () =>
      Array.from({ length: size }, (_, i) => ({
        score: scores[i] ?? 0,
        position: positions[i] ?? 0,
      })).sort((a, b) => b.score - a.score || a.position - b.position),
  };
}
