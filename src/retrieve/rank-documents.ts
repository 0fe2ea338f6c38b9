/** @module Rankings of whole documents, for runs that are compared with others'. */
import type { Access } from "../domain/access.ts";
import type { SearchResult } from "../ports/store.ts";
import { askLegs, type LegsQuestion } from "./ask-legs.ts";
import { chooseDocuments, NOTHING, type ChosenDocuments } from "./choose-documents.ts";
import { rerank, type RankedChunk, type RerankStage } from "./rerank/rerank.ts";
import {
  chooseStages,
  deepest,
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
  const { topK } = request;
  for (let depth = startingDepth(settings, topK); ; depth *= 4) {
    let chosen = NOTHING;
    const result = await store.search(access, {
      ...search,
      depth,
      identify: (found) => {
        chosen = chooseDocuments(found, { alpha, depth, topK, head: deepest(stages) });
        return chosen.named;
      },
      select: () => chosen.read,
    });
    if (!chosen.isEnough) continue;
    const question = { ...toRerankQuestion(request, search, result), signal };
    return orderDocuments(result, chosen, question, { stages, topK });
  }
}

/** Deep enough for `topK` documents of two chunks each; more often it is deep enough than not. */
export const startingDepth = (
  { depth }: Pick<RetrieveDependencies["settings"], "depth">,
  topK: number,
): number => Math.max(depth, 2 * topK);

/** The chosen chunks reranked, the best of each document, and the names of those behind them. */
export async function orderDocuments(
  result: Pick<SearchResult, "chunks" | "candidates" | "lexical" | "dense">,
  { fused, named }: Pick<ChosenDocuments, "fused" | "named">,
  question: Parameters<typeof rerank>[1],
  { stages, topK }: { readonly stages: readonly RerankStage[]; readonly topK: number },
): Promise<readonly RankedDocument[]> {
  const { ranked } = await rerank(toRanked(result, fused), question, stages);
  const behind = named.flatMap((candidate) => {
    const { key, place } = result.candidates[candidate] ?? {};
    if (key === undefined || place === undefined) return [];
    return [{ documentId: place.documentId, key, score: fused[candidate]?.score ?? 0 }];
  });
  return toFalling(bestOfEach([...ranked.map(toEntry), ...behind]).slice(0, topK));
}

interface Entry extends RankedDocument {
  readonly documentId: string;
}

const toEntry = ({ chunk: { documentId, key }, score }: RankedChunk): Entry => ({
  documentId,
  key,
  score,
});

function bestOfEach(entries: readonly Entry[]): readonly Entry[] {
  const seen = new Set<string>();
  return entries.filter(({ documentId }) => {
    const isFirst = !seen.has(documentId);
    seen.add(documentId);
    return isFirst;
  });
}

function toFalling(entries: readonly Entry[]): readonly RankedDocument[] {
  let last: number | undefined;
  return entries.map(({ key, score }) => {
    last = last === undefined ? score : Math.min(score, nextBelow(last));
    return { key, score: last };
  });
}

/** Smaller by more than a 32-bit reader can round away. */
const nextBelow = (value: number): number => value - Math.max(Math.abs(value), 1e-6) * 2 ** -20;
