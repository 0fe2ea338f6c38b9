/** @module Blocks of segments: written with a checksum, checked whenever they are read. */
import { crc32 } from "node:zlib";
import { encodeDenseBlock, quantize, type DenseBlock } from "../../../engine/dense/index.ts";
import type { LexicalBlocks } from "../../../engine/lexical/index.ts";
import { sql, type Connection } from "./connection.ts";
import { storeCorrupt } from "./errors.ts";
import { BLOCK } from "./tables.ts";

/** Local ordinals of a segment fit in 16 bits. */
export const SEGMENT_LIMIT = 65_536;
/** Rows of a dense block: 1 MiB at 256 dimensions (guide: retrieval, section 4). */
export const DENSE_ROWS = 4_096;

/** Everything a segment holds, by local ordinal. */
export interface SegmentContent {
  readonly count: number;
  readonly lexical: LexicalBlocks;
  readonly access: Uint32Array;
  readonly documents: Uint32Array;
  readonly dense: ReadonlyMap<number, DenseContent>;
}

/** By embedder row. */
export interface DenseContent {
  /** `DENSE_ROWS` rows each but the last. */
  readonly blocks: readonly DenseBlock[];
  readonly embeddings: Uint32Array;
}

/** Cuts vectors into blocks; a zero vector stands where a chunk has none. */
export function toDenseBlocks(
  vectors: readonly Float32Array[],
  dimensions: number,
): readonly DenseBlock[] {
  const blocks: DenseBlock[] = [];
  for (let from = 0; from < vectors.length; from += DENSE_ROWS)
    blocks.push(quantize(vectors.slice(from, from + DENSE_ROWS), dimensions));
  return blocks;
}

export const toBytes = (array: Uint32Array): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** A copy, because a blob need not be aligned. */
export function toUint32(bytes: Uint8Array): Uint32Array {
  return new Uint32Array(bytes.slice().buffer);
}

/** Kinds whose bytes carry a checksum of their own, which their reader verifies. */
const SEALED: ReadonlySet<number> = new Set([
  BLOCK.directory,
  BLOCK.dictionary,
  BLOCK.lengths,
  BLOCK.dense,
]);

export interface BlockPlace {
  readonly segment: number;
  readonly kind: number;
  readonly sequence: number;
  readonly embedder: number;
}

export function insertBlock(
  writer: Connection,
  place: BlockPlace,
  generation: number,
  data: Uint8Array,
): void {
  writer
    .prepare(
      `INSERT INTO block (segment, kind, sequence, embedder, generation, crc, data)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(place.segment, place.kind, place.sequence, place.embedder, generation, crc32(data), data);
}

/** In the place of the block that is there, if any. */
export function replaceBlock(
  writer: Connection,
  place: BlockPlace,
  generation: number,
  data: Uint8Array,
): void {
  const { segment, kind, sequence, embedder } = place;
  const { changes } = writer
    .prepare(
      `UPDATE block SET generation = ?, crc = ?, data = ?
       WHERE segment = ? AND kind = ? AND embedder = ? AND sequence = ?`,
    )
    .run(generation, crc32(data), data, segment, kind, embedder, sequence);
  if (changes === 0) insertBlock(writer, place, generation, data);
}

export function updateAccessBlock(
  writer: Connection,
  segment: number,
  generation: number,
  access: Uint32Array,
): void {
  const place = { segment, kind: BLOCK.access, sequence: 0, embedder: 0 };
  replaceBlock(writer, place, generation, toBytes(access));
}

/** @throws store.corrupt when the block is missing or its checksum does not hold. */
export function readBlock(connection: Connection, place: BlockPlace): Uint8Array {
  const row = connection
    .prepare(
      "SELECT crc, data FROM block WHERE segment = ? AND kind = ? AND embedder = ? AND sequence = ?",
    )
    .get(place.segment, place.kind, place.embedder, place.sequence);
  const data = row?.["data"];
  const what = `block ${place.kind}/${place.sequence} of segment ${place.segment}`;
  if (!(data instanceof Uint8Array)) throw storeCorrupt({ what: `${what} is missing` });
  if (!SEALED.has(place.kind) && crc32(data) !== row?.["crc"])
    throw storeCorrupt({ what: `${what} fails its checksum` });
  return data;
}

export function countBlocks(
  connection: Connection,
  segment: number,
  kind: number,
  embedder: number,
): number {
  const row = connection
    .prepare("SELECT count(*) AS n FROM block WHERE segment = ? AND kind = ? AND embedder = ?")
    .get(segment, kind, embedder);
  return Number(row?.["n"]);
}

/** Writes a new segment and returns its row. */
export function insertSegment(
  writer: Connection,
  shard: number,
  first: number,
  generation: number,
  content: SegmentContent,
): number {
  const segment = writer.run(
    sql.insertInto("segment").values({ shard, first, count: content.count }),
  );
  const put = (kind: number, sequence: number, data: Uint8Array, embedder = 0): void =>
    insertBlock(writer, { segment, kind, sequence, embedder }, generation, data);
  put(BLOCK.directory, 0, content.lexical.directory);
  for (const [sequence, data] of content.lexical.dictionary.entries())
    put(BLOCK.dictionary, sequence, data);
  put(BLOCK.lengths, 0, content.lexical.lengths);
  put(BLOCK.access, 0, toBytes(content.access));
  put(BLOCK.documents, 0, toBytes(content.documents));
  for (const [embedder, dense] of content.dense) {
    for (const [sequence, block] of dense.blocks.entries())
      put(BLOCK.dense, sequence, encodeDenseBlock(block), embedder);
    put(BLOCK.embeddings, 0, toBytes(dense.embeddings), embedder);
  }
  return segment;
}

export function removeSegment(writer: Connection, segment: number): void {
  writer.run(sql.deleteFrom("block").where("segment", "=", segment));
  writer.run(sql.deleteFrom("segment").where("id", "=", segment));
}
