/** @module Signals that are one word a question: its language, its route. */
import type { Random } from "../../foundation/random.ts";
import {
  computeJensenShannon,
  computeStabilityIndex,
} from "../../foundation/statistics/two-samples/counts.ts";
import { testByPermutation } from "../../foundation/statistics/two-samples/permutation.ts";
import type { Tested } from "./tested.ts";

export interface ShuffleOptions {
  readonly random: Random;
  readonly rounds: number;
}

/** Jensen and Shannon's divergence in bits, its p by permutation. */
export function testCategories(
  { name, kind }: Pick<Tested, "name" | "kind">,
  reference: readonly string[],
  current: readonly string[],
  options: ShuffleOptions,
): Tested {
  const words = [...new Set([...reference, ...current])].toSorted();
  const codes = new Map(words.map((word, code) => [word, code]));
  const all = [...reference, ...current].map((word) => codes.get(word) ?? 0);
  const totals = countCodes(all, words.length);
  const n = { reference: reference.length, current: current.length };
  const divergenceOf = (places: Int32Array): number => {
    const now = words.map(() => 0);
    for (const place of places) {
      const code = all[place] ?? 0;
      now[code] = (now[code] ?? 0) + 1;
    }
    return computeJensenShannon(
      totals.map((total, code) => total - (now[code] ?? 0)),
      now,
    );
  };
  const { statistic, p } = testByPermutation(n, divergenceOf, options);
  const before = countCodes(all.slice(0, reference.length), words.length);
  const now = countCodes(all.slice(reference.length), words.length);
  return {
    name,
    kind,
    test: "jensen-shannon",
    n,
    effect: statistic,
    p,
    shown: { stabilityIndex: computeStabilityIndex(before, now) },
    change: describeLargest(words, before, now),
  };
}

function countCodes(codes: readonly number[], size: number): readonly number[] {
  const counts = Array.from({ length: size }, () => 0);
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}

/** The word whose share moved most. */
function describeLargest(
  words: readonly string[],
  before: readonly number[],
  now: readonly number[],
): string {
  const sum = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0);
  const shares = words.map((word, code) => ({
    word,
    was: (before[code] ?? 0) / sum(before),
    is: (now[code] ?? 0) / sum(now),
  }));
  const [most] = shares.toSorted((a, b) => Math.abs(b.is - b.was) - Math.abs(a.is - a.was));
  if (!most) return "";
  const percent = (share: number): string => `${Math.round(100 * share)} %`;
  return `${most.word} ${percent(most.was)} before, ${percent(most.is)} now`;
}
