/** @module Signals that are one number a question: lengths and scores. */
import { computeStabilityIndex } from "../../foundation/statistics/two-samples/counts.ts";
import {
  computeKolmogorovShare,
  computeKolmogorovSmirnov,
  computeWasserstein,
} from "../../foundation/statistics/two-samples/distances.ts";
import {
  computeDeviation,
  computeMean,
  computeQuantile,
} from "../../foundation/statistics/moments.ts";
import { testByPermutation } from "../../foundation/statistics/two-samples/permutation.ts";
import type { ShuffleOptions } from "./categories.ts";
import { toFigure, type Tested } from "./tested.ts";

const BINS = 10;

/**
 * Kolmogorov and Smirnov's test, with the earth mover's distance in deviations of the reference and
 * the stability index over its tenths beside it. The index is not tested with: without any change
 * it exceeds .1 in 79 % of windows of 100 against 100 (figures: bench/null-tests.ts).
 */
export function testNumbers(
  { name, kind }: Pick<Tested, "name" | "kind">,
  reference: readonly number[],
  current: readonly number[],
): Tested {
  const effect = computeKolmogorovSmirnov(reference, current);
  const deviation = computeDeviation(reference);
  const distance = computeWasserstein(reference, current);
  const moved = computeMean(current) - computeMean(reference);
  const size = deviation > 0 ? ` (${toFigure(distance / deviation)} deviations moved)` : "";
  return {
    name,
    kind,
    test: "kolmogorov-smirnov",
    n: { reference: reference.length, current: current.length },
    effect,
    p: computeKolmogorovShare(effect, reference.length, current.length),
    shown: {
      wasserstein: distance,
      ...(deviation > 0 ? { deviations: distance / deviation } : {}),
      stabilityIndex: computeIndex(reference, current),
    },
    change: `mean ${toFigure(computeMean(reference))} before, ${toFigure(computeMean(current))} now${moved === 0 ? "" : size}`,
  };
}

/**
 * The same for numbers of which most are equal, as shares of few are: the limit distribution would
 * take chance for more than it is, so the p is by permutation.
 */
export function testTiedNumbers(
  signal: Pick<Tested, "name" | "kind">,
  reference: readonly number[],
  current: readonly number[],
  options: ShuffleOptions,
): Tested {
  const values = [...reference, ...current];
  const order = [...values.keys()].sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const sizes = { reference: reference.length, current: current.length };
  const isNow = new Uint8Array(values.length);
  const gapOf = (places: Int32Array): number => {
    isNow.fill(0);
    for (const place of places) isNow[place] = 1;
    return findLargestGap(order, values, isNow, sizes);
  };
  const { p } = testByPermutation(sizes, gapOf, options);
  return { ...testNumbers(signal, reference, current), p };
}

/** Kolmogorov and Smirnov's statistic over values in ascending order. */
function findLargestGap(
  order: readonly number[],
  values: readonly number[],
  isNow: Uint8Array,
  { reference, current }: Tested["n"],
): number {
  let [before, now, largest] = [0, 0, 0];
  for (const [rank, place] of order.entries()) {
    if (isNow[place] === 1) now++;
    else before++;
    if (values[order[rank + 1] ?? -1] === values[place]) continue;
    largest = Math.max(largest, Math.abs(before / reference - now / current));
  }
  return largest;
}

function computeIndex(reference: readonly number[], current: readonly number[]): number {
  const ascending = reference.toSorted((a, b) => a - b);
  const edges = Array.from({ length: BINS - 1 }, (_, i) =>
    computeQuantile(ascending, (i + 1) / BINS),
  );
  const countBins = (values: readonly number[]): readonly number[] => {
    const counts = Array.from({ length: BINS }, () => 0);
    for (const value of values) {
      const bin = edges.filter((edge) => value > edge).length;
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    return counts;
  };
  return computeStabilityIndex(countBins(reference), countBins(current));
}
