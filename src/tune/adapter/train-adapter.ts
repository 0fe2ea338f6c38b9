/** @module Training of a query adapter: batches, Adam, and the round that held-out questions like best. */
import { createRandom, type Random } from "../../foundation/random.ts";
import type { QueryAdapter } from "../../engine/query-adapter/index.ts";
import {
  computeAdapterGradient,
  type AdapterExample,
  type AdapterWeights,
} from "./adapter-loss.ts";

/** One question with what is right and wrong for it. */
export interface AdapterPair {
  readonly query: Float32Array;
  /** The chunk that answers it. */
  readonly positive: Float32Array;
  /** Chunks that look right and are not, most alike first. */
  readonly negatives: readonly Float32Array[];
  /** Keys of its relevant documents: another question of one of them is no rival in a batch. */
  readonly documents: readonly string[];
}

export interface TrainAdapterOptions {
  readonly seed: string;
  readonly rank?: number;
  /** Of `STEPS` batches each, after which it is looked at. Default 20. */
  readonly rounds?: number;
  /** The measure on questions that are not trained on, higher is better. */
  readonly validate: (adapter: QueryAdapter | undefined) => Promise<number>;
  readonly signal?: AbortSignal | undefined;
}

export interface TrainedAdapter {
  /** Absent where no round was better than none. */
  readonly adapter: QueryAdapter | undefined;
  /** On the questions held out; the first is without any adapter. */
  readonly validated: readonly number[];
}

/** Low rank, few steps, small rates: Yoon et al., "Search-Adaptor", 2024, cut to hundreds of pairs. */
const RANK = 16;
const ROUNDS = 20;
/** Hundreds of pairs are a few batches: a pass over them would be too little to be looked at. */
const STEPS = 25;
const PATIENCE = 4;
/** Hundreds of pairs hold few more that differ; twice as many take four times as long. */
const BATCH = 32;
const NEGATIVES = 4;
const RATE = 1e-3;
const SPREAD = 0.01;
const LOSS = { scale: 20, pull: 0.1, keepBelow: 0.95 } as const;
const [DECAY, DECAY_SQUARE, EPSILON] = [0.9, 0.999, 1e-8];

/** The same pairs, seed and measure give the same bytes. */
export async function trainAdapter(
  pairs: readonly AdapterPair[],
  options: TrainAdapterOptions,
): Promise<TrainedAdapter> {
  const { seed, rank = RANK, rounds = ROUNDS, validate, signal } = options;
  const random = createRandom(`${seed}/adapter`);
  const weights = startWeights(pairs[0]?.query.length ?? 0, rank, random);
  const [moveA, moveB] = [createAdam(weights.a), createAdam(weights.b)];
  const validated = [await validate(undefined)];
  let best: { readonly at: number; readonly adapter: QueryAdapter | undefined } = {
    at: 0,
    adapter: undefined,
  };
  const batches = draw(pairs, random);
  for (let round = 1; round <= rounds && round - best.at <= PATIENCE; round++) {
    for (let step = 0; step < STEPS; step++) {
      signal?.throwIfAborted();
      const batch = batches.next().value ?? [];
      const { a, b } = computeAdapterGradient(weights, toExamples(batch, random), LOSS);
      moveA(a);
      moveB(b);
    }
    const adapter = toAdapter(weights);
    const score = await validate(adapter);
    if (score > (validated[best.at] ?? 0)) best = { at: round, adapter };
    validated.push(score);
  }
  return { adapter: best.adapter, validated };
}

/** Small numbers in A, zeros in B: it begins as no change. */
function startWeights(dimensions: number, rank: number, random: Random): AdapterWeights {
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
  return {
    dimensions,
    rank,
    a: Float64Array.from({ length: rank * dimensions }, () => SPREAD * normal()),
    b: new Float64Array(dimensions * rank),
  };
}

export const toAdapter = ({ dimensions, rank, a, b }: AdapterWeights): QueryAdapter => ({
  dimensions,
  rank,
  a: Float32Array.from(a),
  b: Float32Array.from(b),
});

/** Without end: each pass in an order of its own. */
function* draw(
  pairs: readonly AdapterPair[],
  random: Random,
): Generator<readonly AdapterPair[], undefined> {
  const order = [...pairs.keys()];
  while (order.length > 0) {
    for (let i = order.length - 1; i > 0; i--) {
      const j = random.below(i + 1);
      [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
    }
    for (let from = 0; from < order.length; from += BATCH)
      yield order.slice(from, from + BATCH).flatMap((at) => pairs[at] ?? []);
  }
}

/** Others' right chunks are wrong here, unless they share a document; some of its own wrong ones. */
function toExamples(batch: readonly AdapterPair[], random: Random): readonly AdapterExample[] {
  return batch.map((pair) => {
    const { query, positive, negatives, documents } = pair;
    const rivals = batch
      .filter((other) => !other.documents.some((key) => documents.includes(key)))
      .map((other) => other.positive);
    const hard = Array.from(
      { length: Math.min(NEGATIVES, negatives.length) },
      () => negatives[random.below(negatives.length)] ?? positive,
    );
    return { query, candidates: [positive, ...rivals, ...hard] };
  });
}

/** Kingma and Ba, "Adam", 2015. @returns a step down a gradient, in place. */
function createAdam(values: Float64Array): (gradient: Float64Array) => void {
  const mean = new Float64Array(values.length);
  const square = new Float64Array(values.length);
  let [decay, decaySquare] = [1, 1];
  return (gradient) => {
    decay *= DECAY;
    decaySquare *= DECAY_SQUARE;
    for (let i = 0; i < values.length; i++) {
      const g = gradient[i] ?? 0;
      const m = DECAY * (mean[i] ?? 0) + (1 - DECAY) * g;
      const s = DECAY_SQUARE * (square[i] ?? 0) + (1 - DECAY_SQUARE) * g * g;
      mean[i] = m;
      square[i] = s;
      const step = (RATE * (m / (1 - decay))) / (Math.sqrt(s / (1 - decaySquare)) + EPSILON);
      values[i] = (values[i] ?? 0) - step;
    }
  };
}
