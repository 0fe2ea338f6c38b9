/** @module Reads a segment lazily: its directory at once, a posting list when it is asked for. */
import type { ReadableText } from "./bm25.ts";
import { DictionaryBlock, findInDictionary } from "./dictionary.ts";
import { decodeDirectory, findBlock } from "./directory.ts";
import type { LexicalBlocks } from "./encode-segment.ts";
import { corruptBlock } from "./errors.ts";
import { decodeLengths } from "./lengths.ts";
import { decodePostings, type EncodedPostings, type PostingList } from "./postings.ts";

/** Fetches the bytes of one segment; called as late and as seldom as the segment can. */
export interface BlockReader {
  directory(): Uint8Array;
  /** @param block its number, from 0. */
  dictionary(block: number): Uint8Array;
  lengths(): Uint8Array;
}

export interface LexicalSegment extends ReadableText {
  /** Local ordinals are 0 to `count - 1`. */
  readonly count: number;
  /** Words in each chunk by local ordinal; 0: nothing to find there. */
  readonly lengths: Uint16Array;
  readonly maxLength: number;
  /**
   * The list of one term, kept from then on.
   *
   * @throws `lexical.corrupt-block` when the bytes are not what was written.
   */
  postings(term: string): PostingList | undefined;
  /** Memory taken by what is kept, about. */
  cachedBytes(): number;
}

/** Terms known to be absent that are remembered. */
const MAX_ABSENT = 4096;

/** What a list takes besides its postings, about. */
const LIST_OVERHEAD = 400;

/**
 * Opens a segment: reads its directory and lengths, and no posting list.
 *
 * @param count chunks the caller expects.
 * @throws `lexical.corrupt-block` when the bytes are not what was written, or of another size.
 */
export function openSegment(reader: BlockReader, count: number): LexicalSegment {
  const lengthBytes = reader.lengths();
  const directory = decodeDirectory(reader.directory(), lengthBytes);
  if (directory.count !== count)
    throw corruptBlock({ block: "directory block 0", reason: "has another number of chunks" });
  const lengths = decodeLengths(lengthBytes);
  const known = new Map<string, PostingList>();
  const absent = new Set<string>();
  let cachedBytes = lengths.byteLength;

  const blocks = new Map<number, DictionaryBlock>();
  const touched = new Set<number>();
  /** Indexing a block costs as much as searching it a few times: worth it from the second on. */
  const find = (number: number, term: Uint8Array): EncodedPostings | undefined => {
    const block = blocks.get(number);
    if (block) return block.find(term);
    if (!touched.has(number)) {
      touched.add(number);
      return findInDictionary(number, reader.dictionary(number), term);
    }
    const kept = new DictionaryBlock(number, reader.dictionary(number));
    blocks.set(number, kept);
    cachedBytes += kept.byteLength;
    return kept.find(term);
  };

  const load = (term: string): PostingList | undefined => {
    const bytes = Buffer.from(term);
    const number = findBlock(directory, bytes);
    if (number < 0) return undefined;
    const encoded = find(number, bytes);
    return encoded && decodePostings(encoded, count);
  };
  const postings = (term: string): PostingList | undefined => {
    const cached = known.get(term);
    if (cached !== undefined || absent.has(term)) return cached;
    const list = load(term);
    if (list === undefined) {
      if (absent.size >= MAX_ABSENT) absent.clear();
      absent.add(term);
    } else {
      known.set(term, list);
      cachedBytes += list.ordinals.byteLength + list.frequencies.byteLength + LIST_OVERHEAD;
    }
    return list;
  };
  return { count, lengths, ...measure(lengths), postings, cachedBytes: () => cachedBytes };
}

function measure(
  lengths: Uint16Array,
): Pick<LexicalSegment, "chunks" | "totalLength" | "maxLength"> {
  let chunks = 0;
  let totalLength = 0;
  let maxLength = 0;
  for (const length of lengths) {
    if (length > 0) chunks++;
    totalLength += length;
    maxLength = Math.max(maxLength, length);
  }
  return { chunks, totalLength, maxLength };
}

/** Reads blocks that are in memory. */
export function readBlocks({ directory, dictionary, lengths }: LexicalBlocks): BlockReader {
  return {
    directory: () => directory,
    dictionary: (block) => dictionary[block] ?? new Uint8Array(),
    lengths: () => lengths,
  };
}
