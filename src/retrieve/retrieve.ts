/** @module From a question to ranked passages: legs, fusion, reranking, merging, duplicates. */
import type { Access } from "../domain/access.ts";
import type { Passage, Reranking, Why } from "../domain/passage.ts";
import type { Embedder } from "../ports/embedder.ts";
import type {
  LegResults,
  SearchRequest,
  SearchResult,
  StoredChunk,
  StoreReader,
} from "../ports/store.ts";
import { combineConvex, type Fused } from "./fuse/convex-combination.ts";
import { mergeNeighbors, type MergedGroup } from "./merge/merge-neighbors.ts";
import { takeDistinct } from "./merge/near-duplicates.ts";
import { rerank, type RankedChunk, type RerankStage } from "./rerank/rerank.ts";
import { askLegs, type LegsQuestion } from "./ask-legs.ts";
import { countUnknownTerms, type QuestionTerms } from "./unknown-terms.ts";

/** Settings of a release. */
export interface RetrieveSettings {
  readonly bm25: { readonly k1: number; readonly b: number };
  /** Hits taken from each leg before fusion. */
  readonly depth: number;
  /** Weight of the dense leg. */
  readonly alpha: number;
  /** A merged passage is no longer, in UTF-16 units. */
  readonly maxPassageLength: number;
  /** Fingerprint of the index that is searched; absent: the store's default one. */
  readonly variant?: string | undefined;
}

export interface RetrieveRequest extends LegsQuestion {
  readonly topK: number;
  /** Name the chunks of both legs, for the answer's record. */
  readonly identify: boolean;
}

export interface RetrieveDependencies {
  readonly store: Pick<StoreReader, "search" | "readSpans">;
  readonly embedder: Embedder;
  /** In turn, over the fused ranking of both legs; a leg asked for alone is shown as it ranks. */
  readonly rerankers?: readonly RerankStage[];
  readonly settings: RetrieveSettings;
  readonly signal?: AbortSignal | undefined;
}

export interface Retrieved {
  /** Best first, ranks 1..n. */
  readonly passages: readonly Passage[];
  /** Passages that say what a better one says, each with the rank of that one. */
  readonly folded: readonly Passage[];
  readonly result: SearchResult;
  readonly alpha: number;
  readonly reranking: Reranking;
  /** For records, as the next: absent unless the request says `identify`. */
  readonly terms?: QuestionTerms;
  /** Chunks by name; empty unless the request says `identify`. */
  readonly order: {
    /** By the fused scores, the first 100. */
    readonly fused: readonly string[];
    /** As the rerankers left what they looked at. */
    readonly reranked: readonly string[];
  };
}

/** Of a fused ranking, in records. */
const RECORDED = 100;

/** More candidates are read than shown, because merging and duplicates use some up. */
const READ_AHEAD = 2;

/**
 * Both legs over what the caller may read, every candidate scored by both, fused, the best of them
 * reranked, neighbours merged, near-duplicates folded into the best of them. A question without any known term goes
 * to the dense leg alone, and the other way round.
 */
export async function retrieve(
  access: Access,
  request: RetrieveRequest,
  dependencies: RetrieveDependencies,
): Promise<Retrieved> {
  const { alpha, asked, request: search } = await askLegs(access, request, dependencies);
  const { store, settings, signal } = dependencies;
  const stages = chooseStages(request, dependencies);
  const shown = request.topK * READ_AHEAD;
  let fused: readonly Fused[] = [];
  const analyzers = new Set<string>();
  const result = await store.search(access, {
    ...search,
    terms: (analyzer) => search.terms((analyzers.add(analyzer), analyzer)),
    depth: settings.depth,
    identify: request.identify,
    select: (found) => {
      fused = fuse(found, alpha);
      return rank(fused).slice(0, Math.max(shown, deepest(stages)));
    },
  });
  const { ranked, reranking } = await rerank(
    toRanked(result, fused),
    { ...toRerankQuestion(request, search, result), signal },
    stages,
  );
  const rankedBy = new Map(ranked.map((entry) => [entry.chunk, entry]));
  const ranks = { lexical: toRanks(result.lexical), dense: toRanks(result.dense) };
  const toWhy = (chunk: StoredChunk, members: readonly StoredChunk[]): Why => ({
    fused: fused[chunk.candidate]?.score ?? 0,
    ...(asked.lexical && {
      lexical: legWhy(result, "lexical", chunk.candidate, fused, ranks.lexical),
    }),
    ...(asked.dense && { dense: legWhy(result, "dense", chunk.candidate, fused, ranks.dense) }),
    alpha,
    ...featuresOf(rankedBy.get(chunk)),
    terms: [...new Set(members.flatMap(({ matched }) => matched))],
  });
  const best = ranked.slice(0, shown).map(({ chunk }) => chunk);
  const groups = mergeNeighbors(best, settings.maxPassageLength);
  const passages = await toPassages(access, store, groups, (chunk, members) => ({
    score: rankedBy.get(chunk)?.score ?? 0,
    why: toWhy(chunk, members),
  }));
  const order = request.identify
    ? {
        fused: rank(fused)
          .slice(0, RECORDED)
          .flatMap((candidate) => result.candidates[candidate]?.chunkId ?? []),
        reranked: ranked.slice(0, deepest(stages)).map(({ chunk }) => chunk.id),
      }
    : { fused: [], reranked: [] };
  const terms = request.identify
    ? countUnknownTerms(request.question, analyzers, result.statistics)
    : undefined;
  const found = { ...fold(passages, request.topK), result, alpha, reranking, order };
  return terms ? { ...found, terms } : found;
}

