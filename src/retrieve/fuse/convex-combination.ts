/** @module Both legs' scores on one scale, and their weighted sum. */

export interface LegScores {
  /** BM25, 0 where no term occurs. */
  readonly lexical: number;
  /** Cosine. */
  readonly dense: number;
}

export interface Fused {
  /** In [0, 1]. */
  readonly lexical: number;
  readonly dense: number;
  /** `alpha * dense + (1 - alpha) * lexical`. */
  readonly score: number;
}

/** Which legs were asked and found anything. */
export interface Asked {
  readonly lexical: boolean;
  readonly dense: boolean;
}

/**
 * Convex combination under theoretical-minimum normalisation (TM2; Bruch, Gai and Ingber, "An
 * Analysis of Fusion Functions for Hybrid Retrieval", 2023): each score is scaled between the
 * least its leg can give (0 for BM25, -1 for a cosine) and the best of this question, so the worst
 * candidate is not forced to 0 and one odd result does not stretch the scale.
 *
 * A leg that was not asked, or found nothing, contributes nothing and leaves its weight to the
 * other.
 *
 * @param alpha weight of the dense leg, in [0, 1].
 */
export function combineConvex(
  scores: readonly LegScores[],
  alpha: number,
  asked: Asked,
): readonly Fused[] {
  const best = (leg: "lexical" | "dense", least: number): number =>
    scores.reduce((most, score) => Math.max(most, score[leg]), least);
  const bestLexical = best("lexical", 0);
  const bestDense = best("dense", -1);
  const lexicalOn = asked.lexical && bestLexical > 0;
  const denseOn = asked.dense && bestDense > -1;
  const weight = denseOn ? (lexicalOn ? alpha : 1) : 0;
  return scores.map(({ lexical, dense }) => {
    const l = lexicalOn ? lexical / bestLexical : 0;
    const d = denseOn ? (dense + 1) / (bestDense + 1) : 0;
    return { lexical: l, dense: d, score: weight * d + (1 - weight) * l };
  });
}
