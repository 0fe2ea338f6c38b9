/** @module Posting lists as bytes: where a term occurs, and how often. */
import { type ByteReader, ByteWriter } from "./bytes.ts";

/** A term's chunks in ascending order; both arrays have one entry a chunk. */
export interface PostingList {
  readonly ordinals: Uint16Array;
  /** At least 1; wider than a byte only where a term occurs more than 255 times in a chunk. */
  readonly frequencies: Uint8Array | Uint16Array;
}

const MAX_FREQUENCY = 0xffff;

/**
 * Writes one list after the other: the gap before the ordinal times 2, plus 1 for the frequency 1;
 * any other frequency follows.
 */
export class PostingsWriter {
  /** The list so far. */
  readonly bytes = new ByteWriter();
  #count = 0;
  #next = 0;

  get count(): number {
    return this.#count;
  }

  clear(): void {
    this.bytes.clear();
    this.#count = 0;
    this.#next = 0;
  }

  /** Ordinals ascend; a frequency above 65,535 is kept as 65,535. */
  add(ordinal: number, frequency: number): void {
    const gap = (ordinal - this.#next) * 2;
    this.#next = ordinal + 1;
    this.#count++;
    if (frequency === 1) this.bytes.varint(gap + 1);
    else {
      this.bytes.varint(gap);
      this.bytes.varint(Math.min(frequency, MAX_FREQUENCY));
    }
  }
}

/** Where a reader stands at a list. */
export interface EncodedPostings {
  readonly reader: ByteReader;
  /** Postings in the list. */
  readonly count: number;
}

/**
 * Decodes the list at which the reader stands into the beginning of two arrays that are long enough.
 *
 * @param limit ordinals are below it.
 * @returns the highest frequency.
 * @throws `lexical.corrupt-block` for an ordinal of `limit` or more, or a list that ends too early.
 */
export function decodeInto(
  { reader, count }: EncodedPostings,
  limit: number,
  ordinals: Uint16Array,
  frequencies: Uint16Array,
): number {
  let next = 0;
  let highest = 0;
  for (let i = 0; i < count; i++) {
    const gap = reader.varint();
    const ordinal = next + (gap >>> 1);
    if (ordinal >= limit) reader.fail("names a chunk past the end");
    const frequency = (gap & 1) === 1 ? 1 : reader.varint();
    ordinals[i] = ordinal;
    frequencies[i] = frequency;
    if (frequency > highest) highest = frequency;
    next = ordinal + 1;
  }
  return highest;
}

/**
 * The list in memory: 3 bytes a posting, 4 where a frequency needs two.
 *
 * @throws `lexical.corrupt-block` as `decodeInto`.
 */
export function decodePostings(encoded: EncodedPostings, limit: number): PostingList {
  const ordinals = new Uint16Array(encoded.count);
  const frequencies = new Uint16Array(encoded.count);
  const highest = decodeInto(encoded, limit, ordinals, frequencies);
  return { ordinals, frequencies: highest > 0xff ? frequencies : Uint8Array.from(frequencies) };
}
