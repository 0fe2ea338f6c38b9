/** @module Judged questions, ranked in memory under any settings as the store would rank them. */
import { dot } from "../../foundation/vectors.ts";
import type { LegStanding } from "../../ports/reranker.ts";
import type { SearchRequest, SearchResult } from "../../ports/store.ts";
import { makePool, scorePool, takeBest, type CandidatePool } from "./candidate-pool.ts";
import { LabIndex, type ChunkNumber, type LabChunk } from "./lab-index.ts";

/** What of a plan can be tried without cutting documents anew. */
export interface LabSettings {
  readonly k1: number;
  readonly b: number;
  /** Times the headings count in the lexical leg. */
  readonly titleWeight: number;
  /** Weight of the dense leg, in [0, 1]. */
  readonly alpha: number;
  /** Hits taken from each leg. */
  readonly depth: number;
}

/** A question as it is asked: by its asker, with what was said before. */
export interface LabQuestion {
  readonly id: string;
  readonly text: string;
  readonly terms: SearchRequest["terms"];
  /** Absent where the embedder knows none of its words. */
  readonly vector?: Float32Array | undefined;
  /** Whether the asker may read it, chunk by chunk; absent where all may be read. */
  readonly mayRead?: ((chunk: LabChunk) => boolean) | undefined;
}

/** The read path's own fusion, handed in. */
export type Fuse = (
  scores: readonly { readonly lexical: number; readonly dense: number }[],
  alpha: number,
  asked: { readonly lexical: boolean; readonly dense: boolean },
) => readonly { readonly lexical: number; readonly dense: number; readonly score: number }[];

export interface LabCandidate extends LegStanding {
  readonly chunk: ChunkNumber;
  readonly fused: number;
}

export interface LabRanking {
  /** Best first, ties by the order of ingestion; what no leg gives anything is left out. */
  readonly candidates: readonly LabCandidate[];
  readonly statistics: SearchResult["statistics"];
}

/** Hits of each leg in a pool: as deep as the grid of depths goes. */
const POOL_DEPTH = 200;

const FEW_POINTS = 10;

/** Settings that lists differ most between. */
const CORNERS = [0, 1, 3].flatMap((titleWeight) =>
  [0.6, 1.6].flatMap((k1) => [0.3, 0.9].map((b) => ({ titleWeight, k1, b }))),
);

/** Hits of the dense leg that are kept for a question: what a plan may ask for at most. */
const DEEPEST = 1000;

/**
 * The questions of one collection, cut one way. What no setting changes is computed once for each
 * question; indexes are made when they are first asked.
 */
export class Lab {
  readonly chunks: readonly LabChunk[];
  readonly #fuse: Fuse;
  readonly #indexes = new Map<number, LabIndex>();
  readonly #nearest = new WeakMap<LabQuestion, readonly ChunkNumber[]>();
  readonly #points = new Set<string>();
  readonly #pools = new WeakMap<LabQuestion, CandidatePool>();
  readonly #masks = new WeakMap<LabQuestion, Uint8Array>();

  constructor(chunks: readonly LabChunk[], fuse: Fuse) {
    this.chunks = chunks;
    this.#fuse = fuse;
  }

