/** @module Numbers as columns of bytes: varints, and floats whose like bytes stand together. */

/** Of the largest integer that JavaScript counts. */
const MOST_BYTES = 8;

/** Collects unsigned integers, seven bits a byte, low bits first. */
export class VarintWriter {
  #bytes = new Uint8Array(4096);
  #length = 0;

  /** @param value an integer from 0 to 2^53 - 1. */
  push(value: number): void {
    if (this.#length + MOST_BYTES > this.#bytes.length) this.#grow();
    let rest = value;
    while (rest > 0x7f) {
      this.#bytes[this.#length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#bytes[this.#length++] = rest;
  }

  toBytes(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #grow(): void {
    const grown = new Uint8Array(this.#bytes.length * 2);
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}

/** Reads what a `VarintWriter` wrote. Behind the end everything is 0. */
export class VarintReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  next(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 0x80) {
      const byte = this.#bytes[this.#at++] ?? 0;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  }
}

const FLOAT_BYTES = 4;

/** First bytes first, then all second ones: scores of a ranking differ in their low bytes alone. */
export function writeFloats(values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * FLOAT_BYTES));
  for (const [index, value] of values.entries()) view.setFloat32(index * FLOAT_BYTES, value);
  const planes = new Uint8Array(view.byteLength);
  for (let i = 0; i < planes.length; i++) {
    const plane = i % FLOAT_BYTES;
    planes[plane * values.length + (i - plane) / FLOAT_BYTES] = view.getUint8(i);
  }
  return planes;
}

export function readFloats(planes: Uint8Array): readonly number[] {
  const count = planes.length / FLOAT_BYTES;
  const view = new DataView(new ArrayBuffer(planes.length));
  for (let i = 0; i < planes.length; i++) {
    const plane = i % FLOAT_BYTES;
    view.setUint8(i, planes[plane * count + (i - plane) / FLOAT_BYTES] ?? 0);
  }
  return Array.from({ length: count }, (_, index) => view.getFloat32(index * FLOAT_BYTES));
}
