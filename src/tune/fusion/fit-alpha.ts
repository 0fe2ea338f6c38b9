/** @module The weight of the dense leg: the middle of the plateau, not its peak. */
import type { ScoreBook, TriedSettings } from "../retrieval/score-book.ts";

/** 0, .05, …, 1. */
export const ALPHAS: readonly number[] = Array.from({ length: 21 }, (_, i) => i / 20);

/** Weights whose mean is this near to the best are equal: .2 points of nDCG. */
export const PLATEAU = 0.002;

/** The middle of the run of weights around the best that are no further below it; ties go down. */
export function findPlateau(weights: readonly number[], means: readonly number[]): number {
  const best = means.indexOf(Math.max(...means));
  const isLevel = (at: number): boolean => (means[at] ?? -1) >= (means[best] ?? 0) - PLATEAU;
  let [low, high] = [best, best];
  while (low > 0 && isLevel(low - 1)) low--;
  while (high < weights.length - 1 && isLevel(high + 1)) high++;
  return weights[Math.floor((low + high) / 2)] ?? 0;
}

/** By nDCG@10 over the questions of `subset`, everything else as in `settings`. */
export async function fitAlpha(
  book: ScoreBook,
  settings: TriedSettings,
  subset: readonly number[],
): Promise<number> {
  const means: number[] = [];
  for (const alpha of ALPHAS) means.push(await book.mean({ ...settings, alpha }, subset));
  return findPlateau(ALPHAS, means);
}

/** The better of both legs alone; BM25 where they are equal. */
export async function chooseLeg(
  book: ScoreBook,
  settings: TriedSettings,
  subset: readonly number[],
): Promise<0 | 1> {
  const lexical = await book.mean({ ...settings, alpha: 0 }, subset);
  const dense = await book.mean({ ...settings, alpha: 1 }, subset);
  return dense > lexical ? 1 : 0;
}
