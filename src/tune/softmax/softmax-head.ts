/** @module A softmax head: which of a few classes a vector belongs to, by multinomial logistic regression. */
import { minimize, type Objective } from "./l-bfgs.ts";

export interface SoftmaxHead {
  readonly classes: number;
  readonly dimensions: number;
  /** One row a class: its weights, then its bias. */
  readonly weights: Float64Array;
}

export interface TrainingData {
  /** All of one length. */
  readonly vectors: readonly Float32Array[];
  /** Class of each, in [0, classes). */
  readonly labels: readonly number[];
  readonly classes: number;
  /** Of each example; 1 by default. */
  readonly weights?: readonly number[];
}

export interface TrainOptions {
  /** Penalty on the squares of the weights, biases left out; of the mean loss. */
  readonly l2: number;
  readonly maxIterations: number;
  /** Continues from here. */
  readonly start?: SoftmaxHead;
  readonly signal?: AbortSignal | undefined;
}

/** Equal data gives equal bytes. A class without examples gets probabilities near 0. */
export function trainSoftmax(
  data: TrainingData,
  { l2, maxIterations, start, signal }: TrainOptions,
): SoftmaxHead {
  const dimensions = data.vectors[0]?.length ?? 0;
  const initial = start?.weights ?? new Float64Array(data.classes * (dimensions + 1));
  const { x } = minimize(createSoftmaxLoss(data, l2), initial, { maxIterations, signal });
  return { classes: data.classes, dimensions, weights: x };
}

/** Of a class's mean as its weights: vectors of length 1 in one class differ by about as much. */
const SHARPNESS = 8;

/** Classes by the nearest of their means: a start that is most of the way for vectors of length 1. */
export function startFromMeans({ vectors, labels, classes }: TrainingData): SoftmaxHead {
  const dimensions = vectors[0]?.length ?? 0;
  const width = dimensions + 1;
  const weights = new Float64Array(classes * width);
  const counts = new Float64Array(classes);
  for (const [index, vector] of vectors.entries()) {
    const label = labels[index] ?? 0;
    counts[label] = (counts[label] ?? 0) + 1;
    for (let i = 0; i < dimensions; i++)
      weights[label * width + i] = (weights[label * width + i] ?? 0) + (vector[i] ?? 0);
  }
  for (let k = 0; k < classes; k++) {
    const scale = SHARPNESS / Math.max(1, counts[k] ?? 0);
    let square = 0;
    for (let i = 0; i < dimensions; i++) {
      const mean = (weights[k * width + i] ?? 0) * scale;
      weights[k * width + i] = mean;
      square += mean * mean;
    }
    weights[k * width + dimensions] = -square / (2 * SHARPNESS);
  }
  return { classes, dimensions, weights };
}

/** Probabilities by class, in order; they sum to 1. */
export function predictClasses(head: SoftmaxHead, vector: Float32Array): Float64Array {
  const probabilities = new Float64Array(head.classes);
  fillProbabilities(head.weights, vector, probabilities);
  return probabilities;
}

/** Weighted mean of −log p(label), and l2/2 times the squares of all weights but the biases. */
export function createSoftmaxLoss(data: TrainingData, l2: number): Objective {
  const { vectors, labels, classes, weights: given } = data;
  const dimensions = vectors[0]?.length ?? 0;
  const width = dimensions + 1;
  const total = given ? given.reduce((sum, weight) => sum + weight, 0) : vectors.length;
  const probabilities = new Float64Array(classes);
  return (weights, gradient) => {
    gradient.fill(0);
    let loss = 0;
    for (const [index, vector] of vectors.entries()) {
      fillProbabilities(weights, vector, probabilities);
      const label = labels[index] ?? 0;
      const share = (given?.[index] ?? 1) / total;
      loss -= share * Math.log(Math.max(probabilities[label] ?? 0, Number.MIN_VALUE));
      for (let k = 0; k < classes; k++) {
        const error = share * ((probabilities[k] ?? 0) - (k === label ? 1 : 0));
        const row = k * width;
        for (let i = 0; i < dimensions; i++)
          gradient[row + i] = (gradient[row + i] ?? 0) + error * (vector[i] ?? 0);
        gradient[row + dimensions] = (gradient[row + dimensions] ?? 0) + error;
      }
    }
    for (let at = 0; at < weights.length; at++) {
      if (at % width === dimensions) continue;
      const weight = weights[at] ?? 0;
      loss += (l2 / 2) * weight * weight;
      gradient[at] = (gradient[at] ?? 0) + l2 * weight;
    }
    return loss;
  };
}

function fillProbabilities(weights: Float64Array, vector: Float32Array, into: Float64Array): void {
  const dimensions = vector.length;
  const width = dimensions + 1;
  let most = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < into.length; k++) {
    const row = k * width;
    let score = weights[row + dimensions] ?? 0;
    for (let i = 0; i < dimensions; i++) score += (weights[row + i] ?? 0) * (vector[i] ?? 0);
    into[k] = score;
    if (score > most) most = score;
  }
  let sum = 0;
  for (let k = 0; k < into.length; k++) {
    // The largest becomes e^0, so that nothing overflows.
    const power = Math.exp((into[k] ?? 0) - most);
    into[k] = power;
    sum += power;
  }
  for (let k = 0; k < into.length; k++) into[k] = (into[k] ?? 0) / sum;
}
