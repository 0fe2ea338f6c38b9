/** @module What of the index is held in memory: opened lazily, valid for one generation. */
import { mayRead, toAccessKey, type Access } from "../../../domain/access.ts";
import type { AccessList } from "../../../domain/principal.ts";
import {
  createDenseScanner,
  decodeDenseBlock,
  type DenseBlock,
  type DenseScanner,
} from "../../../engine/dense/index.ts";
import {
  countReadable,
  openSegment,
  type LexicalSegment,
  type ReadableText,
} from "../../../engine/lexical/index.ts";
import { sql, type Connection } from "./connection.ts";
import { findEmbedder, listCollectionRows, readAccessLists } from "./names.ts";
import { countBlocks, readBlock, toUint32 } from "./segment-blocks.ts";
import { VectorCache } from "./vector-cache.ts";
import { BLOCK } from "./tables.ts";

/** One byte an ordinal, 1 where the caller may read it. */
export interface Mask {
  /** `undefined` where every ordinal may be read. */
  readonly bytes: Uint8Array | undefined;
  readonly readable: number;
  /** What of the segment's text the mask leaves, counted once for all questions. */
  readonly text: ReadableText;
}

export interface ResidentDense {
  readonly blocks: readonly DenseBlock[];
  readonly embeddings: Uint32Array;
}

/** Masks kept for each segment: one for each set of rights that asks. */
const MASKS_KEPT = 32;

export class ResidentSegment {
  readonly id: number;
  readonly first: number;
  readonly count: number;
  readonly lexical: LexicalSegment;
  readonly #connection: Connection;
  readonly #scanner: DenseScanner;
  readonly #dense = new Map<number, ResidentDense | undefined>();
  readonly #masks = new Map<string, Mask>();
  #accessGeneration = -1;
  #access: Uint32Array | undefined;
  #documents: Uint32Array | undefined;

  constructor(
    connection: Connection,
    scanner: DenseScanner,
    row: { id: number; first: number; count: number },
  ) {
    this.#connection = connection;
    this.#scanner = scanner;
    this.id = row.id;
    this.first = row.first;
    this.count = row.count;
    const read = (kind: number, sequence: number): Uint8Array => this.#read(kind, sequence);
    this.lexical = openSegment(
      {
        directory: () => read(BLOCK.directory, 0),
        dictionary: (block) => read(BLOCK.dictionary, block),
        lengths: () => read(BLOCK.lengths, 0),
      },
      row.count,
    );
  }