  rank(question: LabQuestion, settings: LabSettings): LabRanking {
    const { alpha, depth } = settings;
    const asked = { terms: question.terms, allowed: this.#findMask(question) };
    const lexical = this.#index(settings.titleWeight).search(asked, settings, depth);
    const vector = alpha > 0 ? question.vector : undefined;
    const dense = vector ? this.#findNearest(question, vector).slice(0, depth) : [];
    const union = [...new Set([...lexical.hits, ...dense])].toSorted((a, b) => a - b);
    const scores = lexical.score(union);
    const both = union.map((chunk, i) => ({
      lexical: scores[i] ?? 0,
      dense: vector ? this.#cosine(chunk, vector) : 0,
    }));
    const legs = { lexical: lexical.hits.length > 0, dense: dense.length > 0 };
    const fused = this.#fuse(both, alpha, legs);
    const [lexicalRanks, denseRanks] = [toRanks(lexical.hits), toRanks(dense)];
    const candidates = union.map((chunk, i): LabCandidate => {
      const { score = 0, lexical: l = 0, dense: d = 0 } = fused[i] ?? {};
      const ranks = { lexicalRank: lexicalRanks.get(chunk), denseRank: denseRanks.get(chunk) };
      return { chunk, fused: score, lexical: l, dense: d, ...ranks };
    });
    return {
      candidates: candidates
        .filter(({ fused: score }) => score > 0)
        .toSorted((a, b) => b.fused - a.fused || a.chunk - b.chunk),
      statistics: lexical.statistics,
    };
  }

  /**
   * Chunks best first as fusion leaves them, from candidates that were gathered once over the corners
   * of the grids: for fitting, where `rank` would search anew at each of many points. Scores are the
   * same to the last bit; only a chunk that some leg lists within `depth` here and at no corner is missed.
   */
  rankPool(question: LabQuestion, settings: LabSettings): readonly ChunkNumber[] {
    if (!this.#isWorthPools(settings))
      return this.rank(question, settings).candidates.map(({ chunk }) => chunk);
    const { alpha, depth, titleWeight } = settings;
    const pool = this.#findPool(question);
    const asked = { terms: question.terms, allowed: this.#findMask(question) };
    const statistics = this.#index(titleWeight).describe(asked);
    const scores = scorePool(pool, titleWeight, statistics, settings);
    const lexical = takeBest(scores, depth);
    const dense = alpha > 0 ? pool.nearest.slice(0, depth) : [];
    const union = [...new Set([...lexical, ...dense])];
    const both = union.map((at) => ({
      lexical: scores[at] ?? 0,
      dense: alpha > 0 ? (pool.cosines[at] ?? 0) : 0,
    }));
    const legs = { lexical: lexical.length > 0, dense: dense.length > 0 };
    const fused = this.#fuse(both, alpha, legs);
    return [...union.keys()]
      .filter((i) => (fused[i]?.score ?? 0) > 0)
      .toSorted(
        (a, b) =>
          (fused[b]?.score ?? 0) - (fused[a]?.score ?? 0) || (union[a] ?? 0) - (union[b] ?? 0),
      )
      .map((i) => pool.chunks[union[i] ?? 0] ?? 0);
  }

  /** Gathering candidates takes as long as searching for a few points. */
  #isWorthPools({ k1, b, titleWeight, alpha, depth }: LabSettings): boolean {
    this.#points.add([k1, b, titleWeight, alpha, depth].join(" "));
    return this.#points.size > FEW_POINTS;
  }

  #findPool(question: LabQuestion): CandidatePool {
    const known = this.#pools.get(question);
    if (known) return known;
    const asked = { terms: question.terms, allowed: this.#findMask(question) };
    const found = CORNERS.flatMap(
      ({ titleWeight, k1, b }) =>
        this.#index(titleWeight).search(asked, { k1, b }, POOL_DEPTH).hits,
    );
    const { vector } = question;
    const dense = vector && {
      nearest: this.#findNearest(question, vector).slice(0, POOL_DEPTH),
      cosine: (chunk: ChunkNumber) => this.#cosine(chunk, vector),
    };
    const pool = makePool(this.chunks, found, dense, question.terms);
    this.#pools.set(question, pool);
    return pool;
  }

  #index(titleWeight: number): LabIndex {
    const known = this.#indexes.get(titleWeight) ?? new LabIndex(this.chunks, titleWeight);
    this.#indexes.set(titleWeight, known);
    return known;
  }

  #findMask(question: LabQuestion): Uint8Array | undefined {
    const { mayRead } = question;
    if (!mayRead) return undefined;
    const known =
      this.#masks.get(question) ?? Uint8Array.from(this.chunks, (c) => Number(mayRead(c)));
    this.#masks.set(question, known);
    return known;
  }

  #cosine(chunk: ChunkNumber, vector: Float32Array): number {
    const own = this.chunks[chunk]?.vector;
    return own ? dot(own, vector) : 0;
  }

  #findNearest(question: LabQuestion, vector: Float32Array): readonly ChunkNumber[] {
    const known = this.#nearest.get(question);
    if (known) return known;
    const allowed = this.#findMask(question);
    const cosines = Float64Array.from(this.chunks, (chunk, i) =>
      chunk.vector && allowed?.[i] !== 0 ? dot(chunk.vector, vector) : Number.NEGATIVE_INFINITY,
    );
    const nearest = takeNearest(cosines, DEEPEST);
    this.#nearest.set(question, nearest);
    return nearest;
  }
}

const toRanks = (chunks: readonly ChunkNumber[]): ReadonlyMap<ChunkNumber, number> =>
  new Map(chunks.map((chunk, index) => [chunk, index + 1]));

/** The largest values, best first, ties by place; sorting all of them would take most of the time. */
function takeNearest(cosines: Float64Array, most: number): readonly ChunkNumber[] {
  const sorted = cosines.toSorted();
  const least = Math.max(sorted[Math.max(0, sorted.length - most)] ?? 0, -Number.MAX_VALUE);
  const numbers: ChunkNumber[] = [];
  for (let i = 0; i < cosines.length; i++) if ((cosines[i] ?? 0) >= least) numbers.push(i);
  return numbers.toSorted((a, b) => (cosines[b] ?? 0) - (cosines[a] ?? 0) || a - b).slice(0, most);
}
