/** @module Terms with their posting lists, sorted and front-coded, in blocks of about 64 KiB. */
import { sealBlock, unsealBlock } from "./block.ts";
import { ByteReader, ByteWriter } from "./bytes.ts";
import type { EncodedPostings, PostingsWriter } from "./postings.ts";

/** A block is closed by the entry that reaches this size; one long list may exceed it. */
const BLOCK_LENGTH = 65_536;

export interface Dictionary {
  readonly blocks: readonly Uint8Array[];
  /** The first term of each block, in UTF-8. */
  readonly firstTerms: readonly Uint8Array[];
}

/** Entry: length shared with the term before, rest of the term, number of postings, list. */
export class DictionaryWriter {
  readonly #blocks: Uint8Array[] = [];
  readonly #firstTerms: Uint8Array[] = [];
  readonly #content = new ByteWriter(BLOCK_LENGTH * 2);
  readonly #previous = new ByteWriter();

  /** @param term in UTF-8; terms come in ascending order of their bytes, each once. */
  add(term: ByteWriter, postings: PostingsWriter): void {
    if (this.#content.length >= BLOCK_LENGTH) this.#close();
    const isFirst = this.#content.length === 0;
    const shared = isFirst ? 0 : this.#previous.sharedLength(term);
    if (isFirst) this.#firstTerms.push(term.view().slice());
    this.#previous.copy(term);
    this.#content.varint(shared);
    this.#content.varint(term.length - shared);
    this.#content.appendFrom(term, shared);
    this.#content.varint(postings.count);
    this.#content.varint(postings.bytes.length);
    this.#content.appendFrom(postings.bytes, 0);
  }

  finish(): Dictionary {
    if (this.#content.length > 0) this.#close();
    return { blocks: this.#blocks, firstTerms: this.#firstTerms };
  }

  #close(): void {
    this.#blocks.push(sealBlock("dictionary", this.#blocks.length, this.#content.view()));
    this.#content.clear();
  }
}

/** Goes through the entries of one block in order; starts before the first. */
export class DictionaryCursor {
  /** The term at hand, in UTF-8. */
  readonly term = new ByteWriter();
  readonly #reader: ByteReader;
  #count = 0;
  #end = 0;

  /** @throws `lexical.corrupt-block` */
  constructor(number: number, block: Uint8Array) {
    this.#reader = openBlock(number, block);
  }

  /** The list at hand, to be read before the next `advance`. */
  get postings(): EncodedPostings {
    return { reader: this.#reader, count: this.#count };
  }

  /**
   * Goes to the next entry.
   *
   * @returns false at the end.
   * @throws `lexical.corrupt-block`
   */
  advance(): boolean {
    const reader = this.#reader;
    reader.skip(this.#end - reader.at);
    if (reader.isAtEnd) return false;
    const shared = reader.varint();
    if (shared > this.term.length) reader.fail("is out of order");
    this.term.truncate(shared);
    reader.copyTo(this.term, reader.varint());
    this.#count = reader.varint();
    const length = reader.varint();
    this.#end = reader.at + length;
    return true;
  }
}

/** Entries between two places where a search may begin. */
const RESTART_EVERY = 16;

/** Places to begin, in flat arrays: an object for each would outweigh the block. */
interface Restarts {
  readonly count: number;
  /** The whole terms of the entries, one after the other. */
  readonly terms: Uint8Array;
  /** Where each term begins in `terms`; one more for the end. */
  readonly termAt: Uint32Array;
  /** Where the number of the entry's postings stands. */
  readonly postingsAt: Uint32Array;
  /** Where the next entry begins. */
  readonly nextAt: Uint32Array;
}

/**
 * A block that is searched more than once: its checksum is verified once, and a search passes over
 * a few entries instead of half the block.
 */
export class DictionaryBlock {
  readonly #content: Uint8Array;
  readonly #name: string;
  readonly #restarts: Restarts;

  /** @throws `lexical.corrupt-block` */
  constructor(number: number, block: Uint8Array) {
    this.#content = unsealBlock("dictionary", number, block);
    this.#name = `dictionary block ${number}`;
    this.#restarts = this.#findRestarts();
  }

  /** Memory taken, about. */
  get byteLength(): number {
    return this.#content.byteLength + this.#restarts.terms.byteLength + this.#restarts.count * 12;
  }

  /**
   * The posting list of one term, not yet decoded.
   *
   * @throws `lexical.corrupt-block`
   */
  find(term: Uint8Array): EncodedPostings | undefined {
    const at = this.#lastNotAfter(term);
    if (at < 0) return undefined;
    const known = this.#termOf(at);
    const reader = new ByteReader(this.#content, this.#name);
    const matched = sharedLength(known, term);
    if (matched === term.length && matched === known.length) {
      reader.skip(this.#restarts.postingsAt[at] ?? 0);
      const count = reader.varint();
      reader.varint();
      return { reader, count };
    }
    reader.skip(this.#restarts.nextAt[at] ?? 0);
    return scanFor(reader, term, matched);
  }

  #termOf(restart: number): Uint8Array {
    const { terms, termAt } = this.#restarts;
    return terms.subarray(termAt[restart] ?? 0, termAt[restart + 1] ?? 0);
  }

  /** The last restart whose term is not after the one wanted; -1 when all are. */
  #lastNotAfter(term: Uint8Array): number {
    let low = 0;
    let high = this.#restarts.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (Buffer.compare(this.#termOf(middle), term) <= 0) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  #findRestarts(): Restarts {
    const terms = new ByteWriter();
    const termAt: number[] = [];
    const postingsAt: number[] = [];
    const nextAt: number[] = [];
    const reader = new ByteReader(this.#content, this.#name);
    const term = new ByteWriter();
    for (let entry = 0; !reader.isAtEnd; entry++) {
      const shared = reader.varint();
      if (shared > term.length) reader.fail("is out of order");
      term.truncate(shared);
      reader.copyTo(term, reader.varint());
      const postings = reader.at;
      reader.varint();
      reader.skip(reader.varint());
      if (entry % RESTART_EVERY !== 0) continue;
      termAt.push(terms.length);
      postingsAt.push(postings);
      nextAt.push(reader.at);
      terms.appendFrom(term, 0);
    }
    return {
      count: termAt.length,
      terms: terms.view().slice(),
      termAt: Uint32Array.from([...termAt, terms.length]),
      postingsAt: Uint32Array.from(postingsAt),
      nextAt: Uint32Array.from(nextAt),
    };
  }
}

function sharedLength(a: Uint8Array, b: Uint8Array): number {
  const end = Math.min(a.length, b.length);
  let i = 0;
  while (i < end && a[i] === b[i]) i++;
  return i;
}

/**
 * The posting list of one term in a block that is read once. The entries before it are passed
 * over, none is decoded.
 *
 * @throws `lexical.corrupt-block`
 */
export function findInDictionary(
  number: number,
  block: Uint8Array,
  term: Uint8Array,
): EncodedPostings | undefined {
  return scanFor(openBlock(number, block), term, 0);
}

/**
 * Goes on from an entry's end.
 *
 * @param matched bytes that the entry before has in common with the term; it is smaller than it.
 */
function scanFor(
  reader: ByteReader,
  term: Uint8Array,
  matchedBefore: number,
): EncodedPostings | undefined {
  const rest = new ByteWriter();
  const wanted = new ByteWriter();
  wanted.append(term, matchedBefore);
  let matched = matchedBefore;
  while (!reader.isAtEnd) {
    const shared = reader.varint();
    const length = reader.varint();
    if (shared < matched) return undefined;
    if (shared > matched) reader.skip(length);
    else {
      rest.clear();
      reader.copyTo(rest, length);
      const order = rest.compare(wanted);
      if (order === 0) {
        const count = reader.varint();
        reader.varint();
        return { reader, count };
      }
      if (order > 0) return undefined;
      const more = rest.sharedLength(wanted);
      matched += more;
      wanted.clear();
      wanted.append(term, matched);
    }
    reader.varint();
    reader.skip(reader.varint());
  }
  return undefined;
}

const openBlock = (number: number, block: Uint8Array): ByteReader =>
  new ByteReader(unsealBlock("dictionary", number, block), `dictionary block ${number}`);
