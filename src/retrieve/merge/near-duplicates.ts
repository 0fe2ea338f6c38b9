/** @module Texts that say the same, among what one caller was shown. */

/** Shared share of word 5-grams from which two texts are one (guide: retrieval, section 8). */
const NEAR = 0.9;
const GRAM = 5;

/** Of FNV-1a, over UTF-16 units. */
const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

function hashWord(word: string): number {
  let hash = OFFSET;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), PRIME);
  return hash >>> 0;
}

const PLAIN = /^[\u0000-\u007f]*$/;

/** Hashes of the words; case, white space and punctuation count not. */
function hashWords(text: string): readonly number[] {
  const folded = text.toLowerCase();
  // Plain text has one spelling and simple words: most passages take a fraction of the time.
  if (PLAIN.test(folded)) return hashPlainWords(folded);
  return (folded.normalize("NFKC").match(/[\p{L}\p{N}]+/gu) ?? []).map(hashWord);
}

/** The same for runs of a-z and 0-9, without making a string of each. */
function hashPlainWords(folded: string): readonly number[] {
  const hashes: number[] = [];
  let hash = OFFSET;
  let inside = false;
  for (let i = 0; i <= folded.length; i++) {
    // Behind the end there is no number, which is no letter either.
    const unit = folded.charCodeAt(i);
    const isWord = (unit >= 97 && unit <= 122) || (unit >= 48 && unit <= 57);
    if (isWord) hash = Math.imul(hash ^ unit, PRIME);
    else if (inside) {
      hashes.push(hash >>> 0);
      hash = OFFSET;
    }
    inside = isWord;
  }
  return hashes;
}

/** Distinct 5-grams of words, by hash, ascending. */
function toGrams(text: string): Uint32Array {
  const hashes = hashWords(text);
  const first = Math.min(GRAM, hashes.length);
  const grams = new Uint32Array(first === 0 ? 0 : hashes.length - first + 1);
  for (let i = 0; i < grams.length; i++) {
    let gram = 0;
    for (let at = i; at < i + first; at++) gram = Math.imul(gram, PRIME) ^ (hashes[at] ?? 0);
    grams[i] = gram;
  }
  grams.sort();
  let distinct = 0;
  for (let i = 0; i < grams.length; i++)
    if (i === 0 || grams[i] !== grams[distinct - 1]) grams[distinct++] = grams[i] ?? 0;
  return grams.subarray(0, distinct);
}

/** Whether the Jaccard coefficient reaches `NEAR`; ends as soon as it no longer can. */
function isNear(a: Uint32Array, b: Uint32Array): boolean {
  // J >= n means that at most (1 - n)/(1 + n) of all grams stand in one text alone.
  const allowed = ((a.length + b.length) * (1 - NEAR)) / (1 + NEAR);
  let alone = 0;
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const x = a[i] ?? Number.POSITIVE_INFINITY;
    const y = b[j] ?? Number.POSITIVE_INFINITY;
    if (x === y) {
      i++;
      j++;
      continue;
    }
    if (++alone > allowed) return false;
    if (x < y) i++;
    else j++;
  }
  return true;
}

export interface Distinct<T> {
  readonly item: T;
  /** Later items that repeat its text, in order. */
  readonly repeats: readonly T[];
}

/**
 * The first `wanted` items of different texts, in order, each with the later ones that repeat it.
 * Over word 5-grams: a page of hits is too few to need signatures. Items behind the last one
 * wanted are not looked at.
 */
export function takeDistinct<T>(
  items: readonly T[],
  toText: (item: T) => string,
  wanted: number,
): readonly Distinct<T>[] {
  const kept: { item: T; repeats: T[]; grams: Uint32Array }[] = [];
  for (const item of items) {
    const grams = toGrams(toText(item));
    const same = kept.find((other) => isNear(other.grams, grams));
    if (same) same.repeats.push(item);
    else if (kept.length === wanted) break;
    else kept.push({ item, repeats: [], grams });
  }
  return kept.map(({ item, repeats }) => ({ item, repeats }));
}
