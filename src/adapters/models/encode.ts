/** @module From texts to unit vectors with an opened encoder: cutting, batches by length, pooling. */
import { toUnitVector } from "../../foundation/vectors.ts";
import type { Pooling } from "./known-models.ts";
import type { EncoderOutput, OpenedEncoder } from "./runtime.ts";

/**
 * Pieces of a batch, padding included: more do not fit the caches of a small processor and take
 * longer a text (measured with MiniLM on two cores).
 */
const PIECES_PER_BATCH = 1024;

export interface EncodeSettings {
  readonly maxTokens: number;
  readonly pooling: Pooling;
  /** Whether a text's vector would depend on those beside it. */
  readonly alone: boolean;
}

/** @returns a function from texts to vectors of the model's own size, in the order of the texts. */
export function createEncode(
  encoder: OpenedEncoder,
  { maxTokens, pooling, alone }: EncodeSettings,
): (texts: readonly string[], signal?: AbortSignal) => Promise<readonly Float32Array[]> {
  const ending = findEnding(encoder);
  const cut = (ids: readonly number[]): readonly number[] =>
    ids.length <= maxTokens ? ids : [...ids.slice(0, maxTokens - ending.length), ...ending];
  return async (texts, signal) => {
    const rows = texts.map((text) => cut(encoder.tokenize(text)));
    const vectors: Float32Array[] = [];
    for (const batch of toBatches(rows, alone ? 1 : PIECES_PER_BATCH)) {
      signal?.throwIfAborted();
      const taken = batch.map((at) => rows[at] ?? []);
      const output = await encoder.run(taken);
      for (const [row, at] of batch.entries())
        vectors[at] = pool(output, row, taken[row]?.length ?? 0, pooling);
    }
    return vectors;
  };
}

/** The special pieces that close every text: what is cut keeps them. */
function findEnding({ tokenize }: OpenedEncoder): readonly number[] {
  const [one, other] = [tokenize("a"), tokenize("b")];
  let shared = 0;
  while (shared < one.length && one.at(-1 - shared) === other.at(-1 - shared)) shared++;
  return one.slice(one.length - shared);
}

/** Numbers of the rows, short ones together: each batch holds at most so many pieces, or one row. */
export function toBatches(
  rows: readonly (readonly number[])[],
  pieces: number,
): readonly (readonly number[])[] {
  const order = [...rows.keys()].toSorted(
    (a, b) => (rows[a]?.length ?? 0) - (rows[b]?.length ?? 0) || a - b,
  );
  const batches: number[][] = [];
  for (const at of order) {
    const last = batches.at(-1);
    // Sorted, so that this row is the longest, and decides how far all are padded.
    if (last && (last.length + 1) * (rows[at]?.length ?? 0) <= pieces) last.push(at);
    else batches.push([at]);
  }
  return batches;
}

/** Of length 1, or zeros where it has no direction. */
function pool(
  { values, length, dimensions }: EncoderOutput,
  row: number,
  pieces: number,
  pooling: Pooling,
): Float32Array {
  const start = row * (length ?? 1) * dimensions;
  const counted = length === undefined || pooling === "cls" ? 1 : pieces;
  const sum = new Float64Array(dimensions);
  for (let piece = 0; piece < counted; piece++)
    for (let d = 0; d < dimensions; d++)
      sum[d] = (sum[d] ?? 0) + (values[start + piece * dimensions + d] ?? 0);
  return toUnitVector(sum) ?? new Float32Array(dimensions);
}
