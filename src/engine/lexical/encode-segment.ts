/** @module Turns counted terms into the bytes of a segment. */
import type { TermCounts } from "../analysis/index.ts";
import { ByteWriter } from "./bytes.ts";
import { DictionaryWriter } from "./dictionary.ts";
import { encodeDirectory } from "./directory.ts";
import { segmentTooLarge } from "./errors.ts";
import { encodeLengths } from "./lengths.ts";
import { PostingsWriter } from "./postings.ts";

/** Chunks a segment holds at most: an ordinal has 16 bits. */
export const MAX_SEGMENT_CHUNKS = 65_536;

/** A segment as bytes. The same chunks in the same order give the same bytes. */
export interface LexicalBlocks {
  readonly directory: Uint8Array;
  /** The index is the number of the block. */
  readonly dictionary: readonly Uint8Array[];
  /**
   * Uint16, little-endian, one for each local ordinal: words in the chunk, 65,535 for more, and 0
   * only where there is no chunk or none of its text is searchable.
   */
  readonly lengths: Uint8Array;
}

/**
 * A chunk's local ordinal is its index. A chunk that has terms counts as one word long at least.
 * Frequencies above 65,535 are kept as 65,535; terms are well-formed strings.
 *
 * @throws `lexical.segment-too-large` for more than 65,536 chunks.
 */
export function encodeSegment(chunks: readonly TermCounts[]): LexicalBlocks {
  const count = chunks.length;
  if (count > MAX_SEGMENT_CHUNKS) throw segmentTooLarge({ count, limit: MAX_SEGMENT_CHUNKS });
  const { numbers, starts, ordinals, frequencies } = invert(chunks);
  const dictionary = new DictionaryWriter();
  const postings = new PostingsWriter();
  const bytes = new ByteWriter();
  for (const term of sortTerms([...numbers.keys()])) {
    const number = numbers.get(term) ?? 0;
    postings.clear();
    for (let i = starts[number] ?? 0; i < (starts[number + 1] ?? 0); i++)
      postings.add(ordinals[i] ?? 0, frequencies[i] ?? 0);
    bytes.setText(term);
    dictionary.add(bytes, postings);
  }
  const lengths = encodeLengths(
    chunks.map(({ counts, length }) => (counts.size === 0 ? 0 : Math.max(1, length))),
  );
  const { blocks, firstTerms } = dictionary.finish();
  return {
    directory: encodeDirectory({ count, firstTerms }, lengths),
    dictionary: blocks,
    lengths,
  };
}

interface InvertedChunks {
  /** Terms in order of first occurrence. */
  readonly numbers: ReadonlyMap<string, number>;
  /** Where the postings of each term begin; one more entry says where the last end. */
  readonly starts: Uint32Array;
  readonly ordinals: Uint16Array;
  readonly frequencies: Uint16Array;
}

/** Groups the postings by term with a counting sort, which keeps the ordinals ascending. */
function invert(chunks: readonly TermCounts[]): InvertedChunks {
  const total = chunks.reduce((sum, { counts }) => sum + counts.size, 0);
  const numbers = new Map<string, number>();
  const termNumbers = new Uint32Array(total);
  const sizes: number[] = [];
  let at = 0;
  for (const { counts } of chunks)
    for (const term of counts.keys()) {
      let number = numbers.get(term);
      if (number === undefined) {
        number = sizes.push(0) - 1;
        numbers.set(term, number);
      }
      sizes[number] = (sizes[number] ?? 0) + 1;
      termNumbers[at++] = number;
    }
  const starts = new Uint32Array(sizes.length + 1);
  for (const [number, size] of sizes.entries()) starts[number + 1] = (starts[number] ?? 0) + size;
  const next = starts.slice();
  const ordinals = new Uint16Array(total);
  const frequencies = new Uint16Array(total);
  at = 0;
  for (const [ordinal, { counts }] of chunks.entries())
    for (const frequency of counts.values()) {
      const number = termNumbers[at++] ?? 0;
      const slot = next[number] ?? 0;
      next[number] = slot + 1;
      ordinals[slot] = ordinal;
      frequencies[slot] = Math.min(frequency, 0xffff);
    }
  return { numbers, starts, ordinals, frequencies };
}

/** In the order of their UTF-8 bytes, which UTF-16 keeps but for characters beyond U+FFFF. */
function sortTerms(terms: string[]): string[] {
  if (!terms.some((term) => /[\uD800-\uDFFF]/.test(term))) return terms.sort();
  return terms
    .map((term) => ({ term, bytes: Buffer.from(term) }))
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
    .map(({ term }) => term);
}
