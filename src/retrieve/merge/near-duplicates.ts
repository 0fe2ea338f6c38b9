/** @module Texts that say the same, among what one caller was shown. */
import { GramIndex } from "./gram-index.ts";
import { hashWords } from "./word-hashes.ts";

/** Shared share of word 5-grams from which two texts are one (guide: retrieval, section 8). */
const NEAR = 0.9;
const GRAM = 5;
/** Of FNV-1a. */
const PRIME = 0x01000193;

/** Hashes of the 5-grams of words, in order; texts of fewer words are one gram. */
function toGrams(text: string): Int32Array {
  const hashes = hashWords(text);
  const length = Math.min(GRAM, hashes.length);
  const grams = new Int32Array(length === 0 ? 0 : hashes.length - length + 1);
  for (let i = 0; i < grams.length; i++) {
    let gram = 0;
    for (let at = i; at < i + length; at++) gram = Math.imul(gram, PRIME) ^ (hashes[at] ?? 0);
    grams[i] = gram;
  }
  return grams;
}

export interface Distinct<T> {
  readonly item: T;
  /** Later items that repeat its text, in order. */
  readonly repeats: readonly T[];
}

/**
 * The first `wanted` items of different texts, in order, each with the later ones that repeat it:
 * the Jaccard coefficient of their distinct word 5-grams is at least .9. A page of hits is too few
 * to need signatures. Items behind the last one wanted are not looked at.
 */
export function takeDistinct<T>(
  items: readonly T[],
  toText: (item: T) => string,
  wanted: number,
): readonly Distinct<T>[] {
  const kept: { item: T; repeats: T[]; number: number }[] = [];
  const index = new GramIndex();
  for (const [number, item] of items.entries()) {
    const { size, shared } = index.add(toGrams(toText(item)));
    const same = kept.find((other) => {
      const both = shared[other.number] ?? 0;
      return both >= NEAR * (size + index.sizeOf(other.number) - both);
    });
    if (same) same.repeats.push(item);
    else if (kept.length === wanted) break;
    else kept.push({ item, repeats: [], number });
  }
  return kept.map(({ item, repeats }) => ({ item, repeats }));
}
