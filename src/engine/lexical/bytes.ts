/** @module Bytes that grow and bytes that are read: numbers take seven bits a byte, low bits first. */
import { corruptBlock } from "./errors.ts";

/** Below this a loop copies faster than a view can be made. */
const SHORT = 48;

/** Collects bytes in a buffer of its own, which is used again after `clear`. */
export class ByteWriter {
  #bytes: Uint8Array;
  #length = 0;

  constructor(capacity = 256) {
    this.#bytes = new Uint8Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  /** An unsigned integer below 2^31. */
  varint(value: number): void {
    this.#reserve(5);
    let rest = value;
    while (rest > 0x7f) {
      this.#bytes[this.#length++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#bytes[this.#length++] = rest;
  }

  append(bytes: Uint8Array, start = 0, end = bytes.length): void {
    const count = end - start;
    this.#reserve(count);
    if (count > SHORT) this.#bytes.set(bytes.subarray(start, end), this.#length);
    else for (let i = 0; i < count; i++) this.#bytes[this.#length + i] = bytes[start + i] ?? 0;
    this.#length += count;
  }

  /** What another writer holds from an index on. */
  appendFrom(other: ByteWriter, start: number): void {
    this.append(other.#bytes, start, other.#length);
  }

  /** Holds the UTF-8 of a text, and nothing else. */
  setText(text: string): void {
    this.#length = 0;
    this.#reserve(text.length * 3);
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 0x7f) {
        this.#length = 0;
        this.append(Buffer.from(text));
        return;
      }
      this.#bytes[this.#length++] = unit;
    }
  }

  /** Holds what another writer holds. */
  copy(other: ByteWriter): void {
    this.#length = 0;
    this.appendFrom(other, 0);
  }

  clear(): void {
    this.#length = 0;
  }

  /** Keeps the first `length` bytes, of which there are at least as many. */
  truncate(length: number): void {
    this.#length = length;
  }

  /** How many bytes both begin with. */
  sharedLength(other: ByteWriter): number {
    const end = Math.min(this.#length, other.#length);
    let i = 0;
    while (i < end && this.#bytes[i] === other.#bytes[i]) i++;
    return i;
  }

  /** Negative, 0 or positive, byte by byte. */
  compare(other: ByteWriter): number {
    const shared = this.sharedLength(other);
    if (shared === this.#length || shared === other.#length) return this.#length - other.#length;
    return (this.#bytes[shared] ?? 0) - (other.#bytes[shared] ?? 0);
  }

  /** What was written so far; valid until the next write. */
  view(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#length + count, this.#bytes.length * 2));
    grown.set(this.view());
    this.#bytes = grown;
  }
}

/** Reads what a `ByteWriter` wrote. Every method throws `lexical.corrupt-block` past the end. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #name: string;
  #at = 0;

  /** @param name says in errors which block this is. */
  constructor(bytes: Uint8Array, name: string) {
    this.#bytes = bytes;
    this.#name = name;
  }

  get at(): number {
    return this.#at;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  varint(): number {
    const first = this.#bytes[this.#at];
    if (first !== undefined && first < 0x80) {
      this.#at++;
      return first;
    }
    return this.#longVarint();
  }

  skip(count: number): void {
    this.#at += count;
    if (this.#at > this.#bytes.length) this.fail("ends too early");
  }

  /** Appends the next bytes to a writer. */
  copyTo(writer: ByteWriter, count: number): void {
    const start = this.#at;
    this.skip(count);
    writer.append(this.#bytes, start, this.#at);
  }

  /** A view of the next bytes. */
  take(count: number): Uint8Array {
    const start = this.#at;
    this.skip(count);
    return this.#bytes.subarray(start, this.#at);
  }

  /** @throws `lexical.corrupt-block` */
  fail(reason: string): never {
    throw corruptBlock({ block: this.#name, reason });
  }

  #longVarint(): number {
    let value = 0;
    for (let shift = 0; shift <= 28; shift += 7) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) break;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    return this.fail("ends too early");
  }
}
