/** @module How many grams each of a few texts shares with those before it. */

/** Of the table, in grams; it doubles when half full. */
const FIRST_CAPACITY = 2 ** 15;

export interface AddedGrams {
  /** Distinct grams of the text. */
  readonly size: number;
  /** Grams it shares with each text added before it. */
  readonly shared: Int32Array;
}

/**
 * Texts are numbered as they are added. A table from grams to texts counts what one text shares
 * with all others in about the time of its own length; comparing pairs would take that for each.
 * All of it lies in typed arrays: with arrays and maps it takes five times as long.
 */
export class GramIndex {
  /** Open addressing: a gram, and the last node that holds it; 0 where there is none. */
  #grams = new Int32Array(FIRST_CAPACITY);
  #last = new Int32Array(FIRST_CAPACITY);
  /** For each node, from 1 on, its text, and the node before it of the same gram. */
  #texts = new Int32Array(FIRST_CAPACITY);
  #before = new Int32Array(FIRST_CAPACITY);
  #nodes = 0;
  readonly #sizes: number[] = [];

  /** Distinct grams of a text added before. */
  sizeOf(text: number): number {
    return this.#sizes[text] ?? 0;
  }

  add(grams: Int32Array): AddedGrams {
    while (this.#nodes + grams.length >= this.#grams.length / 2) this.#grow();
    const [table, last, texts, before] = [this.#grams, this.#last, this.#texts, this.#before];
    const text = this.#sizes.length;
    const shared = new Int32Array(text);
    const first = this.#nodes;
    let node = first;
    for (let i = 0; i < grams.length; i++) {
      const gram = grams[i] ?? 0;
      const slot = findSlot(table, last, gram);
      const found = last[slot] ?? 0;
      // The latest node stands first: it is of this text when the gram is repeated.
      if (found > first) continue;
      for (let other = found; other !== 0; other = before[other] ?? 0) {
        const at = texts[other] ?? 0;
        shared[at] = (shared[at] ?? 0) + 1;
      }
      node++;
      table[slot] = gram;
      last[slot] = node;
      texts[node] = text;
      before[node] = found;
    }
    this.#nodes = node;
    this.#sizes.push(node - first);
    return { size: node - first, shared };
  }

  #grow(): void {
    const capacity = this.#grams.length * 2;
    const [grams, last] = [this.#grams, this.#last];
    this.#grams = new Int32Array(capacity);
    this.#last = new Int32Array(capacity);
    for (const [slot, node] of last.entries()) {
      if (node === 0) continue;
      const gram = grams[slot] ?? 0;
      const to = findSlot(this.#grams, this.#last, gram);
      this.#grams[to] = gram;
      this.#last[to] = node;
    }
    this.#texts = extend(this.#texts, capacity);
    this.#before = extend(this.#before, capacity);
  }
}

/** Where a gram stands, or would. */
function findSlot(table: Int32Array, last: Int32Array, gram: number): number {
  const mask = table.length - 1;
  let slot = (gram ^ (gram >>> 15)) & mask;
  while (last[slot] !== 0 && table[slot] !== gram) slot = (slot + 1) & mask;
  return slot;
}

function extend(values: Int32Array, capacity: number): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(capacity);
  longer.set(values);
  return longer;
}