/** Rankings of one leg are for comparing legs, and stay as they are. */
export function chooseStages(
  { legs }: Pick<LegsQuestion, "legs">,
  { rerankers = [] }: Pick<RetrieveDependencies, "rerankers">,
): readonly RerankStage[] {
  return legs === "both" ? rerankers : [];
}

export const toRerankQuestion = (
  { question, standalone }: LegsQuestion,
  { terms }: Pick<SearchRequest, "terms">,
  { statistics }: Pick<SearchResult, "statistics">,
) => ({ question: standalone ?? question, terms, statistics });

/** How many of the fused candidates some stage looks at. */
export const deepest = (stages: readonly RerankStage[]): number =>
  Math.max(0, ...stages.map(({ depth }) => depth));

/** The chunks that were read, with what they are ranked by. */
export function toRanked(
  { chunks, lexical, dense }: Pick<SearchResult, "chunks" | "lexical" | "dense">,
  fused: readonly Fused[],
): readonly RankedChunk[] {
  const ranks = { lexical: toRanks(lexical), dense: toRanks(dense) };
  return chunks.map((chunk) => {
    const { score = 0, lexical: l = 0, dense: d = 0 } = fused[chunk.candidate] ?? {};
    const legs = {
      lexical: l,
      dense: d,
      lexicalRank: ranks.lexical.get(chunk.candidate),
      denseRank: ranks.dense.get(chunk.candidate),
    };
    return { chunk, score, legs };
  });
}

const toRanks = (leg: LegResults["lexical"]): ReadonlyMap<number, number> =>
  new Map(leg.map(({ candidate }, index) => [candidate, index + 1]));

const featuresOf = (ranked: RankedChunk | undefined): Pick<Why, "features"> =>
  ranked?.features ? { features: ranked.features } : {};

/** One score a candidate, on one scale. */
export function fuse(found: LegResults, alpha: number): readonly Fused[] {
  return combineConvex(found.candidates, alpha, {
    lexical: found.lexical.length > 0,
    dense: found.dense.length > 0,
  });
}

/** Candidates best first; ties keep the order of ingestion. */
export function rank(fused: readonly Fused[]): readonly number[] {
  return fused
    .map(({ score }, candidate) => ({ score, candidate }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score || a.candidate - b.candidate)
    .map(({ candidate }) => candidate);
}

function legWhy(
  result: SearchResult,
  leg: "lexical" | "dense",
  candidate: number,
  fused: readonly Fused[],
  ranks: ReadonlyMap<number, number>,
): NonNullable<Why["lexical"]> {
  const at = ranks.get(candidate);
  return {
    ...(at === undefined ? {} : { rank: at }),
    score: result.candidates[candidate]?.[leg] ?? 0,
    normalized: fused[candidate]?.[leg] ?? 0,
  };
}

async function toPassages(
  access: Access,
  store: Pick<StoreReader, "readSpans">,
  groups: readonly MergedGroup<StoredChunk>[],
  judge: (best: StoredChunk, members: readonly StoredChunk[]) => { score: number; why: Why },
): Promise<readonly Passage[]> {
  const joined = groups.filter(({ members }) => members.length > 1);
  const texts = await store.readSpans(
    access,
    joined.map(({ best, span }) => ({
      documentId: best.documentId,
      versionHash: best.versionHash,
      ...span,
    })),
  );
  const textOf = new Map(joined.map((group, index) => [group, texts[index]]));
  return groups.map((group, index) => {
    const whole = textOf.get(group);
    // A version that went away between two reads leaves the chunk that was read with it.
    const members = whole === undefined ? [group.best] : group.members;
    const { best } = group;
    const [first = best] = members;
    const span = whole === undefined ? { start: best.start, end: best.end } : group.span;
    return {
      chunkId: best.id,
      chunkIds: members.map(({ id }) => id),
      documentId: best.documentId,
      key: best.key,
      collection: best.collection,
      versionHash: best.versionHash,
      title: best.title,
      headings: best.headings,
      ...(first.page === undefined ? {} : { page: first.page }),
      language: best.language,
      analyzer: best.analyzer,
      modifiedAt: best.modifiedAt,
      metadata: best.metadata,
      kinds: [...new Set(members.flatMap(({ kinds }) => kinds))],
      text: whole ?? best.text,
      span,
      rank: index + 1,
      ...judge(best, members),
      duplicates: [],
    };
  });
}

/** Of texts that repeat each other the best stays, the newest on a tie, and names the others. */
function fold(passages: readonly Passage[], topK: number): Pick<Retrieved, "passages" | "folded"> {
  const ordered = passages.toSorted(
    (a, b) => b.score - a.score || compare(b.modifiedAt, a.modifiedAt) || a.rank - b.rank,
  );
  const distinct = takeDistinct(ordered, ({ text }) => text, topK);
  return {
    passages: distinct.map(({ item, repeats }, index) => ({
      ...item,
      duplicates: repeats.map(({ key }) => key).filter((key) => key !== item.key),
      rank: index + 1,
    })),
    folded: distinct.flatMap(({ repeats }, index) =>
      repeats.map((passage) => ({ ...passage, rank: index + 1 })),
    ),
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
