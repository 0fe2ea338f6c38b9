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

/**
 * The posting list of one term in a block. The entries before it are passed over, none is decoded.
 *
 * @throws `lexical.corrupt-block`
 */
export function findInDictionary(
  number: number,
  block: Uint8Array,
  term: Uint8Array,
): EncodedPostings | undefined {
  const reader = openBlock(number, block);
  const rest = new ByteWriter();
  const wanted = new ByteWriter();
  wanted.append(term);
  /** Bytes that the entry before has in common with the term; that entry is smaller than it. */
  let matched = 0;
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
