/** @module How much each candidate should rise or fall for a better nDCG. */

/** Ranks of the pairs that count: both below it leave the measure as it is. */
export interface Lambdas {
  /** Force upwards, by row. */
  readonly gradients: Float64Array;
  /** Its slope, by row; never below 0. */
  readonly hessians: Float64Array;
}

/**
 * LambdaRank's gradients of one question (Burges, "From RankNet to LambdaRank to LambdaMART", 2010),
 * on nDCG@k. For i graded above j: `ρ = 1/(1 + e^{s_i − s_j})`, `Δ = |g_i − g_j|·|d(r_i) −
 * d(r_j)|/IDCG` with `d(r) = 1/log2(1 + r)` up to rank k and 0 behind it; `λ_i += ρΔ`, `λ_j −= ρΔ`,
 * and both slopes gain `ρ(1 − ρ)Δ`. Ranks are by score, ties by row. Rows graded `NaN` have no
 * rank and no force.
 *
 * @param ideal DCG@k of the question's judgments; above 0.
 */
export function computeLambdas(
  scores: ArrayLike<number>,
  grades: Float64Array,
  { ideal, cutoff }: { readonly ideal: number; readonly cutoff: number },
): Lambdas {
  const gradients = new Float64Array(grades.length);
  const hessians = new Float64Array(grades.length);
  const discounts = findDiscounts(scores, grades, cutoff);
  for (const [i, better] of grades.entries()) {
    if (!(better > 0)) continue;
    for (const [j, worse] of grades.entries()) {
      if (!(worse < better)) continue;
      const change = Math.abs((discounts[i] ?? 0) - (discounts[j] ?? 0));
      const delta = ((better - worse) * change) / ideal;
      if (delta === 0) continue;
      const rho = 1 / (1 + Math.exp((scores[i] ?? 0) - (scores[j] ?? 0)));
      gradients[i] = (gradients[i] ?? 0) + rho * delta;
      gradients[j] = (gradients[j] ?? 0) - rho * delta;
      const slope = rho * (1 - rho) * delta;
      hessians[i] = (hessians[i] ?? 0) + slope;
      hessians[j] = (hessians[j] ?? 0) + slope;
    }
  }
  return { gradients, hessians };
}

function findDiscounts(
  scores: ArrayLike<number>,
  grades: Float64Array,
  cutoff: number,
): Float64Array {
  const ranked = [...grades.keys()]
    .filter((row) => !Number.isNaN(grades[row]))
    .toSorted((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
  const discounts = new Float64Array(grades.length);
  for (const [index, row] of ranked.slice(0, cutoff).entries())
    discounts[row] = 1 / Math.log2(index + 2);
  return discounts;
}

/** DCG@k of the judgments in their best order. */
export function computeIdeal(judged: Iterable<number>, cutoff: number): number {
  const grades = [...judged].filter((grade) => grade > 0).toSorted((a, b) => b - a);
  return grades
    .slice(0, cutoff)
    .reduce((sum, grade, index) => sum + grade / Math.log2(index + 2), 0);
}
