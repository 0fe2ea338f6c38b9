/** @module The loss of a query adapter over a batch, and its exact gradient. */

/** Weights while they are learned, in 64 bits; see `QueryAdapter`. */
export interface AdapterWeights {
  readonly dimensions: number;
  readonly rank: number;
  readonly a: Float64Array;
  readonly b: Float64Array;
}

export interface AdapterExample {
  readonly query: Float32Array;
  /** The right vector first, then those that are wrong. */
  readonly candidates: readonly Float32Array[];
}

export interface LossSettings {
  /** Of cosines, before the softmax. */
  readonly scale: number;
  /** Of the squared distance that a question is moved by. */
  readonly pull: number;
  /** A wrong candidate that is nearer than this share of the right one's cosine may be right. */
  readonly keepBelow: number;
}

export interface AdapterGradient {
  readonly loss: number;
  readonly a: Float64Array;
  readonly b: Float64Array;
}

/**
 * Mean over the batch of `−ln softmax(scale · u·c)` at the right candidate, plus `pull · |u − q|²`,
 * for `z = q + B(Aq)`, `u = z/|z|`. What is left out by `keepBelow` counts as given.
 */
export function computeAdapterGradient(
  weights: AdapterWeights,
  examples: readonly AdapterExample[],
  settings: LossSettings,
): AdapterGradient {
  const { dimensions, rank } = weights;
  const a = new Float64Array(rank * dimensions);
  const b = new Float64Array(dimensions * rank);
  let loss = 0;
  for (const example of examples) {
    const { query } = example;
    const inner = project(weights, query);
    const { unit, length } = moveQuery(weights, query, inner);
    const toUnit = new Float64Array(dimensions);
    loss += addContrast(unit, example, settings, toUnit);
    for (let d = 0; d < dimensions; d++) {
      const moved = (unit[d] ?? 0) - (query[d] ?? 0);
      loss += settings.pull * moved * moved;
      toUnit[d] = (toUnit[d] ?? 0) + 2 * settings.pull * moved;
    }
    addThroughWeights(weights, { query, inner, unit, length, toUnit }, { a, b });
  }
  const count = Math.max(1, examples.length);
  return { loss: loss / count, a: a.map((g) => g / count), b: b.map((g) => g / count) };
}

/** `Aq`. */
function project({ dimensions, rank, a }: AdapterWeights, query: Float32Array): Float64Array {
  const inner = new Float64Array(rank);
  for (let r = 0; r < rank; r++) {
    let sum = 0;
    for (let d = 0; d < dimensions; d++) sum += (a[r * dimensions + d] ?? 0) * (query[d] ?? 0);
    inner[r] = sum;
  }
  return inner;
}

function moveQuery(
  { dimensions, rank, b }: AdapterWeights,
  query: Float32Array,
  inner: Float64Array,
): { readonly unit: Float64Array; readonly length: number } {
  const unit = new Float64Array(dimensions);
  let square = 0;
  for (let d = 0; d < dimensions; d++) {
    let sum = query[d] ?? 0;
    for (let r = 0; r < rank; r++) sum += (b[d * rank + r] ?? 0) * (inner[r] ?? 0);
    unit[d] = sum;
    square += sum * sum;
  }
  const length = Math.sqrt(square) || 1;
  return { unit: unit.map((value) => value / length), length };
}

/** Adds the gradient at the unit vector. @returns this example's part of the loss. */
function addContrast(
  unit: Float64Array,
  { candidates }: AdapterExample,
  { scale, keepBelow }: LossSettings,
  gradient: Float64Array,
): number {
  const cosines = candidates.map((candidate) => {
    let sum = 0;
    for (let d = 0; d < unit.length; d++) sum += (unit[d] ?? 0) * (candidate[d] ?? 0);
    return sum;
  });
  const right = cosines[0] ?? 0;
  const kept = candidates
    .map((candidate, at) => ({ candidate, at, score: scale * (cosines[at] ?? 0) }))
    .filter(({ at, score }) => at === 0 || score < keepBelow * scale * right);
  const most = Math.max(...kept.map(({ score }) => score));
  const total = kept.reduce((sum, { score }) => sum + Math.exp(score - most), 0);
  for (const { candidate, at, score } of kept) {
    const share = Math.exp(score - most) / total - (at === 0 ? 1 : 0);
    for (let d = 0; d < gradient.length; d++)
      gradient[d] = (gradient[d] ?? 0) + scale * share * (candidate[d] ?? 0);
  }
  return most + Math.log(total) - scale * right;
}

interface Moved {
  readonly query: Float32Array;
  readonly inner: Float64Array;
  readonly unit: Float64Array;
  readonly length: number;
  /** Gradient at the unit vector. */
  readonly toUnit: Float64Array;
}

/** Through the norm, then `gB += g hᵀ`, `gA += (Bᵀg) qᵀ` with `h = Aq`. */
function addThroughWeights(
  { dimensions, rank, b }: AdapterWeights,
  { query, inner, unit, length, toUnit }: Moved,
  sums: { readonly a: Float64Array; readonly b: Float64Array },
): void {
  let along = 0;
  for (let d = 0; d < dimensions; d++) along += (toUnit[d] ?? 0) * (unit[d] ?? 0);
  const back = new Float64Array(rank);
  for (let d = 0; d < dimensions; d++) {
    const g = ((toUnit[d] ?? 0) - along * (unit[d] ?? 0)) / length;
    for (let r = 0; r < rank; r++) {
      const at = d * rank + r;
      sums.b[at] = (sums.b[at] ?? 0) + g * (inner[r] ?? 0);
      back[r] = (back[r] ?? 0) + g * (b[at] ?? 0);
    }
  }
  for (let r = 0; r < rank; r++)
    for (let d = 0; d < dimensions; d++) {
      const at = r * dimensions + d;
      sums.a[at] = (sums.a[at] ?? 0) + (back[r] ?? 0) * (query[d] ?? 0);
    }
}
