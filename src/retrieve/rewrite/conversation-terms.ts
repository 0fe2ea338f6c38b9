/** @module The terms of a question and of what was said before it. */
import type { Access } from "../../domain/access.ts";
import type { Turn } from "../../domain/conversation.ts";
import {
  listReplyTerms,
  toEarlierTurns,
  weighEarlierQuestions,
  weighEarlierReplies,
} from "../../engine/conversation/index.ts";
import { computeIdf } from "../../engine/lexical/index.ts";
import type { SearchRequest, StoreReader, WeightedTerm } from "../../ports/store.ts";
import { toQuestionTerms } from "../question-terms.ts";

export interface AskedQuestion {
  readonly question: string;
  /** What was said before, oldest first; replies that abstained hold no text. */
  readonly history?: readonly Turn[] | undefined;
  /** The question as a model rewrote it to stand alone. */
  readonly standalone?: string | undefined;
}

/**
 * The question's own terms first, by how often it holds them, then those of the rewritten question
 * and of earlier turns; a term of several has the sum of its weights. BM25 is linear in them, so
 * one search ranks as if question and rewrite had each been searched and their scores added.
 */
export async function toConversationTerms(
  access: Access,
  { question, history = [], standalone }: AskedQuestion,
  scope: Pick<SearchRequest, "collections" | "variant" | "bm25">,
  store: Pick<StoreReader, "search">,
): Promise<SearchRequest["terms"]> {
  const { questions, replies } = toEarlierTurns(history);
  const idfOf = replies.some((text) => text.trim() !== "")
    ? await findIdf(access, replies, scope, store)
    : () => undefined;
  return (analyzerId) =>
    addUp([
      toQuestionTerms(question, analyzerId),
      standalone === undefined ? [] : toQuestionTerms(standalone, analyzerId),
      toTerms(weighEarlierQuestions(questions, analyzerId)),
      toTerms(weighEarlierReplies(replies, analyzerId, idfOf)),
    ]);
}

const toTerms = (weights: ReadonlyMap<string, number>): readonly WeightedTerm[] =>
  [...weights].map(([term, weight]) => ({ term, weight }));

function addUp(lists: readonly (readonly WeightedTerm[])[]): readonly WeightedTerm[] {
  const weights = new Map<string, number>();
  for (const { term, weight } of lists.flat()) weights.set(term, (weights.get(term) ?? 0) + weight);
  return toTerms(weights);
}

/**
 * How rare the replies' terms are in what the caller may read: a search that ranks nothing and
 * reads nothing. Its snapshot may be one commit older than the search proper, which at most
 * exchanges terms that are about equally rare.
 */
async function findIdf(
  access: Access,
  replies: readonly string[],
  scope: Pick<SearchRequest, "collections" | "variant" | "bm25">,
  store: Pick<StoreReader, "search">,
): Promise<(term: string) => number | undefined> {
  const { statistics } = await store.search(access, {
    ...scope,
    terms: (analyzerId) => listReplyTerms(replies, analyzerId).map((term) => ({ term, weight: 1 })),
    legs: { lexical: false, dense: false },
    depth: 1,
    filter: [],
    select: () => [],
  });
  const idfs = new Map(
    statistics.terms
      .filter(({ documents }) => documents > 0)
      .map(({ term, documents }) => [term, computeIdf(statistics.chunks, documents)]),
  );
  return (term) => idfs.get(term);
}
