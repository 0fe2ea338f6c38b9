/** @module Stored vectors that were read lately: the best of one question are often those of the next. */

/** About 16,000 vectors of 256 dimensions. */
const CAPACITY_BYTES = 16 * 2 ** 20;

/** Room for forgotten names, before the list of them is cut. */
const SLACK = 4096;

/** By embedding row. The oldest give way; a hit makes nothing younger, so that a lookup stays cheap. */
export class VectorCache {
  readonly #capacity: number;
  readonly #vectors = new Map<number, Float32Array>();
  /** Oldest first from `#first` on: looking for the first entry of a map walks over deleted ones. */
  #order: number[] = [];
  #first = 0;
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
    this.#order.push(id);
    this.#bytes += vector.byteLength;
    while (this.#bytes > this.#capacity) this.#forgetOldest();
  }

  /** What was deleted must not be remembered. */
  clear(): void {
    this.#vectors.clear();
    this.#order = [];
    this.#first = 0;
    this.#bytes = 0;
  }

  #forgetOldest(): void {
    const oldest = this.#order[this.#first++] ?? 0;
    this.#bytes -= this.#vectors.get(oldest)?.byteLength ?? 0;
    this.#vectors.delete(oldest);
    if (this.#first < SLACK) return;
    this.#order = this.#order.slice(this.#first);
    this.#first = 0;
  }
}
