/** @module Trains rows so that their means point where a teacher's vectors of the texts point. */
import { stepAdagrad } from "./adagrad.ts";
import { createDistillationLoss } from "./distillation-loss.ts";
import { createMatrixProducts } from "./matrices.ts";
import {
  addRowGradients,
  clearRowGradients,
  computeUnits,
  createRowGradients,
} from "./row-means.ts";
import { shuffleNumbers } from "./shuffle.ts";
import type { TokenLists } from "./token-lists.ts";
import {
  cutBatches,
  type RateSchedule,
  type ResumeOptions,
  runEpochs,
  type TrainingEvent,
  type TrainingState,
} from "./training.ts";

export interface DistillationSettings extends RateSchedule {
  /** Texts a step, a multiple of 8. */
  readonly batch: number;
  readonly temperature: number;
  readonly cosineWeight: number;
  readonly neighborWeight: number;
  /** How strongly rows are drawn to where they began. */
  readonly pull: number;
  readonly seed: string;
}

/** As measured on texts of sets that were left out of training. */
export const distillationDefaults: DistillationSettings = {
  batch: 512,
  epochs: 6,
  rate: 0.2,
  schedule: "linear",
  temperature: 0.05,
  cosineWeight: 1,
  neighborWeight: 1,
  pull: 0,
  seed: "distil",
};

export interface DistillationData {
  readonly lists: TokenLists;
  /** Unit vectors of the texts by the teacher, as many dimensions as the rows, one after another. */
  readonly targets: Float32Array;
  /** The rows to begin with; they are not changed. */
  readonly start: Float32Array;
  /** A multiple of 8. */
  readonly dimensions: number;
}

function createStep(data: DistillationData, settings: DistillationSettings) {
  const { lists, targets, start, dimensions } = data;
  const { batch, temperature, cosineWeight, neighborWeight, pull } = settings;
  const products = createMatrixProducts();
  const [units, wanted, unitGradients] = [
    products.create(batch, dimensions),
    products.create(batch, dimensions),
    products.create(batch, dimensions),
  ];
  const lengths = new Float64Array(batch);
  const weights = { cosine: cosineWeight, neighbors: neighborWeight };
  const loss = createDistillationLoss(products, batch, temperature, weights);
  const gradients = createRowGradients(start.length / dimensions, dimensions);

  return (texts: Uint32Array, { rows, squares }: TrainingState, rate: number): number => {
    computeUnits(lists, texts, rows, units, lengths);
    wanted.values.fill(0);
    for (const [at, text] of texts.entries()) {
      const target = targets.subarray(text * dimensions, (text + 1) * dimensions);
      wanted.values.set(target, at * dimensions);
    }
    const value = loss.compute(units, wanted, texts.length, unitGradients);
    addRowGradients(lists, texts, { units, lengths, unitGradients }, gradients);
    stepAdagrad(rows, gradients, squares, { rate, pull, start });
    clearRowGradients(gradients, dimensions);
    return value;
  };
}

/**
 * Trains with Adagrad, a shuffled epoch at a time; texts without a piece are left out. The same data,
 * settings and seed give the same bytes, also when a run was stopped and goes on from the state
 * of its last epoch.
 *
 * @throws what the signal was aborted with, between two batches.
 */
export function distil(
  data: DistillationData,
  settings: DistillationSettings,
  options: ResumeOptions = {},
): AsyncGenerator<TrainingEvent> {
  const { starts } = data.lists;
  const hasPieces = (text: number): boolean => (starts[text + 1] ?? 0) > (starts[text] ?? 0);
  const order = (epoch: number): readonly Uint32Array[] => {
    const shuffled = shuffleNumbers(starts.length - 1, `${settings.seed}/${epoch}`);
    return cutBatches(shuffled.filter(hasPieces), settings.batch);
  };
  const tools = { order, step: createStep(data, settings) };
  return runEpochs(data.start, data.dimensions, settings, tools, options);
}
