/** @module Trains rows on pairs, so that a question's vector is nearest to its own passage's. */
import { stepAdagrad } from "./adagrad.ts";
import { createContrastiveLoss, type PairedUnits } from "./contrastive-loss.ts";
import { createMatrixProducts, type MatrixProducts } from "./matrices.ts";
import {
  addRowGradients,
  clearRowGradients,
  computeUnits,
  createRowGradients,
} from "./row-means.ts";
import { shuffleNumbers } from "./shuffle.ts";
import { addSliceGradients, sliceUnits } from "./slices.ts";
import type { TokenLists } from "./token-lists.ts";
import {
  cutBatches,
  type RateSchedule,
  type ResumeOptions,
  runEpochs,
  type TrainingEvent,
  type TrainingState,
} from "./training.ts";

export interface ContrastSettings extends RateSchedule {
  /** Pairs a step, a multiple of 8. */
  readonly batch: number;
  /** Of the cosines before the softmax: 20 is a temperature of .05. */
  readonly scale: number;
  /** First dimensions that are trained to serve alone as well, each a multiple of 8. */
  readonly slices: readonly number[];
  readonly pull: number;
  readonly seed: string;
}

export const contrastDefaults: ContrastSettings = {
  batch: 256,
  epochs: 1,
  rate: 0.01,
  schedule: "linear",
  scale: 20,
  slices: [],
  pull: 0,
  seed: "contrast",
};

export interface ContrastData {
  /** Pair `i` is question `i` with passage `i`. */
  readonly questions: TokenLists;
  readonly passages: TokenLists;
  /** Pairs with the same number are never each other's negatives: the same text or document. */
  readonly groups: ArrayLike<number>;
  readonly start: Float32Array;
  readonly dimensions: number;
}

const SIDES = ["questions", "passages"] as const;

/** One loss on the first dimensions of both sides, its gradients added to those of the whole. */
function createSliceLoss(products: MatrixProducts, batch: number, kept: number, scale: number) {
  const loss = createContrastiveLoss(products, batch, scale);
  const create = (): PairedUnits => ({
    questions: products.create(batch, kept),
    passages: products.create(batch, kept),
  });
  const [slices, gradients] = [create(), create()];
  const lengths = { questions: new Float64Array(batch), passages: new Float64Array(batch) };
  return (
    units: PairedUnits,
    groups: ArrayLike<number>,
    count: number,
    target: PairedUnits,
  ): number => {
    for (const side of SIDES) sliceUnits(units[side], slices[side], lengths[side]);
    const value = loss.compute(slices, groups, count, gradients);
    for (const side of SIDES) {
      const sliced = { slices: slices[side], lengths: lengths[side] };
      addSliceGradients(sliced, gradients[side], 1, target[side]);
    }
    return value;
  };
}

function createStep(data: ContrastData, settings: ContrastSettings) {
  const { start, dimensions, groups } = data;
  const { batch, scale, pull } = settings;
  const products = createMatrixProducts();
  const create = (): PairedUnits => ({
    questions: products.create(batch, dimensions),
    passages: products.create(batch, dimensions),
  });
  const [units, unitGradients] = [create(), create()];
  const lengths = { questions: new Float64Array(batch), passages: new Float64Array(batch) };
  const kept = [dimensions, ...settings.slices.filter((slice) => slice < dimensions)];
  const losses = kept.map((slice) => createSliceLoss(products, batch, slice, scale));
  const gradients = createRowGradients(start.length / dimensions, dimensions);

  return (pairs: Uint32Array, { rows, squares }: TrainingState, rate: number): number => {
    const own = Array.from(pairs, (pair) => groups[pair] ?? 0);
    for (const side of SIDES) {
      computeUnits(data[side], pairs, rows, units[side], lengths[side]);
      unitGradients[side].values.fill(0);
    }
    let value = 0;
    for (const loss of losses) value += loss(units, own, pairs.length, unitGradients);
    for (const side of SIDES) {
      const parts = {
        units: units[side],
        lengths: lengths[side],
        unitGradients: unitGradients[side],
      };
      addRowGradients(data[side], pairs, parts, gradients);
    }
    stepAdagrad(rows, gradients, squares, { rate, pull, start });
    clearRowGradients(gradients, dimensions);
    return value;
  };
}

/**
 * Trains with Adagrad on InfoNCE over the batch, a shuffled epoch at a time; pairs with an empty side
 * are left out. Resumed as `distil` is, with the same bytes for the same seed.
 *
 * @throws what the signal was aborted with, between two batches.
 */
export function contrast(
  data: ContrastData,
  settings: ContrastSettings,
  options: ResumeOptions = {},
): AsyncGenerator<TrainingEvent> {
  const isWhole = (pair: number): boolean =>
    SIDES.every((side) => {
      const { starts } = data[side];
      return (starts[pair + 1] ?? 0) > (starts[pair] ?? 0);
    });
  const order = (epoch: number): readonly Uint32Array[] => {
    const shuffled = shuffleNumbers(data.groups.length, `${settings.seed}/${epoch}`);
    return cutBatches(shuffled.filter(isWhole), settings.batch);
  };
  const tools = { order, step: createStep(data, settings) };
  return runEpochs(data.start, data.dimensions, settings, tools, options);
}
