/** @module The dense leg: exact int8 scan, then the best scored again with the stored vectors. */
import { dot } from "../../../foundation/vectors.ts";
import type { DenseScanner } from "../../../engine/dense/index.ts";
import type { Connection } from "./connection.ts";
import type { ResidentDense } from "./resident-index.ts";
import { DENSE_ROWS } from "./segment-blocks.ts";

/** Segment of a scope, and local ordinal in it. */
export interface Place {
  readonly segment: number;
  readonly ordinal: number;
}

export interface DenseSegment {
  readonly dense: ResidentDense | undefined;
  readonly mask: Uint8Array | undefined;
}

export interface DensePlace extends Place {
  readonly score: number;
}

/** At least this many rows are scored again (guide: retrieval, section 4). */
const RESCORE_LEAST = 100;
/** A row whose int8 score is this far below the last one wanted is still scored again: six
 * standard errors of an int8 product of unit vectors at 256 dimensions (about .0008 each). */
const RESCORE_MARGIN = 0.005;

/**
 * The `k` nearest by the product with the stored 32-bit vectors, best first, ties by place.
 * Chunks without a vector are never hits.
 */
export function searchDense(
  scanner: DenseScanner,
  vectors: VectorReader,
  segments: readonly DenseSegment[],
  query: Float32Array,
  k: number,
): readonly DensePlace[] {
  const origin: Place[] = [];
  const blocks = segments.flatMap(({ dense, mask }, segment) =>
    (dense?.blocks ?? []).map((block, index) => {
      const from = index * DENSE_ROWS;
      origin.push({ segment, ordinal: from });
      return { ...block, allowed: mask?.subarray(from, from + block.count) };
    }),
  );
  const scanned = scanner.scanTop({ blocks, query, k: Math.max(4 * k, RESCORE_LEAST) });
  const least = (scanned[k - 1]?.score ?? Number.NEGATIVE_INFINITY) - RESCORE_MARGIN;
  const rescored: DensePlace[] = [];
  for (const { block, row, score } of scanned) {
    if (score < least) break;
    const at = origin[block];
    if (!at) continue;
    const place = { segment: at.segment, ordinal: at.ordinal + row };
    const vector = vectors.read(place);
    if (vector) rescored.push({ ...place, score: dot(vector, query) });
  }
  return rescored
    .toSorted((a, b) => b.score - a.score || a.segment - b.segment || a.ordinal - b.ordinal)
    .slice(0, k);
}

/** Stored vectors by place, each read once. */
export class VectorReader {
  readonly #connection: Connection;
  readonly #segments: readonly DenseSegment[];
  readonly #read = new Map<number, Float32Array>();

  constructor(connection: Connection, segments: readonly DenseSegment[]) {
    this.#connection = connection;
    this.#segments = segments;
  }

  read({ segment, ordinal }: Place): Float32Array | undefined {
    const id = this.#segments[segment]?.dense?.embeddings[ordinal] ?? 0;
    if (id === 0) return undefined;
    const known = this.#read.get(id);
    if (known) return known;
    const row = this.#connection.prepare("SELECT vector FROM embedding WHERE id = ?").get(id);
    const bytes = row?.["vector"];
    if (!(bytes instanceof Uint8Array)) return undefined;
    const vector = toFloat32(bytes);
    this.#read.set(id, vector);
    return vector;
  }
}

/** A view where the bytes are aligned, else a copy. */
export function toFloat32(bytes: Uint8Array): Float32Array {
  return bytes.byteOffset % 4 === 0
    ? new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)
    : new Float32Array(bytes.slice().buffer);
}
