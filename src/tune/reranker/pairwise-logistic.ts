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
  const pairs = toDifferences(questions, width);
  const objective = (w: Float64Array, gradient: Float64Array): number =>
    computeLoss(pairs, w, gradient, decay);
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

/** All pairs of all questions, one after the other. */
export interface Differences {
  readonly width: number;
  /** What the better row has more than the worse one, pair after pair. */
  readonly values: Float64Array;
  /** By pair: `1/|P_q|/n`. */
  readonly shares: Float64Array;
}

export function toDifferences(questions: readonly LearningQuestion[], width: number): Differences {
  const pairs = questions.map(({ grades }) => listPairs(grades));
  const taught = pairs.reduce((sum, { length }) => sum + (length > 0 ? 1 : 0), 0);
  const count = pairs.reduce((sum, { length }) => sum + length / 2, 0);
  const values = new Float64Array(count * width);
  const shares = new Float64Array(count);
  let pair = 0;
  for (const [index, { features }] of questions.entries()) {
    const own = pairs[index] ?? new Int32Array();
    for (let at = 0; at < own.length; at += 2, pair++) {
      const [better = 0, worse = 0] = [own[at], own[at + 1]];
      shares[pair] = 2 / own.length / taught;
      for (let i = 0; i < width; i++)
        values[pair * width + i] =
          (features[better * width + i] ?? 0) - (features[worse * width + i] ?? 0);
    }
  }
  return { width, values, shares };
}

/** Writes the gradient and returns the value. */
export function computeLoss(
  { width, values, shares }: Differences,
  w: Float64Array,
  gradient: Float64Array,
  decay: number,
): number {
  gradient.fill(0);
  let loss = 0;
  for (let pair = 0; pair < shares.length; pair++) {
    const from = pair * width;
    let margin = 0;
    for (let i = 0; i < width; i++) margin += (w[i] ?? 0) * (values[from + i] ?? 0);
    const share = shares[pair] ?? 0;
    loss += share * softplus(-margin);
    const push = share / (1 + Math.exp(margin));
    for (let i = 0; i < width; i++)
      gradient[i] = (gradient[i] ?? 0) - push * (values[from + i] ?? 0);
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
