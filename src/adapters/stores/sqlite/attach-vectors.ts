/** @module Vectors of another embedder for chunks that are stored: new blocks beside the old. */
import {
  decodeDenseBlock,
  encodeDenseBlock,
  quantize,
  type DenseBlock,
} from "../../../engine/dense/index.ts";
import type { ChunkPut } from "../../../ports/store.ts";
import { sql, type Connection } from "./connection.ts";
import { internEmbedding } from "./embedding-rows.ts";
import { internEmbedder } from "./names.ts";
import {
  countBlocks,
  DENSE_ROWS,
  readBlock,
  replaceBlock,
  toBytes,
  toUint32,
} from "./segment-blocks.ts";
import { BLOCK } from "./tables.ts";

interface Attached {
  readonly embedding: number;
  readonly vector: Float32Array;
}

/** Collects vectors over a transaction and writes each touched block once. */
export class AttachedVectors {
  readonly #writer: Connection;
  readonly #fingerprint: string;
  /** By shard, then by ordinal. */
  readonly #vectors = new Map<number, Map<number, Attached>>();

  constructor(writer: Connection, fingerprint: string) {
    this.#writer = writer;
    this.#fingerprint = fingerprint;
  }

  /** Nothing for a chunk that has no vector. */
  set(shard: number, ordinal: number, { vectors, embeddedHash }: ChunkPut): void {
    const vector = vectors.get(this.#fingerprint);
    if (!vector) return;
    const embedder = internEmbedder(this.#writer, this.#fingerprint, vector.length);
    const embedding = internEmbedding(this.#writer, embedder, embeddedHash, vector);
    const own = this.#vectors.get(shard) ?? new Map<number, Attached>();
    own.set(ordinal, { embedding, vector });
    this.#vectors.set(shard, own);
  }

  apply(generation: number): void {
    for (const [shard, vectors] of this.#vectors) {
      const [{ vector } = { vector: new Float32Array() }] = vectors.values();
      const embedder = internEmbedder(this.#writer, this.#fingerprint, vector.length);
      const segments = this.#writer.all(
        sql.selectFrom("segment").selectAll().where("shard", "=", shard),
      );
      for (const segment of segments) {
        const inside = [...vectors]
          .filter(([o]) => o >= segment.first && o < segment.first + segment.count)
          .map(([ordinal, attached]) => [ordinal - segment.first, attached] as const);
        if (inside.length > 0)
          this.#write({ ...segment, embedder, dimensions: vector.length }, inside, generation);
      }
    }
  }

  #write(
    segment: SegmentPlace,
    inside: readonly (readonly [local: number, attached: Attached])[],
    generation: number,
  ): void {
    const { id, count, embedder } = segment;
    const place = (kind: number, sequence: number) => ({ segment: id, kind, sequence, embedder });
    const isNew = countBlocks(this.#writer, id, BLOCK.embeddings, embedder) === 0;
    const embeddings = isNew
      ? new Uint32Array(count)
      : toUint32(readBlock(this.#writer, place(BLOCK.embeddings, 0)));
    for (const [local, { embedding }] of inside) embeddings[local] = embedding;
    const byBlock = Map.groupBy(inside, ([local]) => Math.floor(local / DENSE_ROWS));
    for (let sequence = 0; sequence * DENSE_ROWS < count; sequence++) {
      const rows = byBlock.get(sequence) ?? [];
      if (rows.length === 0 && !isNew) continue;
      const block = isNew
        ? emptyBlock(Math.min(DENSE_ROWS, count - sequence * DENSE_ROWS), segment.dimensions)
        : decodeDenseBlock(readBlock(this.#writer, place(BLOCK.dense, sequence)));
      const local = rows.map(([row, { vector }]) => [row % DENSE_ROWS, vector] as const);
      const data = encodeDenseBlock(withRows(block, local));
      replaceBlock(this.#writer, place(BLOCK.dense, sequence), generation, data);
    }
    replaceBlock(this.#writer, place(BLOCK.embeddings, 0), generation, toBytes(embeddings));
  }
}

interface SegmentPlace {
  readonly id: number;
  readonly count: number;
  readonly embedder: number;
  readonly dimensions: number;
}

/** Rows of nothing: chunks without a vector. */
export const emptyBlock = (count: number, dimensions: number): DenseBlock => ({
  rows: new Int8Array(count * dimensions),
  scales: new Float32Array(count),
  count,
  dimensions,
});

function withRows(
  { rows: before, scales: scalesBefore, count, dimensions }: DenseBlock,
  changes: readonly (readonly [row: number, vector: Float32Array])[],
): DenseBlock {
  const rows = before.slice();
  const scales = scalesBefore.slice();
  const fresh = quantize(
    changes.map(([, vector]) => vector),
    dimensions,
  );
  for (const [index, [row]] of changes.entries()) {
    rows.set(fresh.rows.subarray(index * dimensions, (index + 1) * dimensions), row * dimensions);
    scales[row] = fresh.scales[index] ?? 0;
  }
  return { rows, scales, count, dimensions };
}
