/** @module Terms with their posting lists, sorted and front-coded, in blocks of about 64 KiB. */
import { sealBlock, unsealBlock } from "./block.ts";
import { ByteReader, ByteWriter } from "./bytes.ts";
import { corruptBlock } from "./errors.ts";
import type { EncodedPostings } from "./postings.ts";

/** A block is closed by the entry that reaches this size; one long list may exceed it. */
const BLOCK_LENGTH = 65_536;

export interface Dictionary {
  readonly blocks: readonly Uint8Array[];
  /** The first term of each block, in UTF-8. */
  readonly firstTerms: readonly Uint8Array[];
}

export interface DictionaryEntry {
  /** In UTF-8; valid until the next entry is read. */
  readonly term: Uint8Array;
  readonly postings: EncodedPostings;
}

/** Entry: length shared with the term before, rest of the term, number of postings, list. */
export class DictionaryWriter {
  readonly #blocks: Uint8Array[] = [];
  readonly #firstTerms: Uint8Array[] = [];
  readonly #content = new ByteWriter(BLOCK_LENGTH * 2);
  #previous = new Uint8Array();

  /** Terms come in ascending order of their bytes, each once. */
  add(term: Uint8Array, { count, bytes }: EncodedPostings): void {
    if (this.#content.length >= BLOCK_LENGTH) this.#close();
    const isFirst = this.#content.length === 0;
    const shared = isFirst ? 0 : sharedLength(this.#previous, term);
    this.#previous = term.slice();
    if (isFirst) this.#firstTerms.push(this.#previous);
    this.#content.varint(shared);
    this.#content.varint(term.length - shared);
    this.#content.append(term.subarray(shared));
    this.#content.varint(count);
    this.#content.varint(bytes.length);
    this.#content.append(bytes);
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

/**
 * All entries of a block, in order.
 *
 * @throws `lexical.corrupt-block`
 */
export function* readDictionary(number: number, block: Uint8Array): Generator<DictionaryEntry> {
  const name = `dictionary block ${number}`;
  const reader = new ByteReader(unsealBlock("dictionary", number, block), name);
  const term = new ByteWriter(256);
  while (!reader.isAtEnd) {
    const shared = reader.varint();
    if (shared > term.length) throw corruptBlock({ block: name, reason: "is out of order" });
    term.truncate(shared);
    term.append(reader.take(reader.varint()));
    yield { term: term.view(), postings: readPostings(reader) };
  }
}

/**
 * The posting list of one term in the content of a block, which `unsealBlock` gave. Only the
 * entries before it are passed over, none is decoded.
 */
export function findInDictionary(
  content: Uint8Array,
  name: string,
  term: Uint8Array,
): EncodedPostings | undefined {
  const reader = new ByteReader(content, name);
  /** Bytes that the entry before has in common with the term; that entry is smaller than it. */
  let matched = 0;
  while (!reader.isAtEnd) {
    const shared = reader.varint();
    const rest = reader.take(reader.varint());
    if (shared < matched) return undefined;
    if (shared === matched) {
      const more = sharedLength(rest, term.subarray(matched));
      matched += more;
      if (matched === term.length && more === rest.length) return readPostings(reader);
      if (matched === term.length || (more < rest.length && isGreater(rest, more, term, matched)))
        return undefined;
    }
    skipPostings(reader);
  }
  return undefined;
}

const isGreater = (a: Uint8Array, i: number, b: Uint8Array, j: number): boolean =>
  (a[i] ?? 0) > (b[j] ?? 0);

function readPostings(reader: ByteReader): EncodedPostings {
  const count = reader.varint();
  return { count, bytes: reader.take(reader.varint()) };
}

function skipPostings(reader: ByteReader): void {
  reader.varint();
  reader.skip(reader.varint());
}

function sharedLength(a: Uint8Array, b: Uint8Array): number {
  const end = Math.min(a.length, b.length);
  let i = 0;
  while (i < end && a[i] === b[i]) i++;
  return i;
}
