/** @module How well passages cover a question, piece by piece: MaxSim over the rows of a table. */
import { createRowProducts, ROWS_PER_CALL, type RowProducts } from "../dense/index.ts";
import { createCoverage } from "./coverage.ts";
import { MOST_PIECES_A_TEXT } from "./static.ts";
import type { StaticTable } from "./static-table.ts";
import { createWordPieces, type WordPieces } from "./word-pieces.ts";

/** The heaviest pieces of a question that are looked for: no question that is typed has as many. */
const MOST_ASKED = 64;

/** @returns for each passage, in order, its share of the question, in [0, 1]. */
export type TokenMatcher = (question: string, passages: readonly string[]) => Float64Array;

interface Asked {
  /** Number of the piece. */
  readonly piece: number;
  readonly weight: number;
}

/** Pieces of some passages, each once, and the passages as places among them. */
interface Gathered {
  readonly pieces: readonly number[];
  /** Distinct ones of the passages, one passage after the other. */
  readonly places: Uint16Array;
  /** Where each passage's places end. */
  readonly ends: readonly number[];
}

/**
 * The sum over the question's distinct pieces t of `weight_t * max(0, max_s cos(row_t, row_s))`, over
 * the pieces s of the passage, divided by the sum of the weights. The weight is the squared length of
 * the trained row, which is small for words that say little: two texts that share a piece have as
 * much of it in the product of their sums. Marks are no pieces here; a question without a piece, or
 * in a language that the vocabulary barely covers, is 0 everywhere.
 *
 * MaxSim is that of ColBERT (Khattab and Zaharia, 2020), with rows in place of a network's states.
 *
 * @param dimensions the first so many are compared.
 * @param pieces of the table's vocabulary.
 */
export function createTokenMatcher(
  table: StaticTable,
  dimensions: number = table.dimensions,
  pieces: WordPieces = createWordPieces(table.vocabulary),
): TokenMatcher {
  const rows = readRows(table, dimensions);
  const gather = createGatherer(table, pieces);
  const covers = createCoverage(table.vocabulary);
  const numbers = new Uint16Array(MOST_PIECES_A_TEXT);
  const isCovered = (text: string): boolean => covers(text, numbers, pieces.encode(text, numbers));
  let products: RowProducts | undefined;
  return (question, passages) => {
    const scores = new Float64Array(passages.length);
    const asked = gather(isCovered(question) ? [question] : [])
      .pieces.map((piece): Asked => ({ piece, weight: toWeight(table, rows, piece) }))
      .filter(({ weight }) => weight > 0)
      .toSorted((a, b) => b.weight - a.weight || a.piece - b.piece)
      .slice(0, MOST_ASKED);
    const total = asked.reduce((sum, { weight }) => sum + weight, 0);
    if (total === 0) return scores;
    const { pieces: held, places, ends } = gather(passages);
    products ??= createRowProducts();
    const codes = products.hold(copyRows(rows, held));
    const lengths = Float64Array.from(held, rows.lengthOf);
    for (const { piece, weight } of asked) {
      products.useQuery(rows.codesOf(piece));
      const cosines = compare(products, rows.lengthOf(piece), codes, lengths);
      for (let passage = 0, at = 0; passage < ends.length; passage++) {
        let best = 0;
        for (const end = ends[passage] ?? 0; at < end; at++)
          best = Math.max(best, cosines[places[at] ?? 0] ?? 0);
        scores[passage] = (scores[passage] ?? 0) + (weight / total) * best;
      }
    }
    products.release(codes);
    return scores;
  };
}

const toWeight = ({ scales }: StaticTable, rows: CutRows, piece: number): number =>
  ((scales[piece] ?? 0) * rows.lengthOf(piece)) ** 2;

/** Rows cut to the dimensions that are compared. */
interface CutRows {
  readonly dimensions: number;
  codesOf(piece: number): Int8Array;
  /** Euclidean, of the codes. */
  lengthOf(piece: number): number;
}

function readRows({ codes, scales, dimensions: stride }: StaticTable, dimensions: number): CutRows {
  const codesOf = (piece: number): Int8Array =>
    codes.subarray(piece * stride, piece * stride + dimensions);
  /** Most rows are never asked for; 0 until one is. */
  const lengths = new Float64Array(scales.length);
  return {
    dimensions,
    codesOf,
    lengthOf: (piece) => (lengths[piece] ||= measureLength(codesOf(piece))),
  };
}

function measureLength(codes: Int8Array): number {
  let sum = 0;
  for (const code of codes) sum += code * code;
  return Math.sqrt(sum);
}

function copyRows({ dimensions, codesOf }: CutRows, pieces: readonly number[]): Int8Array {
  const rows = new Int8Array(pieces.length * dimensions);
  for (const [place, piece] of pieces.entries()) rows.set(codesOf(piece), place * dimensions);
  return rows;
}

/** Of texts, the pieces with a letter or a number. */
function createGatherer(
  { vocabulary }: StaticTable,
  { encode }: WordPieces,
): (texts: readonly string[]) => Gathered {
  const read = new Uint16Array(MOST_PIECES_A_TEXT);
  const isWord = Uint8Array.from(vocabulary, (piece) => Number(/[\p{L}\p{N}]/u.test(piece)));
  /** By piece: its place, and the last text it was seen in, both from 1. */
  const placeOf = new Uint32Array(vocabulary.length);
  const seenIn = new Uint32Array(vocabulary.length);
  return (texts) => {
    const pieces: number[] = [];
    const places = new Uint16Array(texts.length * MOST_PIECES_A_TEXT);
    let count = 0;
    const ends = texts.map((text, index) => {
      for (let at = 0, end = encode(text, read); at < end; at++) {
        const piece = read[at] ?? 0;
        if (isWord[piece] === 0 || seenIn[piece] === index + 1) continue;
        seenIn[piece] = index + 1;
        placeOf[piece] ||= pieces.push(piece);
        places[count++] = (placeOf[piece] ?? 1) - 1;
      }
      return count;
    });
    for (const piece of pieces) placeOf[piece] = seenIn[piece] = 0;
    return { pieces, places, ends };
  };
}

/** Cosines of the query with all rows; scales cancel. */
function compare(
  products: RowProducts,
  length: number,
  rows: Int8Array,
  lengths: Float64Array,
): Float64Array {
  const cosines = new Float64Array(lengths.length);
  for (let first = 0; first < lengths.length; first += ROWS_PER_CALL) {
    const count = Math.min(ROWS_PER_CALL, lengths.length - first);
    const found = products.compute(rows, first, count);
    for (let i = 0; i < count; i++) {
      const norm = length * (lengths[first + i] ?? 0);
      cosines[first + i] = norm > 0 ? (found[i] ?? 0) / norm : 0;
    }
  }
  return cosines;
}
