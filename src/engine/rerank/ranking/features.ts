/** @module What a learned reranker knows of a candidate: what ranked it, how it speaks, what it is. */
import { createFeatureReader, type RerankFeatures } from "../features.ts";
import type { RerankQuestion } from "../question.ts";
import type { TermSequence } from "../term-sequences.ts";
import { createDetailReader, type ChunkDetails } from "./details.ts";

/** A chunk with what ranked it so far. */
export interface RankingCandidate {
  readonly analyzer: string;
  readonly terms: TermSequence;
  /** 0-based position of the chunk in its document. */
  readonly position: number;
  /** Document title first. */
  readonly headings: readonly string[];
  /** Equal for chunks of one document. */
  readonly document: string;
  readonly fused: number;
  /** Both legs on the scale that they were fused on. */
  readonly lexical: number;
  readonly dense: number;
  /** From 1; absent where the leg did not list it. */
  readonly lexicalRank?: number | undefined;
  readonly denseRank?: number | undefined;
}

/** The question as one analyzer reads it. */
export interface AnalyzedQuestion {
  readonly question: RerankQuestion;
  /** Keys of its numbers, identifiers and quoted words. */
  readonly exact: readonly number[];
}

interface Row extends RankingCandidate, RerankFeatures, ChunkDetails {
  /** From 1, in the order given. */
  readonly rank: number;
  /** Better candidates of the same document, and of the same title. */
  readonly ofDocument: number;
  readonly ofTitle: number;
}

/** As in reciprocal rank fusion: first places differ, late ones hardly. */
const K = 60;
/** Behind this place a rank counts as none, so that it does not matter how deep a leg was read. */
const LISTED = 100;
const reciprocal = (rank = Infinity): number => (rank > LISTED ? 0 : 1 / (K + rank));

/** Each column by name. A model names those it was fitted to, so columns may be added, never changed. */
const COLUMNS = {
  fused: ({ fused }: Row) => fused,
  lexical: ({ lexical }: Row) => lexical,
  dense: ({ dense }: Row) => dense,
  fusedRank: ({ rank }: Row) => reciprocal(rank),
  lexicalRank: ({ lexicalRank }: Row) => reciprocal(lexicalRank),
  denseRank: ({ denseRank }: Row) => reciprocal(denseRank),
  cov: ({ cov }: Row) => cov,
  title: ({ title }: Row) => title,
  body: ({ body }: Row) => body,
  rest: ({ rest }: Row) => rest,
  repeated: ({ repeated }: Row) => repeated,
  rarest: ({ rarest }: Row) => rarest,
  exact: ({ exact }: Row) => exact,
  ord: ({ ord }: Row) => ord,
  unord: ({ unord }: Row) => unord,
  win30: ({ win30 }: Row) => win30,
  length: ({ length }: Row) => Math.log1p(length),
  position: ({ position }: Row) => Math.log1p(position),
  depth: ({ headings }: Row) => headings.length,
  sameDocument: ({ ofDocument }: Row) => Math.min(1, ofDocument),
  sameTitle: ({ ofTitle }: Row) => Math.log1p(ofTitle),
} as const satisfies Readonly<Record<string, (row: Row) => number>>;

export type RankingFeature = keyof typeof COLUMNS;
// Object.keys of a literal gives its own keys.
export const RANKING_FEATURES = Object.keys(COLUMNS) as readonly RankingFeature[];

/** Features by row of candidates, row after row; not yet comparable from question to question. */
export interface FeatureTable {
  readonly names: readonly RankingFeature[];
  readonly rows: number;
  readonly values: Float64Array;
}

/**
 * @param candidates best first.
 * @param analyze called once for each analyzer among the candidates.
 */
export function readRankingFeatures(
  candidates: readonly RankingCandidate[],
  names: readonly RankingFeature[],
  analyze: (analyzer: string) => AnalyzedQuestion,
): FeatureTable {
  const readers = new Map<string, (terms: TermSequence) => RerankFeatures & ChunkDetails>();
  const documents = new Map<string, number>();
  const titles = new Map<string, number>();
  const values = new Float64Array(candidates.length * names.length);
  const columns = names.map((name) => COLUMNS[name]);
  for (const [index, candidate] of candidates.entries()) {
    const { analyzer, document, headings } = candidate;
    const read = readers.get(analyzer) ?? createReader(analyze(analyzer));
    readers.set(analyzer, read);
    const row: Row = {
      ...candidate,
      ...read(candidate.terms),
      rank: index + 1,
      ofDocument: addOne(documents, document),
      ofTitle: addOne(titles, headings[0] ?? document),
    };
    for (const [column, toValue] of columns.entries())
      values[index * names.length + column] = toValue(row);
  }
  return { names, rows: candidates.length, values };
}

function createReader({
  question,
  exact,
}: AnalyzedQuestion): (terms: TermSequence) => RerankFeatures & ChunkDetails {
  const readFeatures = createFeatureReader(question);
  const readDetails = createDetailReader(question, exact);
  return (terms) => ({ ...readFeatures(terms), ...readDetails(terms) });
}

/** @returns the count before. */
function addOne(counts: Map<string, number>, name: string): number {
  const before = counts.get(name) ?? 0;
  counts.set(name, before + 1);
  return before;
}

/** A column that varies less than this within a question says nothing there. */
const CONSTANT = 1e-9;

/**
 * Each column less its mean over the question's candidates, over its standard deviation: what a
 * candidate has more than its rivals. Columns that do not vary become 0.
 */
export function standardize({ names, rows, values }: FeatureTable): Float64Array {
  const width = names.length;
  const scaled = new Float64Array(values.length);
  for (let column = 0; column < width; column++) {
    let mean = 0;
    for (let row = 0; row < rows; row++) mean += (values[row * width + column] ?? 0) / rows;
    let variance = 0;
    for (let row = 0; row < rows; row++)
      variance += ((values[row * width + column] ?? 0) - mean) ** 2 / rows;
    const deviation = Math.sqrt(variance);
    if (!(deviation > CONSTANT)) continue;
    for (let row = 0; row < rows; row++)
      scaled[row * width + column] = ((values[row * width + column] ?? 0) - mean) / deviation;
  }
  return scaled;
}
