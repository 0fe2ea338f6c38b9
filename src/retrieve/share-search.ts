/** @module One search that serves an answer and the ranking of documents it is judged with. */
import type {
  LegResults,
  SearchRequest,
  SearchResult,
  StoredChunk,
  StoreReader,
} from "../ports/store.ts";
import type { LegStanding, Reranker, RerankRequest } from "../ports/reranker.ts";
import { chooseDocuments, NOTHING } from "./choose-documents.ts";
import { narrowLegs, type NarrowedLegs } from "./narrow-legs.ts";
import { orderDocuments, startingDepth, type RankedDocument } from "./rank-documents.ts";
import type { RerankStage } from "./rerank/rerank.ts";
import { deepest, type RetrieveSettings } from "./retrieve.ts";

export interface SharedSearch<S> {
  /** To answer with, once: it looks as deep as the ranking has to, and gives what was asked. */
  readonly store: S;
  /** Scores that the answer got are not asked for again. */
  readonly rerankers: readonly RerankStage[];
  /**
   * What `rankDocuments` gives for the question that was answered; `undefined` where nothing was
   * searched, or the search did not go deep enough.
   */
  rank(signal: AbortSignal | undefined): Promise<readonly RankedDocument[] | undefined>;
}

export interface SearchParts<S> {
  readonly store: S;
  readonly rerankers: readonly RerankStage[];
  readonly settings: Pick<RetrieveSettings, "alpha" | "depth">;
}

/**
 * For a question that is answered as it is ranked: word for word, and without a conversation.
 * Looking deeper changes nothing of what lies higher up, so both get what they would find apart.
 */
export function shareSearch<S extends Pick<StoreReader, "search">>(
  { store, rerankers, settings }: SearchParts<S>,
  question: string,
  topK: number,
): SharedSearch<S> {
  const stages = rerankers.map((stage) => ({ ...stage, reranker: rememberLast(stage.reranker) }));
  const { alpha } = settings;
  let chosen = NOTHING;
  let searched: (SearchResult & Pick<SearchRequest, "terms">) | undefined;
  const search: StoreReader["search"] = async (access, request) => {
    const { legs, terms } = request;
    if (searched || !legs.lexical || legs.dense !== alpha > 0) return store.search(access, request);
    const depth = Math.max(request.depth, startingDepth(settings, topK));
    let asked: NarrowedLegs = { legs: NOBODY, origins: [] };
    let wanted: readonly number[] = [];
    const result = await store.search(access, {
      ...request,
      depth,
      identify: (found) => {
        chosen = chooseDocuments(found, { alpha, depth, topK, head: deepest(stages) });
        asked = narrowLegs(found, request.depth);
        return [...listIdentified(request, asked), ...chosen.named];
      },
      select: (found) => {
        asked = withNames(asked, found, listIdentified(request, asked));
        wanted = toOrigins(asked, request.select(asked.legs));
        return [...new Set([...wanted, ...chosen.read])];
      },
    });
    searched = { ...result, terms };
    const chunks = pick(result, wanted).map((chunk) => ({
      ...chunk,
      candidate: asked.origins.indexOf(chunk.candidate),
    }));
    return { ...result, ...asked.legs, chunks };
  };
  return {
    store: { ...store, search },
    rerankers: stages,
    async rank(signal) {
      if (!searched || !chosen.isEnough) return undefined;
      const { terms, statistics } = searched;
      return orderDocuments(
        { ...searched, chunks: pick(searched, chosen.read) },
        chosen,
        { question, terms, statistics, signal },
        { stages, topK },
      );
    },
  };
}

const NOBODY: LegResults = { lexical: [], dense: [], candidates: [] };

/** Candidates as they were found, that the answer's search wants named. */
function listIdentified(
  { identify = false }: Pick<SearchRequest, "identify">,
  narrowed: NarrowedLegs,
): readonly number[] {
  if (typeof identify === "function") return toOrigins(narrowed, identify(narrowed.legs));
  return identify ? narrowed.origins : [];
}

/** With the names that the answer wanted; those that only the ranking wanted are not told. */
function withNames(
  { legs, origins }: NarrowedLegs,
  found: LegResults,
  identified: readonly number[],
): NarrowedLegs {
  const told = new Set(identified);
  const candidates = legs.candidates.map((candidate, place) => {
    const origin = origins[place] ?? -1;
    return told.has(origin) ? (found.candidates[origin] ?? candidate) : candidate;
  });
  return { legs: { ...legs, candidates }, origins };
}

const toOrigins = ({ origins }: NarrowedLegs, candidates: readonly number[]): readonly number[] =>
  candidates.flatMap((candidate) => origins[candidate] ?? []);

function pick(
  { chunks }: Pick<SearchResult, "chunks">,
  wanted: readonly number[],
): readonly StoredChunk[] {
  const read = new Map(chunks.map((chunk) => [chunk.candidate, chunk]));
  return wanted.flatMap((candidate) => read.get(candidate) ?? []);
}

/** One who gets the same chunks with the same standing again gives what it gave. */
function rememberLast(reranker: Reranker): Reranker {
  let last: { readonly request: RerankRequest; readonly given: ReturnType<Reranker["rerank"]> };
  return {
    ...reranker,
    rerank(request) {
      if (last === undefined || !isSame(last.request, request))
        last = { request, given: reranker.rerank(request) };
      return last.given;
    },
  };
}

const isSame = (a: RerankRequest, b: RerankRequest): boolean =>
  a.question === b.question &&
  a.chunks.length === b.chunks.length &&
  a.chunks.every(
    ({ id }, index) =>
      id === b.chunks[index]?.id &&
      a.scores[index] === b.scores[index] &&
      isAlike(a.legs?.[index], b.legs?.[index]),
  );

const isAlike = (a: LegStanding | undefined, b: LegStanding | undefined): boolean =>
  a?.lexical === b?.lexical &&
  a?.dense === b?.dense &&
  a?.lexicalRank === b?.lexicalRank &&
  a?.denseRank === b?.denseRank;
