/** @module How well questions find their own passages among all passages of a batch. */
import type { Matrix, MatrixProducts } from "./matrices.ts";

/** Pairs of unit vectors, a row each. */
export interface PairedUnits {
  readonly questions: Matrix;
  readonly passages: Matrix;
}

export interface ContrastiveLoss {
  /**
   * InfoNCE (van den Oord et al., 2018) in both directions, their mean, with in-batch negatives:
   * the mean of −ln softmax over a row, and over a column, of `scale · q·p`. Writes the gradients.
   *
   * @param groups of each pair: pairs of one group are never each other's negatives.
   * @param count pairs of the batch; rows beyond it are ignored and get zeros.
   */
  compute(
    units: PairedUnits,
    groups: ArrayLike<number>,
    count: number,
    gradients: PairedUnits,
  ): number;
}

/** A passage nearly as near as the right one is likely right as well (NV-Retriever, 2024). */
const FALSE_NEGATIVE = 0.95;

/** ln of the sum of exponentials of a line of scores that reach from `base` by `step`. */
function sumExponentials(scores: Float32Array, base: number, step: number, count: number): number {
  let largest = -Infinity;
  for (let i = 0; i < count; i++) largest = Math.max(largest, scores[base + i * step] ?? 0);
  let sum = 0;
  for (let i = 0; i < count; i++) sum += Math.exp((scores[base + i * step] ?? 0) - largest);
  return largest + Math.log(sum);
}

/**
 * @param batch most pairs at once, a multiple of 8.
 * @param scale of the cosines: 20 is a temperature of .05.
 */
export function createContrastiveLoss(
  products: MatrixProducts,
  batch: number,
  scale: number,
): ContrastiveLoss {
  const scores = products.create(batch, batch);
  const rowGradients = products.create(batch, batch);
  const columnGradients = products.create(batch, batch);

  /** Scaled, and minus infinity where a passage is no fair negative. */
  const mask = (groups: ArrayLike<number>, count: number): void => {
    const { values } = scores;
    for (let i = 0; i < count; i++) {
      const right = values[i * batch + i] ?? 0;
      for (let j = 0; j < count; j++) {
        const at = i * batch + j;
        const found = values[at] ?? 0;
        const unfair = j !== i && (groups[i] === groups[j] || found >= FALSE_NEGATIVE * right);
        values[at] = unfair ? -Infinity : found * scale;
      }
    }
  };

  return {
    compute({ questions, passages }, groups, count, gradients) {
      products.multiply(questions, passages, scores, { transposed: true });
      mask(groups, count);
      const { values } = scores;
      const rows = Array.from({ length: count }, (_, i) =>
        sumExponentials(values, i * batch, 1, count),
      );
      const columns = Array.from({ length: count }, (_, j) =>
        sumExponentials(values, j, batch, count),
      );
      rowGradients.values.fill(0);
      columnGradients.values.fill(0);
      let loss = 0;
      const share = scale / (2 * count);
      for (let i = 0; i < count; i++) {
        const right = values[i * batch + i] ?? 0;
        loss += ((rows[i] ?? 0) - right + (columns[i] ?? 0) - right) / (2 * count);
        for (let j = 0; j < count; j++) {
          const score = values[i * batch + j] ?? 0;
          const both = Math.exp(score - (rows[i] ?? 0)) + Math.exp(score - (columns[j] ?? 0));
          const gradient = share * (both - (i === j ? 2 : 0));
          rowGradients.values[i * batch + j] = gradient;
          columnGradients.values[j * batch + i] = gradient;
        }
      }
      products.multiply(rowGradients, passages, gradients.questions);
      products.multiply(columnGradients, questions, gradients.passages);
      return loss;
    },
  };
}
