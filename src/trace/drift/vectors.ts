/** @module The questions themselves, as vectors: whether they are about something else now. */
import { dot } from "../../foundation/vectors.ts";
import { testMeanDiscrepancy } from "../../foundation/statistics/two-samples/mean-discrepancy.ts";
import type { Random } from "../../foundation/random.ts";
import type { ShuffleOptions } from "./categories.ts";
import type { Tested } from "./tested.ts";

/** A side: the test takes time and memory with the square of it. */
const MOST_VECTORS = 1000;

/** MMD² of at most 1,000 vectors a side, drawn at random, with a permutation p. */
export function testVectors(
  reference: readonly Float32Array[],
  current: readonly Float32Array[],
  options: ShuffleOptions,
): Tested {
  const before = drawFrom(reference, options.random);
  const now = drawFrom(current, options.random);
  const { discrepancy, p } = testMeanDiscrepancy(before, now, options);
  return {
    name: "question vectors",
    kind: "question",
    test: "mmd",
    n: { reference: before.length, current: now.length },
    effect: discrepancy,
    p,
    change: `MMD² ${discrepancy.toFixed(5)}`,
  };
}

function drawFrom(vectors: readonly Float32Array[], random: Random): readonly Float32Array[] {
  if (vectors.length <= MOST_VECTORS) return vectors;
  const pool = [...vectors];
  return Array.from({ length: MOST_VECTORS }, (_, i) => {
    const at = i + random.below(pool.length - i);
    const drawn = pool[at] ?? new Float32Array();
    pool[at] = pool[i] ?? drawn;
    return drawn;
  });
}

/** Ids in order of falling distance from the mean of the reference; at most `most`. */
export function listDistant(
  reference: readonly Float32Array[],
  current: readonly { readonly id: string; readonly vector: Float32Array }[],
  most: number,
): readonly string[] {
  const [first] = reference;
  if (!first) return [];
  const mean = new Float32Array(first.length);
  for (const vector of reference)
    for (let i = 0; i < mean.length; i++) mean[i] = (mean[i] ?? 0) + (vector[i] ?? 0);
  return current
    .map(({ id, vector }) => ({ id, nearness: dot(vector, mean) }))
    .toSorted((a, b) => a.nearness - b.nearness || (a.id < b.id ? -1 : 1))
    .slice(0, most)
    .map(({ id }) => id);
}
