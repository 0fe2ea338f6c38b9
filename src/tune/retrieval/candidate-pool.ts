/** @module A question's candidates with their terms by field: any point of the grids in memory. */
import {
  computeIdf,
  computeNorm,
  uniteTerms,
  type Bm25Options,
  type Bm25Statistics,
} from "../../engine/lexical/index.ts";
import type { WeightedTerm } from "../../ports/store.ts";
import type { ChunkNumber, LabChunk } from "./lab-index.ts";

export interface CandidatePool {
  /** Ascending. */
  readonly chunks: readonly ChunkNumber[];
  /** By candidate; empty where the dense leg knows nothing of the question. */
  readonly cosines: Float64Array;
  /** Candidates of the dense leg, best first. */
  readonly nearest: readonly number[];
  readonly rows: readonly PoolRow[];
}

/** Times a chunk holds each term of the question, by field. */
interface PoolRow {
  readonly terms: PoolTerms;
  readonly headings: Float64Array;
  readonly body: Float64Array;
  readonly headingsLength: number;
  readonly bodyLength: number;
  /** Whether its headings, and its text, have any term. */
  readonly hasHeadings: boolean;
  readonly hasBody: boolean;
}

/** The question under one analyzer. */
interface PoolTerms {
  readonly names: readonly string[];
  readonly weights: readonly number[];
}

export function makePool(
  chunks: readonly LabChunk[],
  found: readonly ChunkNumber[],
  dense:
    | { readonly nearest: readonly ChunkNumber[]; cosine(chunk: ChunkNumber): number }
    | undefined,
  terms: (analyzer: string) => readonly WeightedTerm[],
): CandidatePool {
  const numbers = [...new Set([...found, ...(dense?.nearest ?? [])])].toSorted((a, b) => a - b);
  const places = new Map(numbers.map((chunk, candidate) => [chunk, candidate]));
  const termsOf = new Map<string, PoolTerms>();
  const analyze = (analyzer: string): PoolTerms => {
    const known = termsOf.get(analyzer) ?? toPoolTerms(terms(analyzer));
    termsOf.set(analyzer, known);
    return known;
  };
  return {
    chunks: numbers,
    cosines: dense
      ? Float64Array.from(numbers, (chunk) => dense.cosine(chunk))
      : new Float64Array(),
    nearest: (dense?.nearest ?? []).flatMap((chunk) => places.get(chunk) ?? []),
    rows: numbers.flatMap((number) => {
      const chunk = chunks[number];
      return chunk ? [toRow(chunk, analyze(chunk.stored.analyzer))] : [];
    }),
  };
}

function toPoolTerms(terms: readonly WeightedTerm[]): PoolTerms {
  const united = [...uniteTerms(terms)];
  return { names: united.map(([name]) => name), weights: united.map(([, weight]) => weight) };
}

function toRow({ headings, body }: LabChunk, terms: PoolTerms): PoolRow {
  const { names } = terms;
  const rows = { headings: new Float64Array(names.length), body: new Float64Array(names.length) };
  for (let term = 0; term < names.length; term++) {
    const name = names[term] ?? "";
    rows.headings[term] = headings.counts.get(name) ?? 0;
    rows.body[term] = body.counts.get(name) ?? 0;
  }
  return {
    terms,
    ...rows,
    headingsLength: headings.length,
    bodyLength: body.length,
    hasHeadings: headings.counts.size > 0,
    hasBody: body.counts.size > 0,
  };
}

/** What a segment keeps at most of a count and of a length. */
const MOST = 0xffff;

/**
 * BM25 of each candidate, to the last bit what the engine gives under the same statistics: the same
 * operations in the same order.
 *
 * @param titleWeight times the headings count.
 * @param statistics of an index in which they count so often.
 */
export function scorePool(
  { rows }: CandidatePool,
  titleWeight: number,
  statistics: Bm25Statistics,
  options: Bm25Options,
): Float64Array {
  const weightsOf = new Map<PoolTerms, Float64Array>();
  const weigh = (terms: PoolTerms): Float64Array => {
    const known = weightsOf.get(terms) ?? toWeights(terms, statistics);
    weightsOf.set(terms, known);
    return known;
  };
  return Float64Array.from(rows, (row) => {
    const weights = weigh(row.terms);
    const norm = computeNorm(toLength(row, titleWeight), statistics.averageLength, options);
    let score = 0;
    for (let term = 0; term < weights.length; term++) {
      const times = (row.body[term] ?? 0) + titleWeight * (row.headings[term] ?? 0);
      if (times === 0) continue;
      const frequency = Math.min(times, MOST);
      score += ((weights[term] ?? 0) * frequency) / (frequency + norm);
    }
    return score;
  });
}

/** 0 for terms that nothing readable holds: they weigh nothing. */
const toWeights = (
  { names, weights }: PoolTerms,
  { chunks, documentFrequency }: Bm25Statistics,
): Float64Array =>
  Float64Array.from(names, (name, at) => {
    const holding = documentFrequency.get(name) ?? 0;
    return holding > 0 ? (weights[at] ?? 0) * computeIdf(chunks, holding) : 0;
  });

function toLength(row: PoolRow, titleWeight: number): number {
  const { hasBody, hasHeadings, bodyLength, headingsLength } = row;
  if (!hasBody && !(hasHeadings && titleWeight > 0)) return 0;
  return Math.min(MOST, Math.max(1, bodyLength + titleWeight * headingsLength));
}

/** The best of some candidates that score above 0, best first, ties by candidate. */
export const takeBest = (scores: Float64Array, most: number): readonly number[] =>
  Array.from(scores.keys())
    .filter((candidate) => (scores[candidate] ?? 0) > 0)
    .toSorted((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b)
    .slice(0, most);
