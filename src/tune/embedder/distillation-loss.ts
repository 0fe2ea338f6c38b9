/** @module How far texts' vectors are from a teacher's, by direction and by whom they resemble. */
import type { Matrix, MatrixProducts } from "./matrices.ts";

export interface DistillationLoss {
  /**
   * Mean of `1 − cos(u, y)` plus the mean over texts of
   * `KL(softmax(Y·Yᵀ/t) ‖ softmax(U·Uᵀ/t))`, a text's similarity with itself left out of both.
   * Writes the gradient of each unit vector to `gradients`.
   *
   * @param count texts of the batch; rows beyond it are ignored and get zeros.
   */
  compute(units: Matrix, targets: Matrix, count: number, gradients: Matrix): number;
}

/** Softmax of a row of similarities without its diagonal, in place; returns ln of the sum. */
function toShares(values: Float32Array, row: number, size: number, count: number, scale: number) {
  const base = row * size;
  let largest = -Infinity;
  for (let j = 0; j < count; j++)
    if (j !== row) largest = Math.max(largest, (values[base + j] ?? 0) * scale);
  let sum = 0;
  for (let j = 0; j < count; j++) {
    const share = j === row ? 0 : Math.exp((values[base + j] ?? 0) * scale - largest);
    values[base + j] = share;
    sum += share;
  }
  for (let j = 0; j < count; j++) values[base + j] = (values[base + j] ?? 0) / sum;
}

/**
 * @param batch most texts at once, a multiple of 8.
 * @param temperature `t` above: the lower, the more the nearest neighbors count.
 * @param weights of the two terms.
 */
export function createDistillationLoss(
  products: MatrixProducts,
  batch: number,
  temperature: number,
  weights: { readonly cosine: number; readonly neighbors: number } = { cosine: 1, neighbors: 1 },
): DistillationLoss {
  const wanted = products.create(batch, batch);
  const found = products.create(batch, batch);

  /** Turns both into their difference, made symmetric, and returns the divergence. */
  const compare = (count: number): number => {
    let divergence = 0;
    for (let i = 0; i < count; i++) {
      toShares(wanted.values, i, batch, count, 1 / temperature);
      toShares(found.values, i, batch, count, 1 / temperature);
    }
    const size = batch;
    for (let i = 0; i < count; i++)
      for (let j = 0; j < count; j++) {
        const at = i * size + j;
        const [p, q] = [wanted.values[at] ?? 0, found.values[at] ?? 0];
        if (p > 0 && q > 0) divergence += p * Math.log(p / q);
        wanted.values[at] = q - p;
      }
    found.values.fill(0);
    for (let i = 0; i < count; i++)
      for (let j = 0; j < count; j++)
        found.values[i * size + j] =
          (wanted.values[i * size + j] ?? 0) + (wanted.values[j * size + i] ?? 0);
    return divergence / count;
  };

  return {
    compute(units, targets, count, gradients) {
      let loss = 0;
      gradients.values.fill(0);
      if (weights.neighbors > 0 && count > 1) {
        products.multiply(targets, targets, wanted, { transposed: true });
        products.multiply(units, units, found, { transposed: true });
        loss += weights.neighbors * compare(count);
        products.multiply(found, units, gradients);
      }
      const { columns: dimensions } = units;
      const neighbors = weights.neighbors / (count * temperature);
      const cosine = weights.cosine / count;
      for (let i = 0; i < batch * dimensions; i++) {
        const inside = i < count * dimensions;
        const [unit, target] = [units.values[i] ?? 0, targets.values[i] ?? 0];
        if (inside) loss -= cosine * unit * target;
        gradients.values[i] = inside ? neighbors * (gradients.values[i] ?? 0) - cosine * target : 0;
      }
      return loss + weights.cosine;
    },
  };
}
