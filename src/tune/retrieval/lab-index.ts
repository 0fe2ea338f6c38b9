/** @module A collection in memory as the store indexes it, once for each weight of its headings. */
import type { TermCounts } from "../../engine/analysis/index.ts";
import {
  collectStatistics,
  encodeSegment,
  MAX_SEGMENT_CHUNKS,
  openSegment,
  readBlocks,
  scoreOrdinals,
  searchBm25,
  type Bm25Options,
  type Bm25Statistics,
  type LexicalSegment,
  type SearchSegment,
} from "../../engine/lexical/index.ts";
import type { StoredChunk, WeightedTerm } from "../../ports/store.ts";

/** A chunk with its terms by field. */
export interface LabChunk {
  /** As the store would give it; its `candidate` and `matched` mean nothing. */
  readonly stored: StoredChunk;
  readonly headings: TermCounts;
  readonly body: TermCounts;
  /** What of its own text is searched and, with the headings, embedded. */
  readonly indexed: string;
  /** Of length 1; absent where the embedder knows nothing of it. */
  readonly vector?: Float32Array | undefined;
}

/** A number for each chunk of the collection, in the order of ingestion. */
export type ChunkNumber = number;

export interface LexicalHits {
  /** Best first. */
  readonly hits: readonly ChunkNumber[];
  /** Of any chunks, in their order. */
  readonly score: (chunks: readonly ChunkNumber[]) => Float64Array;
  readonly statistics: {
    readonly chunks: number;
    readonly terms: readonly { readonly term: string; readonly documents: number }[];
  };
}

interface Part {
  readonly analyzer: string;
  /** Chunk numbers by local ordinal. */
  readonly chunks: readonly ChunkNumber[];
  readonly segment: LexicalSegment;
}

export interface LexicalQuestion {
  readonly terms: (analyzer: string) => readonly WeightedTerm[];
  /** One byte a chunk, 0 where its asker may not read it; `undefined` where all may be read. */
  readonly allowed?: Uint8Array | undefined;
}

interface AskedParts {
  readonly segments: readonly SearchSegment[];
  readonly statistics: Bm25Statistics;
  readonly told: LexicalHits["statistics"];
}

/** The engine's own index and search, so that scores are the engine's to the last bit. */
export class LabIndex {
  readonly #parts: readonly Part[];
  /** What of a question depends on no parameter of BM25. */
  readonly #asked = new WeakMap<LexicalQuestion["terms"], AskedParts>();
  /** By chunk number: its part and its ordinal there. */
  readonly #places: readonly { readonly segment: number; readonly ordinal: number }[];

  /** @param titleWeight times the headings count. */
  constructor(chunks: readonly LabChunk[], titleWeight: number) {
    const places: { segment: number; ordinal: number }[] = [];
    const parts: Part[] = [];
    const byAnalyzer = Map.groupBy(chunks.keys(), (i) => chunks[i]?.stored.analyzer ?? "");
    // In the order of names, as a store searches its parts.
    for (const [analyzer, numbers] of [...byAnalyzer].toSorted(([a], [b]) => (a < b ? -1 : 1)))
      for (let from = 0; from < numbers.length; from += MAX_SEGMENT_CHUNKS) {
        const own = numbers.slice(from, from + MAX_SEGMENT_CHUNKS);
        for (const [ordinal, chunk] of own.entries())
          places[chunk] = { segment: parts.length, ordinal };
        const counted = own.map((chunk) => weigh(chunks[chunk], titleWeight));
        const segment = openSegment(readBlocks(encodeSegment(counted)), own.length);
        parts.push({ analyzer, chunks: own, segment });
      }
    this.#parts = parts;
    this.#places = places;
  }

  search(question: LexicalQuestion, options: Bm25Options, depth: number): LexicalHits {
    const { segments, statistics, told } = this.#ask(question);
    const found = searchBm25(segments, statistics, { ...options, k: depth });
    return {
      hits: found.flatMap(({ segment, ordinal }) => this.#parts[segment]?.chunks[ordinal] ?? []),
      score: (chunks) => {
        const places = chunks.map((chunk) => this.#places[chunk] ?? { segment: 0, ordinal: 0 });
        return scoreOrdinals(segments, statistics, places, options);
      },
      statistics: told,
    };
  }

  /** As the asker may read it. */
  describe(question: LexicalQuestion): Bm25Statistics {
    return this.#ask(question).statistics;
  }

  #ask({ terms, allowed }: LexicalQuestion): AskedParts {
    const known = this.#asked.get(terms);
    if (known) return known;
    const termsOf = new Map<string, readonly WeightedTerm[]>();
    const segments = this.#parts.map(({ analyzer, chunks, segment }) => {
      const own = termsOf.get(analyzer) ?? terms(analyzer);
      termsOf.set(analyzer, own);
      const mask = allowed && Uint8Array.from(chunks, (chunk) => allowed[chunk] ?? 0);
      return { segment, terms: own, allowed: mask, wanted: undefined };
    });
    const statistics = collectStatistics(segments);
    const { chunks, documentFrequency } = statistics;
    const documents = [...documentFrequency].map(([term, holding]) => ({
      term,
      documents: holding,
    }));
    const asked = { segments, statistics, told: { chunks, terms: documents } };
    this.#asked.set(terms, asked);
    return asked;
  }
}

/** Terms of the text, and of the headings so many times. */
function weigh(chunk: LabChunk | undefined, titleWeight: number): TermCounts {
  if (!chunk) return { counts: new Map(), length: 0 };
  const { headings, body } = chunk;
  if (titleWeight === 0) return body;
  const counts = new Map(body.counts);
  for (const [term, times] of headings.counts)
    counts.set(term, (counts.get(term) ?? 0) + titleWeight * times);
  return { counts, length: body.length + titleWeight * headings.length };
}
