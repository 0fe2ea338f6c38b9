/** @module Scores to probabilities by a logistic curve, for a few hundred labels. */

/** p = 1/(1 + exp(−(slope·score + offset))). */
export interface LogisticCurve {
  readonly slope: number;
  readonly offset: number;
}

const MAX_STEPS = 100;
const RIDGE = 1e-12;

/**
 * Platt's method (1999) with his smoothed targets, by Newton's steps with halving (Lin, Lin and
 * Weng, 2007).
 *
 * @param positive one for each score
 */
export function fitPlatt(scores: readonly number[], positive: readonly boolean[]): LogisticCurve {
  const positives = positive.filter(Boolean).length;
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (scores.length - positives + 2);
  const targets = positive.map((value) => (value ? high : low));
  let curve: LogisticCurve = {
    slope: 0,
    offset: Math.log((positives + 1) / (scores.length - positives + 1)),
  };
  let loss = computeLoss(curve, scores, targets);
  for (let step = 0; step < MAX_STEPS; step++) {
    const move = computeStep(curve, scores, targets);
    if (Math.abs(move.slope) + Math.abs(move.offset) < 1e-12) break;
    let next = curve;
    let nextLoss = Infinity;
    for (let size = 1; size > 1e-10 && nextLoss > loss; size /= 2) {
      next = { slope: curve.slope + size * move.slope, offset: curve.offset + size * move.offset };
      nextLoss = computeLoss(next, scores, targets);
    }
    if (nextLoss > loss) break;
    curve = next;
    loss = nextLoss;
  }
  return curve;
}

/** In (0, 1). */
export const readLogistic = ({ slope, offset }: LogisticCurve, score: number): number =>
  1 / (1 + Math.exp(-(slope * score + offset)));

/** Σ ln(1 + e^z) − target·z, without overflow. */
function computeLoss(
  { slope, offset }: LogisticCurve,
  scores: readonly number[],
  targets: readonly number[],
): number {
  let loss = 0;
  for (const [i, score] of scores.entries()) {
    const z = slope * score + offset;
    loss += Math.max(0, z) + Math.log1p(Math.exp(-Math.abs(z))) - (targets[i] ?? 0) * z;
  }
  return loss;
}

/** Minus the gradient over the Hessian. */
function computeStep(
  curve: LogisticCurve,
  scores: readonly number[],
  targets: readonly number[],
): LogisticCurve {
  let slopeSlope = RIDGE;
  let slopeOffset = 0;
  let offsetOffset = RIDGE;
  let slope = 0;
  let offset = 0;
  for (const [i, score] of scores.entries()) {
    const p = readLogistic(curve, score);
    const weight = p * (1 - p);
    slopeSlope += weight * score * score;
    slopeOffset += weight * score;
    offsetOffset += weight;
    slope += (p - (targets[i] ?? 0)) * score;
    offset += p - (targets[i] ?? 0);
  }
  const determinant = slopeSlope * offsetOffset - slopeOffset ** 2;
  return {
    slope: -(offsetOffset * slope - slopeOffset * offset) / determinant,
    offset: -(slopeSlope * offset - slopeOffset * slope) / determinant,
  };
}
