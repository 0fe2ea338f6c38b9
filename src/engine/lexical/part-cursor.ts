/** @module Reads several segments side by side, term by term. */
import type { ByteWriter } from "./bytes.ts";
import { DictionaryCursor } from "./dictionary.ts";
import { decodeDirectory } from "./directory.ts";
import { corruptBlock } from "./errors.ts";
import { decodeLengths } from "./lengths.ts";
import type { EncodedPostings } from "./postings.ts";
import type { BlockReader } from "./segment.ts";

export interface SegmentPart {
  readonly reader: BlockReader;
  readonly count: number;
  /** Whether the chunk of a local ordinal still exists; called once for each. */
  readonly live: (ordinal: number) => boolean;
}

/** One part and its entry at hand, the first to begin with. */
export class PartCursor {
  readonly count: number;
  /** What is added to its ordinals. */
  readonly base: number;
  readonly lengths: Uint16Array;
  /** 1 for each local ordinal that is live. */
  readonly live: Uint8Array;
  readonly #reader: BlockReader;
  readonly #blocks: number;
  #block = 0;
  #entry: DictionaryCursor | undefined;

  constructor({ reader, count, live }: SegmentPart, base: number) {
    const lengths = reader.lengths();
    const directory = decodeDirectory(reader.directory(), lengths);
    if (directory.count !== count)
      throw corruptBlock({ block: "directory block 0", reason: "has another number of chunks" });
    this.count = count;
    this.base = base;
    this.lengths = decodeLengths(lengths);
    this.live = Uint8Array.from({ length: count }, (_, ordinal) => (live(ordinal) ? 1 : 0));
    this.#reader = reader;
    this.#blocks = directory.firstTerms.length;
    this.advance();
  }

  /** The term at hand in UTF-8; none at the end. */
  get term(): ByteWriter | undefined {
    return this.#entry?.term;
  }

  /** The list at hand, to be read before the next `advance`. */
  get postings(): EncodedPostings | undefined {
    return this.#entry?.postings;
  }

  advance(): void {
    while (this.#entry?.advance() !== true) {
      const block = this.#block++;
      if (block >= this.#blocks) {
        this.#entry = undefined;
        return;
      }
      this.#entry = new DictionaryCursor(block, this.#reader.dictionary(block));
    }
  }
}

/** A heap: its head has the smallest term, and of equal terms the part that comes first. */
export class PartQueue {
  readonly #heap: PartCursor[];

  constructor(cursors: readonly PartCursor[]) {
    this.#heap = cursors.filter(({ term }) => term !== undefined).toSorted(compareCursors);
  }

  get head(): PartCursor | undefined {
    return this.#heap[0];
  }

  /** Moves the head to its next term, and so another part to the head. */
  advance(): void {
    const heap = this.#heap;
    heap[0]?.advance();
    const moved = heap[0]?.term ? heap[0] : heap.pop();
    if (moved === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = at * 2 + 1;
      let smallest = heap[child];
      const right = heap[child + 1];
      if (smallest && right && compareCursors(right, smallest) < 0) {
        smallest = right;
        child++;
      }
      if (!smallest || compareCursors(moved, smallest) <= 0) break;
      heap[at] = smallest;
      at = child;
    }
    heap[at] = moved;
  }
}

function compareCursors(a: PartCursor, b: PartCursor): number {
  if (!a.term || !b.term) return a.base - b.base;
  return a.term.compare(b.term) || a.base - b.base;
}
