/** @module Rankings of whole documents, for runs that are compared with others'. */
import type { Access } from "../domain/access.ts";
import type { LegResults, SearchResult } from "../ports/store.ts";
import { askLegs, type LegsQuestion } from "./ask-legs.ts";
import type { Fused } from "./fuse/convex-combination.ts";
import { rerank, type RankedChunk } from "./rerank/rerank.ts";
import {
  chooseStages,
  deepest,
  fuse,
  rank,
  toRanked,
  toRerankQuestion,
  type RetrieveDependencies,
  type RetrieveRequest,
} from "./retrieve.ts";

export interface RankedDocument {
  readonly key: string;
  readonly score: number;
}

/**
 * The `topK` best documents, each by its best chunk, best first; scores fall strictly, so no
 * reader of the run can order ties its own way. Reranked as passages are; nothing is merged and no
 * duplicate left out.
 */
export async function rankDocuments(
  access: Access,
  request: LegsQuestion & Pick<RetrieveRequest, "topK">,
  dependencies: RetrieveDependencies,
): Promise<readonly RankedDocument[]> {
  const { alpha, request: search } = await askLegs(access, request, dependencies);
  const { store, settings, signal } = dependencies;
  const stages = chooseStages(request, dependencies);
  const head = deepest(stages);
  const { topK } = request;
  for (let depth = Math.max(settings.depth, 2 * topK); ; depth *= 4) {
    let fused: readonly Fused[] = [];
    const result = await store.search(access, {
      ...search,
      depth,
      select: (found) => {
        fused = fuse(found, alpha);
        return chooseChunks(found, rank(fused), { head, topK });
      },
    });
    const documents = new Set(result.chunks.map(({ documentId }) => documentId));
    if (documents.size < topK && !isExhausted(result, depth)) continue;
    const { ranked } = await rerank(
      toRanked(result, fused),
      { ...toRerankQuestion(request, search, result), signal },
      stages,
    );
    return toFalling(bestOfEach(ranked).slice(0, topK));
  }
}

/** What the rerankers look at, and the best chunk of each document up to `topK` of these. */
function chooseChunks(
  { candidates }: LegResults,
  ranking: readonly number[],
  { head, topK }: { readonly head: number; readonly topK: number },
): readonly number[] {
  const seen = new Set<number>();
  return ranking.filter((candidate, index) => {
    const group = candidates[candidate]?.group ?? -1;
    const isNew = !seen.has(group) && seen.size < topK;
    if (isNew) seen.add(group);
    return isNew || index < head;
  });
}

function bestOfEach(ranked: readonly RankedChunk[]): readonly RankedChunk[] {
  const seen = new Set<string>();
  return ranked.filter(({ chunk: { documentId } }) => {
    const isFirst = !seen.has(documentId);
    seen.add(documentId);
    return isFirst;
  });
}

/** Neither leg had more to give. */
const isExhausted = (result: SearchResult, depth: number): boolean =>
  result.lexical.length < depth && result.dense.length < depth;

function toFalling(ranked: readonly RankedChunk[]): readonly RankedDocument[] {
  let last: number | undefined;
  return ranked.map(({ chunk: { key }, score }) => {
    last = last === undefined ? score : Math.min(score, nextBelow(last));
    return { key, score: last };
  });
}

/** Smaller by more than a 32-bit reader can round away. */
const nextBelow = (value: number): number => value - Math.max(Math.abs(value), 1e-6) * 2 ** -20;
