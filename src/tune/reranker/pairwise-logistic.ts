/** @module Weights of features by which better candidates stand above worse ones, pair by pair. */
import { minimize } from "../softmax/l-bfgs.ts";

/** One question's candidates as a learner sees them. */
export interface LearningQuestion {
  /** Row by row, `grades.length` rows; standardised within the question. */
  readonly features: Float64Array;
  /** By row; `NaN` where it cannot be told, which teaches nothing. */
  readonly grades: Float64Array;
}

export interface LogisticOptions {
  /** Weight of |w|². */
  readonly decay: number;
  /** Weights to begin at; they change how long it takes, and nothing beyond the tolerance. */
  readonly start?: Float64Array | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Of the gradient: weights then stand still in the third digit. */
const TOLERANCE = 1e-4;
const MOST_STEPS = 200;

/** Worse candidates that each good one is held against: the best-ranked of them. */
const OPPONENTS = 30;

/**
 * Minimizes `Σ_q 1/|P_q| Σ_{(i,j) ∈ P_q} ln(1 + e^{−w·(z_i − z_j)}) / n + λ|w|²` over the n
 * questions that have a pair (RankNet, Burges et al. 2005, with a linear scorer). Pairs: each
 * judged good row against the first 30 rows of a lower grade. The function is convex, and the
 * same questions give the same weights.
 */
export function fitPairwiseLogistic(
  questions: readonly LearningQuestion[],
  width: number,
  { decay, start = new Float64Array(width), signal }: LogisticOptions,
): Float64Array {
  const pairs = questions.map(({ grades }) => listPairs(grades));
  const objective = (w: Float64Array, gradient: Float64Array): number =>
    computeLoss(questions, pairs, w, gradient, decay);
  return minimize(objective, start, { maxIterations: MOST_STEPS, tolerance: TOLERANCE, signal }).x;
}

/** Better row and worse row in turn. */
export function listPairs(grades: Float64Array): Int32Array {
  const pairs: number[] = [];
  for (const [better, grade] of grades.entries()) {
    if (!(grade > 0)) continue;
    let opponents = 0;
    for (const [worse, other] of grades.entries()) {
      if (!(other < grade)) continue;
      pairs.push(better, worse);
      if (++opponents === OPPONENTS) break;
    }
  }
  return Int32Array.from(pairs);
}

/** Writes the gradient and returns the value; rows of `pairs` are those of `questions`. */
export function computeLoss(
  questions: readonly LearningQuestion[],
  pairs: readonly Int32Array[],
  w: Float64Array,
  gradient: Float64Array,
  decay: number,
): number {
  const width = w.length;
  gradient.fill(0);
  const taught = pairs.reduce((sum, { length }) => sum + (length > 0 ? 1 : 0), 0);
  let loss = 0;
  for (const [index, { features, grades }] of questions.entries()) {
    const own = pairs[index];
    if (!own || own.length === 0) continue;
    const scores = scoreRows(features, grades.length, w);
    const pull = new Float64Array(grades.length);
    const share = 2 / own.length / taught;
    for (let at = 0; at < own.length; at += 2) {
      const [better = 0, worse = 0] = [own[at], own[at + 1]];
      const margin = (scores[better] ?? 0) - (scores[worse] ?? 0);
      loss += share * softplus(-margin);
      const push = share / (1 + Math.exp(margin));
      pull[better] = (pull[better] ?? 0) - push;
      pull[worse] = (pull[worse] ?? 0) + push;
    }
    for (let row = 0; row < pull.length; row++) {
      const amount = pull[row] ?? 0;
      if (amount === 0) continue;
      for (let i = 0; i < width; i++)
        gradient[i] = (gradient[i] ?? 0) + amount * (features[row * width + i] ?? 0);
    }
  }
  for (let i = 0; i < width; i++) {
    const weight = w[i] ?? 0;
    loss += decay * weight * weight;
    gradient[i] = (gradient[i] ?? 0) + 2 * decay * weight;
  }
  return loss;
}

/** Without overflow for margins of any size. */
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

export function scoreRows(features: Float64Array, rows: number, w: Float64Array): Float64Array {
  const scores = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let i = 0; i < w.length; i++) sum += (features[row * w.length + i] ?? 0) * (w[i] ?? 0);
    scores[row] = sum;
  }
  return scores;
}
