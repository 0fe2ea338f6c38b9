/** @module Which part a group of cases belongs to. */
import type { Part } from "../../../domain/golden-set.ts";
import { toBucket } from "../../../foundation/buckets.ts";

/** Fewer live cases than this are all for testing: nothing may be fitted to them. */
export const FEWEST_FOR_DEV = 60;
/** Fewer than this are cut in two. */
export const FEWEST_FOR_ALL_PARTS = 150;

/** Upper ends of the buckets of each part (guide: evaluation, 1.3). */
const ALL_PARTS = [
  [4000, "train"],
  [5500, "dev"],
  [7000, "calibration"],
  [10_000, "test"],
] as const;
const TWO_PARTS = [
  [5000, "dev"],
  [10_000, "test"],
] as const;

/** The parts that a set of so many live cases has. */
export function listParts(cases: number): readonly Part[] {
  if (cases < FEWEST_FOR_DEV) return ["test"];
  return (cases < FEWEST_FOR_ALL_PARTS ? TWO_PARTS : ALL_PARTS).map(([, part]) => part);
}

/** The same seed and group give the same part, whatever else the set holds, up to its size class. */
export function choosePart(seed: string, group: string, cases: number): Part {
  if (cases < FEWEST_FOR_DEV) return "test";
  const bucket = toBucket(seed, group);
  const cuts = cases < FEWEST_FOR_ALL_PARTS ? TWO_PARTS : ALL_PARTS;
  return cuts.find(([end]) => bucket < end)?.[1] ?? "test";
}
