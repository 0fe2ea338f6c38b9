/** @module The grids of retrieval, walked one after the other. */
import { fitAlpha, PLATEAU } from "../fusion/fit-alpha.ts";
import type { ScoreBook, TriedSettings } from "./score-book.ts";

export const K1S = [0.6, 0.9, 1.2, 1.6] as const;
export const BS = [0.3, 0.4, 0.5, 0.6, 0.75, 0.9] as const;
export const DEPTHS = [50, 100, 200] as const;
export const TITLE_WEIGHTS = [0, 1, 2, 3] as const;
export const CHUNK_SIZES = [150, 200, 300, 400] as const;

/**
 * Grids in the order they are walked. BM25 and the weight of headings depend on one another, and are
 * walked at the weight of the legs that serves, so that every fold walks the same points. Headings
 * and chunks need another index to serve.
 */
export const GRIDS = ["bm25", "title", "alpha", "depth", "chunks"] as const;
export type Grid = (typeof GRIDS)[number];

/**
 * From `start`, each grid at the best of those before, by nDCG@10 over the questions of `subset`.
 * A setting that needs another index, or reads deeper, is changed only for more than the .2 points
 * within which settings are equal.
 */
export async function chooseSettings(
  book: ScoreBook,
  start: TriedSettings,
  grids: readonly Grid[],
  subset: readonly number[],
): Promise<TriedSettings> {
  let best = start;
  if (grids.includes("bm25")) best = await chooseBm25(book, best, subset);
  if (grids.includes("title")) {
    const others: TriedSettings[] = [];
    for (const titleWeight of TITLE_WEIGHTS)
      if (titleWeight !== best.titleWeight)
        others.push(await chooseBm25(book, { ...best, titleWeight }, subset));
    best = await changeForMore(book, best, subset, others);
  }
  if (grids.includes("alpha")) best = { ...best, alpha: await fitAlpha(book, best, subset) };
  if (grids.includes("depth")) {
    const others = DEPTHS.map((depth) => ({ ...best, depth }));
    best = await changeForMore(book, best, subset, others);
  }
  if (grids.includes("chunks")) {
    const others = CHUNK_SIZES.map((maxTokens) => ({ ...best, maxTokens }));
    best = await changeForMore(book, best, subset, others);
  }
  return best;
}

/** The point whose neighbourhood is best: a lone peak of the grid is the sample's, not the data's. */
async function chooseBm25(
  book: ScoreBook,
  start: TriedSettings,
  subset: readonly number[],
): Promise<TriedSettings> {
  const means: number[][] = [];
  for (const k1 of K1S) {
    const row: number[] = [];
    for (const b of BS) row.push(await book.mean({ ...start, k1, b }, subset));
    means.push(row);
  }
  let [best, at] = [-1, start];
  for (const [i, k1] of K1S.entries())
    for (const [j, b] of BS.entries()) {
      const smooth = smoothAt(means, i, j);
      if (smooth > best) [best, at] = [smooth, { ...start, k1, b }];
    }
  return at;
}

/** Mean of a point and of those beside it, itself counted four times and its row and column twice. */
export function smoothAt(means: readonly (readonly number[])[], i: number, j: number): number {
  let [sum, weight] = [0, 0];
  for (let di = -1; di <= 1; di++)
    for (let dj = -1; dj <= 1; dj++) {
      const mean = means[i + di]?.[j + dj];
      if (mean === undefined) continue;
      const own = 4 / 2 ** (Math.abs(di) + Math.abs(dj));
      sum += own * mean;
      weight += own;
    }
  return sum / weight;
}

async function changeForMore(
  book: ScoreBook,
  current: TriedSettings,
  subset: readonly number[],
  others: readonly TriedSettings[],
): Promise<TriedSettings> {
  let best = current;
  let most = (await book.mean(current, subset)) + PLATEAU;
  for (const other of others) {
    const mean = await book.mean(other, subset);
    if (mean > most) [most, best] = [mean, other];
  }
  return best;
}