  /** Forgets what an access change or a deletion made stale. */
  expect(accessGeneration: number): void {
    if (this.#accessGeneration === accessGeneration) return;
    this.#accessGeneration = accessGeneration;
    this.#access = undefined;
    this.#masks.clear();
  }

  /** Row of access_list an ordinal; 0 is gone. */
  get access(): Uint32Array {
    this.#access ??= toUint32(this.#read(BLOCK.access, 0));
    return this.#access;
  }

  get documents(): Uint32Array {
    this.#documents ??= toUint32(this.#read(BLOCK.documents, 0));
    return this.#documents;
  }

  mask(key: string, permitted: ReadonlySet<number>): Mask {
    const known = this.#masks.get(key);
    if (known) return known;
    const bytes = new Uint8Array(this.count);
    let readable = 0;
    const { access } = this;
    for (let ordinal = 0; ordinal < bytes.length; ordinal++) {
      if (!permitted.has(access[ordinal] ?? 0)) continue;
      bytes[ordinal] = 1;
      readable++;
    }
    const left = readable === this.count ? undefined : bytes;
    const mask = { bytes: left, readable, text: countReadable(this.lexical, left) };
    if (this.#masks.size >= MASKS_KEPT) this.#masks.clear();
    this.#masks.set(key, mask);
    return mask;
  }

  /** `undefined` when the segment holds no vectors of this embedder. */
  dense(embedder: number): ResidentDense | undefined {
    if (this.#dense.has(embedder)) return this.#dense.get(embedder);
    const blocks = countBlocks(this.#connection, this.id, BLOCK.dense, embedder);
    const dense =
      blocks === 0
        ? undefined
        : {
            blocks: Array.from({ length: blocks }, (_, sequence) =>
              this.#scanner.hold(decodeDenseBlock(this.#read(BLOCK.dense, sequence, embedder))),
            ),
            embeddings: toUint32(this.#read(BLOCK.embeddings, 0, embedder)),
          };
    this.#dense.set(embedder, dense);
    return dense;
  }

  /** Gives the vectors' memory back; the segment must not be searched again. */
  release(): void {
    for (const dense of this.#dense.values())
      for (const block of dense?.blocks ?? []) this.#scanner.release(block);
    this.#dense.clear();
  }

  #read(kind: number, sequence: number, embedder = 0): Uint8Array {
    return readBlock(this.#connection, { segment: this.id, kind, sequence, embedder });
  }
}

export interface ResidentShard {
  readonly id: number;
  readonly collection: string;
  readonly analyzer: string;
  readonly segments: readonly ResidentSegment[];
}

/**
 * The index as one connection sees it. Callers hold a read transaction, so that generation,
 * blocks and rows are of one snapshot.
 */
export class ResidentIndex {
  readonly scanner: DenseScanner = createDenseScanner();
  readonly vectors = new VectorCache();
  readonly #connection: Connection;
  readonly #segments = new Map<number, ResidentSegment>();
  readonly #permitted = new Map<string, ReadonlySet<number>>();
  readonly #embedders = new Map<string, number>();
  #lists: ReadonlyMap<number, AccessList> = new Map();
  #shards: readonly ResidentShard[] = [];
  #generation = -1;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** @returns the generation of the snapshot. */
  refresh(): number {
    const row = this.#connection.prepare("SELECT generation FROM state WHERE id = 1").get();
    const generation = Number(row?.["generation"]);
    if (generation !== this.#generation) {
      this.vectors.clear();
      this.#reload();
    }
    this.#generation = generation;
    return generation;
  }

  /** In the order of collection name and analyzer, which no hidden document can change. */
  get shards(): readonly ResidentShard[] {
    return this.#shards;
  }

  /** Rows of access_list that this caller satisfies. */
  permitted(access: Access): ReadonlySet<number> {
    const key = toAccessKey(access);
    let permitted = this.#permitted.get(key);
    if (!permitted) {
      permitted = new Set([...this.#lists].filter(([, l]) => mayRead(access, l)).map(([id]) => id));
      this.#permitted.set(key, permitted);
    }
    return permitted;
  }

  accessList(id: number): AccessList | undefined {
    return this.#lists.get(id);
  }

  embedder(fingerprint: string): number | undefined {
    const known = this.#embedders.get(fingerprint) ?? findEmbedder(this.#connection, fingerprint);
    if (known !== undefined) this.#embedders.set(fingerprint, known);
    return known;
  }

  #reload(): void {
    const connection = this.#connection;
    this.#lists = readAccessLists(connection);
    this.#permitted.clear();
    const accessGenerations = new Map(
      connection
        .all(
          sql
            .selectFrom("block")
            .select(["segment", "generation"])
            .where("kind", "=", BLOCK.access),
        )
        .map((row) => [row.segment, row.generation]),
    );
    const rows = connection.all(sql.selectFrom("segment").selectAll());
    const live = new Set(rows.map(({ id }) => id));
    for (const [id, segment] of this.#segments) {
      if (live.has(id)) continue;
      segment.release();
      this.#segments.delete(id);
    }
    const names = new Map(listCollectionRows(connection).map((c) => [c.id, c.record.name]));
    this.#shards = connection
      .all(sql.selectFrom("shard").selectAll())
      .map(({ id, collection, analyzer }) => ({
        id,
        analyzer,
        collection: names.get(collection) ?? "",
        segments: rows
          .filter((row) => row.shard === id)
          .toSorted((a, b) => a.first - b.first)
          .map((row) => this.#open(row, accessGenerations.get(row.id) ?? 0)),
      }))
      .toSorted((a, b) =>
        a.collection === b.collection
          ? a.analyzer < b.analyzer
            ? -1
            : 1
          : a.collection < b.collection
            ? -1
            : 1,
      );
  }

  #open(
    row: { id: number; first: number; count: number },
    accessGeneration: number,
  ): ResidentSegment {
    const segment =
      this.#segments.get(row.id) ?? new ResidentSegment(this.#connection, this.scanner, row);
    this.#segments.set(row.id, segment);
    segment.expect(accessGeneration);
    return segment;
  }
}
