/** @module What of one segment is held in memory: opened lazily, dropped when it is stale. */
import {
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
import { countBlocks, readBlock, toUint32 } from "./segment-blocks.ts";
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

interface HeldDense {
  /** `undefined` where the segment holds none. */
  readonly vectors: ResidentDense | undefined;
  readonly generation: number | undefined;
}

/** When the blocks of a segment that may change were written last; the others never change. */
export interface BlockGenerations {
  readonly access: number;
  /** By embedder; absent where there are no vectors of it. */
  readonly dense: ReadonlyMap<number, number>;
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
  readonly #dense = new Map<number, HeldDense>();
  readonly #masks = new Map<string, Mask>();
  #accessGeneration = -1;
  #denseGenerations: BlockGenerations["dense"] = new Map();
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

  /** Forgets what an access change, a deletion, or vectors that came or went made stale. */
  expect({ access, dense }: BlockGenerations): void {
    for (const [embedder, held] of this.#dense) {
      if (held.generation === dense.get(embedder)) continue;
      this.#releaseDense(held);
      this.#dense.delete(embedder);
    }
    this.#denseGenerations = dense;
    if (this.#accessGeneration === access) return;
    this.#accessGeneration = access;
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
    const held = this.#dense.get(embedder);
    if (held) return held.vectors;
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
    this.#dense.set(embedder, {
      vectors: dense,
      generation: this.#denseGenerations.get(embedder),
    });
    return dense;
  }

  /** Gives the vectors' memory back; the segment must not be searched again. */
  release(): void {
    for (const held of this.#dense.values()) this.#releaseDense(held);
    this.#dense.clear();
  }

  #releaseDense({ vectors }: HeldDense): void {
    for (const block of vectors?.blocks ?? []) this.#scanner.release(block);
  }

  #read(kind: number, sequence: number, embedder = 0): Uint8Array {
    return readBlock(this.#connection, { segment: this.id, kind, sequence, embedder });
  }
}

export const UNWRITTEN: BlockGenerations = { access: 0, dense: new Map() };

/** By segment. */
export function readGenerations(connection: Connection): ReadonlyMap<number, BlockGenerations> {
  const rows = connection.all(
    sql
      .selectFrom("block")
      .select(["segment", "kind", "embedder", "generation"])
      .where("kind", "in", [BLOCK.access, BLOCK.embeddings]),
  );
  const generations = new Map<number, { access: number; dense: Map<number, number> }>();
  for (const { segment, kind, embedder, generation } of rows) {
    const own = generations.get(segment) ?? { access: 0, dense: new Map<number, number>() };
    generations.set(segment, own);
    if (kind === BLOCK.access) own.access = generation;
    else own.dense.set(embedder, generation);
  }
  return generations;
}
