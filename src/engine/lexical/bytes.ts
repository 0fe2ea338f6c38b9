/** @module Numbers of varying width in byte buffers: seven bits a byte, low bits first. */
import { corruptBlock } from "./errors.ts";

/** Collects bytes and grows as needed. */
export class ByteWriter {
  #bytes: Uint8Array;
  #length = 0;

  constructor(capacity = 1024) {
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

  append(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  clear(): void {
    this.#length = 0;
  }

  /** Keeps the first `length` bytes, of which there are at least as many. */
  truncate(length: number): void {
    this.#length = length;
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

/** Reads what a `ByteWriter` wrote. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #name: string;
  #at = 0;

  /** @param name says in errors which block this is. */
  constructor(bytes: Uint8Array, name: string) {
    this.#bytes = bytes;
    this.#name = name;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** @throws `lexical.corrupt-block` past the end. */
  varint(): number {
    const first = this.#bytes[this.#at];
    if (first !== undefined && first < 0x80) {
      this.#at++;
      return first;
    }
    let value = 0;
    let shift = 0;
    for (;;) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined || shift > 28)
        throw corruptBlock({ block: this.#name, reason: "ends too early" });
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
      shift += 7;
    }
  }

  /** @throws `lexical.corrupt-block` past the end. */
  skip(count: number): void {
    this.#at += count;
    if (this.#at > this.#bytes.length)
      throw corruptBlock({ block: this.#name, reason: "ends too early" });
  }

  /** @throws `lexical.corrupt-block` past the end. */
  take(count: number): Uint8Array {
    const start = this.#at;
    this.skip(count);
    return this.#bytes.subarray(start, this.#at);
  }
}

/** Negative, 0 or positive as `Buffer.compare`, which costs more on short arrays. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const end = Math.min(a.length, b.length);
  for (let i = 0; i < end; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
