/** @module Observations as the units that were drawn independently: single ones, or whole clusters. */
import { computeMean } from "../moments.ts";

/** Of a plain sample every unit is one value. */
export interface Sample {
  readonly values: readonly number[];
  readonly mean: number;
  /** By unit, in order of first appearance: the sum of its values, and how many they are. */
  readonly sums: readonly number[];
  readonly sizes: readonly number[];
  /** True when any unit holds more than one value. */
  readonly clustered: boolean;
}

/**
 * @param clusters one name a value; values of one name are one unit. None: each value is its own.
 */
export function toSample(values: readonly number[], clusters?: readonly string[]): Sample {
  const mean = computeMean(values);
  const places = new Map<string, number>();
  const sums: number[] = [];
  const sizes: number[] = [];
  for (const [index, value] of values.entries()) {
    const cluster = clusters?.[index];
    const place = (cluster === undefined ? undefined : places.get(cluster)) ?? sums.length;
    if (cluster !== undefined) places.set(cluster, place);
    sums[place] = (sums[place] ?? 0) + value;
    sizes[place] = (sizes[place] ?? 0) + 1;
  }
  return { values, mean, sums, sizes, clustered: sums.length < values.length };
}

/** By unit, how far its values lie from the mean in all: they sum to 0. */
export const toInfluences = ({ mean, sums, sizes }: Sample): readonly number[] =>
  sums.map((sum, unit) => sum - mean * (sizes[unit] ?? 0));
