/** @module New chunks become one immutable segment of their shard. */
import type { Faults } from "../../../foundation/effects.ts";
import { toIntegerKey } from "../../../foundation/hash.ts";
import { encodeSegment } from "../../../engine/lexical/index.ts";
import type { ChunkPut } from "../../../ports/store.ts";
import { sql, type Connection } from "./connection.ts";
import { internEmbedding } from "./embedding-rows.ts";
import { internEmbedder, internShard, type ShardRow } from "./names.ts";
import { packTermKeys } from "./term-keys.ts";
import {
  insertSegment,
  SEGMENT_LIMIT,
  toDenseBlocks,
  type DenseContent,
} from "./segment-blocks.ts";

export interface NewChunk {
  readonly chunk: ChunkPut;
  readonly document: number;
  readonly version: number;
  readonly access: number;
  /** Of the whole version, for byte offsets. */
  readonly text: string;
}

/** The new chunks of a transaction, by the shard that they go to. */
export class ShardGroups {
  readonly #writer: Connection;
  readonly #collection: number;
  readonly #groups = new Map<string, ShardGroup>();

  constructor(writer: Connection, collection: number) {
    this.#writer = writer;
    this.#collection = collection;
  }

  of(analyzer: string, variant: number): ShardGroup {
    const key = `${variant}/${analyzer}`;
    const place = { collection: this.#collection, analyzer, variant };
    const group = this.#groups.get(key) ?? new ShardGroup(internShard(this.#writer, place));
    this.#groups.set(key, group);
    return group;
  }

  append(generation: number, faults: Faults): void {
    for (const { shard, chunks } of this.#groups.values())
      if (chunks.length > 0) appendSegment(this.#writer, shard, chunks, generation, faults);
  }
}

export class ShardGroup {
  readonly shard: ShardRow;
  readonly chunks: NewChunk[] = [];

  constructor(shard: ShardRow) {
    this.shard = shard;
  }

  /** Ordinal of the chunk that is added next. */
  get next(): number {
    return this.shard.next_ordinal + this.chunks.length;
  }

  add(chunks: readonly ChunkPut[], of: Omit<NewChunk, "chunk">): void {
    for (const chunk of chunks) this.chunks.push({ chunk, ...of });
  }
}

function appendSegment(
  writer: Connection,
  shard: ShardRow,
  chunks: readonly NewChunk[],
  generation: number,
  faults: Faults,
): void {
  insertChunkRows(writer, shard, chunks);
  faults.hit("version:chunks");
  for (let from = 0; from < chunks.length; from += SEGMENT_LIMIT) {
    const part = chunks.slice(from, from + SEGMENT_LIMIT);
    const dense = putEmbeddings(writer, part);
    faults.hit("version:vectors");
    insertSegment(writer, shard.id, shard.next_ordinal + from, generation, {
      count: part.length,
      lexical: encodeSegment(
        part.map(({ chunk }) => ({ counts: chunk.terms, length: chunk.termCount })),
      ),
      access: Uint32Array.from(part, ({ access }) => access),
      documents: Uint32Array.from(part, ({ document }) => document),
      dense,
    });
    faults.hit("version:postings");
  }
  const next = shard.next_ordinal + chunks.length;
  writer.run(sql.updateTable("shard").set({ next_ordinal: next }).where("id", "=", shard.id));
}

function insertChunkRows(writer: Connection, shard: ShardRow, chunks: readonly NewChunk[]): void {
  const statement = writer.prepare(
    `INSERT INTO chunk (shard, ordinal, document, version, sequence, start, "end", byte_start,
       byte_length, page, headings, kinds, embedded, terms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  let known = { version: -1, at: 0, byte: 0 };
  for (const [index, { chunk, document, version, text }] of chunks.entries()) {
    const { start, end, sequence } = chunk;
    // Chunks come in order, so each offset continues from the one before.
    if (known.version !== version || known.at > start) known = { version, at: 0, byte: 0 };
    const byteStart = known.byte + Buffer.byteLength(text.slice(known.at, start), "utf8");
    const byteLength = Buffer.byteLength(text.slice(start, end), "utf8");
    known = { version, at: start, byte: byteStart };
    const ordinal = shard.next_ordinal + index;
    const page = chunk.page ?? null;
    const [headings, kinds] = [JSON.stringify(chunk.headings), JSON.stringify(chunk.kinds)];
    const embedded = toIntegerKey(chunk.embeddedHash);
    const where = [shard.id, ordinal, document, version, sequence, start, end];
    const terms = chunk.termKeys ? packTermKeys(chunk.termKeys) : null;
    statement.run(...where, byteStart, byteLength, page, headings, kinds, embedded, terms);
  }
}

function putEmbeddings(
  writer: Connection,
  chunks: readonly NewChunk[],
): ReadonlyMap<number, DenseContent> {
  const dimensions = new Map<string, number>();
  for (const { chunk } of chunks)
    for (const [fingerprint, vector] of chunk.vectors) dimensions.set(fingerprint, vector.length);
  const content = new Map<number, DenseContent>();
  for (const [fingerprint, width] of dimensions) {
    const embedder = internEmbedder(writer, fingerprint, width);
    const empty = new Float32Array(width);
    const embeddings = new Uint32Array(chunks.length);
    const vectors = chunks.map(({ chunk }, index) => {
      const vector = chunk.vectors.get(fingerprint);
      if (vector) embeddings[index] = internEmbedding(writer, embedder, chunk.embeddedHash, vector);
      return vector ?? empty;
    });
    content.set(embedder, { blocks: toDenseBlocks(vectors, width), embeddings });
  }
  return content;
}
