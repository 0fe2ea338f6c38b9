/** @module Chunks as the keys of their terms, kept for those read lately: texts are analyzed once. */
import { hashText } from "../../foundation/text-hash.ts";
import { createTermKeyReader, getAnalyzer, type TermKeyReader } from "../analysis/index.ts";

/** A chunk as a store gives it. */
export interface RerankChunk {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  readonly analyzer: string;
  /** Document title and headings above the chunk. */
  readonly headings: readonly string[];
  readonly text: string;
}

/** The keys `[start, end)`; those before `body` are of the headings. See `TermKeyReader`. */
export interface TermSequence {
  readonly keys: Int32Array;
  readonly start: number;
  readonly body: number;
  readonly end: number;
}

interface Kept extends TermSequence {
  readonly check: number;
}

/** Four bytes a key: 60,000 chunks of 140 terms in 32 MiB, of which only what is used is taken. */
const CAPACITY = 2 ** 23;
/** A chunk of a larger share than this of the capacity would push out too many others. */
const LARGEST_SHARE = 1 / 16;

/**
 * All keys lie in one ring, the oldest giving way to new ones: arrays of their own would cost more
 * than the keys.
 */
export class TermSequences {
  readonly #pool: Int32Array;
  /** Oldest first, which is the order of the ring. */
  readonly #kept = new Map<string, Kept>();
  readonly #readers = new Map<string, TermKeyReader>();
  readonly #scratch: number[] = [];
  #next = 0;

  /** @param capacity keys kept at most. */
  constructor(capacity = CAPACITY) {
    this.#pool = new Int32Array(capacity);
  }

  /** Valid until the next read. */
  read(chunk: RerankChunk): TermSequence {
    const check = toCheck(chunk);
    const known = this.#kept.get(chunk.id);
    if (known?.check === check) return known;
    const read = this.#readerOf(chunk.analyzer);
    const keys = this.#scratch;
    keys.length = 0;
    for (const heading of chunk.headings) read(heading, keys);
    const body = keys.length;
    read(chunk.text, keys);
    this.#kept.delete(chunk.id);
    if (keys.length === 0 || keys.length > this.#pool.length * LARGEST_SHARE)
      return { keys: Int32Array.from(keys), start: 0, body, end: keys.length };
    return this.#keep(chunk.id, check, keys, body);
  }

  #readerOf(analyzer: string): TermKeyReader {
    const reader = this.#readers.get(analyzer) ?? createTermKeyReader(getAnalyzer(analyzer));
    this.#readers.set(analyzer, reader);
    return reader;
  }

  #keep(id: string, check: number, keys: readonly number[], body: number): TermSequence {
    if (this.#next + keys.length > this.#pool.length) {
      this.#release(this.#next, this.#pool.length);
      this.#next = 0;
    }
    const start = this.#next;
    const end = start + keys.length;
    this.#release(start, end);
    this.#pool.set(keys, start);
    this.#next = end;
    const sequence = { keys: this.#pool, start, body: start + body, end, check };
    this.#kept.set(id, sequence);
    return sequence;
  }

  #release(from: number, to: number): void {
    for (const [id, { start, end }] of this.#kept) {
      if (start >= to || end <= from) return;
      this.#kept.delete(id);
    }
  }
}

/** A chunk keeps its id when a title is changed or a version is cut anew. */
const toCheck = ({ analyzer, start, end, headings }: RerankChunk): number =>
  hashText(`${analyzer}\n${start}\n${end}\n${headings.join("\n")}`, 0);
