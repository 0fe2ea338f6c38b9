/** @module Looks words up by their place in a buffer, without making strings of them. */

/** Fields of one slot; together they fill a quarter of a cache line. */
const FIELDS = 4;
const HASH = 0;
/** Where the characters begin, plus 1; 0 marks a free slot. */
const START = 1;
const LENGTH = 2;
const VALUE = 3;

/**
 * An open-addressing hash table from ASCII words to numbers, wholly in typed arrays. It exists
 * because cutting out and hashing a string for each word of a corpus costs several times what the
 * rest of the analysis does.
 */
export class WordTable {
  readonly #capacity: number;
  readonly #maxLength: number;
  readonly #mask: number;
  readonly #slots: Int32Array;
  readonly #characters: Uint8Array;
  #size = 0;
  #used = 0;

  /**
   * @param bits the table holds up to `2 ** bits` words.
   * @param maxLength words longer than this are not kept.
   */
  constructor(bits: number, maxLength: number) {
    this.#capacity = 2 ** bits;
    this.#maxLength = maxLength;
    this.#mask = this.#capacity * 2 - 1;
    this.#slots = new Int32Array((this.#mask + 1) * FIELDS);
    this.#characters = new Uint8Array(this.#capacity * maxLength);
  }

  get isFull(): boolean {
    return this.#size >= this.#capacity;
  }

  clear(): void {
    this.#slots.fill(0);
    this.#size = 0;
    this.#used = 0;
  }

  /** The number added for the word at `[start, end)`, or -1. */
  find(bytes: Uint8Array, start: number, end: number): number {
    const hash = hashOf(bytes, start, end);
    for (let slot = hash & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const at = slot * FIELDS;
      const from = (this.#slots[at + START] ?? 0) - 1;
      if (from < 0) return -1;
      if (
        this.#slots[at + HASH] === hash &&
        this.#slots[at + LENGTH] === end - start &&
        this.#isAt(from, bytes, start, end)
      )
        return this.#slots[at + VALUE] ?? -1;
    }
  }

  /** Keeps a word the table lacks, if it is short enough; the caller clears a full table first. */
  add(bytes: Uint8Array, start: number, end: number, value: number): void {
    if (end - start > this.#maxLength) return;
    const hash = hashOf(bytes, start, end);
    let slot = hash & this.#mask;
    while (this.#slots[slot * FIELDS + START] !== 0) slot = (slot + 1) & this.#mask;
    this.#slots.set([hash, this.#used + 1, end - start, value], slot * FIELDS);
    this.#characters.set(bytes.subarray(start, end), this.#used);
    this.#used += end - start;
    this.#size++;
  }

  #isAt(from: number, bytes: Uint8Array, start: number, end: number): boolean {
    for (let i = start; i < end; i++)
      if (this.#characters[from + i - start] !== bytes[i]) return false;
    return true;
  }
}

function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = end - start;
  for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + (bytes[i] ?? 0)) | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return hash ^ (hash >>> 16);
}
