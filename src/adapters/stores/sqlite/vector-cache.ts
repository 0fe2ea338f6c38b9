/** @module Stored vectors that were read lately: the best of one question are often those of the next. */

/** About 16,000 vectors of 256 dimensions. */
const CAPACITY_BYTES = 16 * 2 ** 20;

/** By embedding row. The oldest give way; a hit makes nothing younger, so that a lookup stays cheap. */
export class VectorCache {
  readonly #capacity: number;
  readonly #vectors = new Map<number, Float32Array>();
  #bytes = 0;

  constructor(capacityBytes = CAPACITY_BYTES) {
    this.#capacity = capacityBytes;
  }

  get(id: number): Float32Array | undefined {
    return this.#vectors.get(id);
  }

  put(id: number, vector: Float32Array): void {
    if (this.#vectors.has(id) || vector.byteLength > this.#capacity) return;
    this.#vectors.set(id, vector);
    this.#bytes += vector.byteLength;
    for (const [oldest, { byteLength }] of this.#vectors) {
      if (this.#bytes <= this.#capacity) return;
      this.#vectors.delete(oldest);
      this.#bytes -= byteLength;
    }
  }

  /** What was deleted must not be remembered. */
  clear(): void {
    this.#vectors.clear();
    this.#bytes = 0;
  }
}
