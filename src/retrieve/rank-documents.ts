/** @module Rankings of whole documents, for runs that are compared with others'. */
import type { Access } from "../domain/access.ts";
import type { SearchResult } from "../ports/store.ts";
import { askLegs, type LegsQuestion } from "./ask-legs.ts";
import { fuse, rank, type RetrieveDependencies, type RetrieveRequest } from "./retrieve.ts";

export interface RankedDocument {
  readonly key: string;
  readonly score: number;
}

/**
 * The `topK` best documents, each by its best chunk, best first; scores fall strictly, so no
 * reader of the run can order ties its own way. Nothing is merged and no duplicate left out.
 */
export async function rankDocuments(
  access: Access,
  request: LegsQuestion & Pick<RetrieveRequest, "topK">,
  dependencies: RetrieveDependencies,
): Promise<readonly RankedDocument[]> {
  const { alpha, request: search } = await askLegs(request, dependencies);
  const { store, settings } = dependencies;
  for (let depth = Math.max(settings.depth, 2 * request.topK); ; depth *= 4) {
    const scores: number[] = [];
    const result = await store.search(access, {
      ...search,
      depth,
      select: (found) => {
        const fused = fuse(found, alpha);
        const best = new Map<number, number>();
        for (const candidate of rank(fused)) {
          const group = found.candidates[candidate]?.group ?? -1;
          if (!best.has(group)) best.set(group, candidate);
        }
        const chosen = [...best.values()].slice(0, request.topK);
        scores.push(...chosen.map((candidate) => fused[candidate]?.score ?? 0));
        return chosen;
      },
    });
    if (result.chunks.length >= request.topK || isExhausted(result, depth))
      return toFalling(result, scores);
  }
}

/** Neither leg had more to give. */
const isExhausted = (result: SearchResult, depth: number): boolean =>
  result.lexical.length < depth && result.dense.length < depth;

function toFalling(result: SearchResult, scores: readonly number[]): readonly RankedDocument[] {
  let last: number | undefined;
  return result.chunks.map(({ key }, index) => {
    const score = scores[index] ?? 0;
    last = last === undefined ? score : Math.min(score, nextBelow(last));
    return { key, score: last };
  });
}

/** Smaller by more than a 32-bit reader can round away. */
const nextBelow = (value: number): number => value - Math.max(Math.abs(value), 1e-6) * 2 ** -20;
