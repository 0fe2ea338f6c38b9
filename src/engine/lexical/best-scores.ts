/** @module Keeps the best of many scored keys in a bounded heap. */

/** Scores are offered with ascending keys; of equal scores the smaller key is the better. */
export class BestScores {
  readonly #capacity: number;
  readonly #scores: Float64Array;
  readonly #keys: Float64Array;
  #size = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#scores = new Float64Array(capacity);
    this.#keys = new Float64Array(capacity);
  }

  /** Only a score above this one, or above 0, is kept. */
  get threshold(): number {
    return this.#size < this.#capacity ? 0 : (this.#scores[0] ?? Infinity);
  }

  /** @param score above `threshold`. */
  offer(score: number, key: number): void {
    if (this.#size < this.#capacity) this.#siftUp(this.#size++, score, key);
    else this.#siftDown(score, key);
  }

  /** Best first. */
  list(): readonly { readonly score: number; readonly key: number }[] {
    return Array.from({ length: this.#size }, (_, i) => ({
      score: this.#scores[i] ?? 0,
      key: this.#keys[i] ?? 0,
    })).sort((a, b) => b.score - a.score || a.key - b.key);
  }

  /** Whether the entry at `index` is worse than the given one. */
  #isWorse(index: number, score: number, key: number): boolean {
    const other = this.#scores[index] ?? 0;
    return other < score || (other === score && (this.#keys[index] ?? 0) > key);
  }

  #put(index: number, score: number, key: number): void {
    this.#scores[index] = score;
    this.#keys[index] = key;
  }

  #siftUp(from: number, score: number, key: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if (this.#isWorse(parent, score, key)) break;
      this.#put(at, this.#scores[parent] ?? 0, this.#keys[parent] ?? 0);
      at = parent;
    }
    this.#put(at, score, key);
  }

  /** Replaces the worst entry. */
  #siftDown(score: number, key: number): void {
    let at = 0;
    for (;;) {
      let child = at * 2 + 1;
      if (child >= this.#size) break;
      const right = child + 1;
      if (
        right < this.#size &&
        this.#isWorse(right, this.#scores[child] ?? 0, this.#keys[child] ?? 0)
      )
        child = right;
      if (!this.#isWorse(child, score, key)) break;
      this.#put(at, this.#scores[child] ?? 0, this.#keys[child] ?? 0);
      at = child;
    }
    this.#put(at, score, key);
  }
}
