/** @module The dense leg: exact int8 scan, then the best scored again with the stored vectors. */
import { dot } from "../../../foundation/vectors.ts";
import type { DenseHit, DenseScanner, ScanRequest } from "../../../engine/dense/index.ts";
import type { Connection } from "./connection.ts";
import type { ResidentDense } from "./resident-segment.ts";
import { DENSE_ROWS } from "./segment-blocks.ts";
import type { VectorCache } from "./vector-cache.ts";

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

/** Rows the scan keeps for each one wanted: at first, and when that leaves the margin open. */
const SCANNED = [2, 16] as const;
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
  const places = scanWithMargin(scanner, { blocks, query }, k).flatMap(({ block, row }) => {
    const at = origin[block];
    return at ? [{ segment: at.segment, ordinal: at.ordinal + row }] : [];
  });
  vectors.prefetch(places);
  return places
    .flatMap((place) => {
      const vector = vectors.read(place);
      return vector ? [{ ...place, score: dot(vector, query) }] : [];
    })
    .toSorted((a, b) => b.score - a.score || a.segment - b.segment || a.ordinal - b.ordinal)
    .slice(0, k);
}

/** Every row that may be among the best `k` once it is scored exactly. */
function scanWithMargin(
  scanner: DenseScanner,
  request: Omit<ScanRequest, "k">,
  k: number,
): readonly DenseHit[] {
  let kept: readonly DenseHit[] = [];
  for (const times of SCANNED) {
    kept = scanner.scanTop({ ...request, k: times * k });
    const least = (kept[k - 1]?.score ?? Number.NEGATIVE_INFINITY) - RESCORE_MARGIN;
    const within = kept.filter(({ score }) => score >= least);
    if (within.length < times * k) return within;
  }
  return kept;
}

/** Stored vectors by place, each read once. */
export class VectorReader {
  readonly #connection: Connection;
  readonly #segments: readonly DenseSegment[];
  readonly #cache: VectorCache;
  readonly #read = new Map<number, Float32Array>();

  constructor(connection: Connection, segments: readonly DenseSegment[], cache: VectorCache) {
    this.#connection = connection;
    this.#segments = segments;
    this.#cache = cache;
  }

  /** One statement for all: a statement each would cost more than the scan. */
  prefetch(places: readonly Place[]): void {
    const missing: number[] = [];
    for (const place of places) {
      const id = this.#idOf(place);
      if (id === 0 || this.#read.has(id)) continue;
      const kept = this.#cache.get(id);
      if (kept) this.#read.set(id, kept);
      else missing.push(id);
    }
    if (missing.length === 0) return;
    const rows = this.#connection
      .prepare("SELECT id, vector FROM embedding WHERE id IN (SELECT value FROM json_each(?))")
      .all(JSON.stringify(missing));
    for (const { id, vector } of rows) {
      if (!(vector instanceof Uint8Array)) continue;
      const values = toFloat32(vector);
      this.#read.set(Number(id), values);
      this.#cache.put(Number(id), values);
    }
  }

  /** What was prefetched; `undefined` for a chunk without a vector. */
  read(place: Place): Float32Array | undefined {
    return this.#read.get(this.#idOf(place));
  }

  #idOf({ segment, ordinal }: Place): number {
    return this.#segments[segment]?.dense?.embeddings[ordinal] ?? 0;
  }
}

/** A view where the bytes are aligned, else a copy. */
export function toFloat32(bytes: Uint8Array): Float32Array {
  return bytes.byteOffset % 4 === 0
    ? new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)
    : new Float32Array(bytes.slice().buffer);
}
