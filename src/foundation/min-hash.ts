/** @module Texts that nearly repeat one another, among many: signatures find pairs, sets confirm. */
import { createRandom } from "./random.ts";
import { hashText } from "./text-hash.ts";

/** Scripts that part words by no blanks: each character counts as a word. */
const UNSPACED =
  "\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Thai}\\p{scx=Laoo}\\p{scx=Khmr}\\p{scx=Mymr}";
const WORD = new RegExp(`[${UNSPACED}]|(?:(?![${UNSPACED}])[\\p{L}\\p{M}\\p{N}])+`, "gu");

/** Words in order, NFKC and lower case; punctuation is none. */
export const listWords = (text: string): readonly string[] =>
  text.normalize("NFKC").toLowerCase().match(WORD) ?? [];

/** Hashes of runs of `width` words; a text of fewer words is one run, one of none has none. */
export function toShingles(text: string, width: number): ReadonlySet<number> {
  const words = listWords(text);
  const length = Math.min(width, words.length);
  const shingles = new Set<number>();
  if (length === 0) return shingles;
  for (let at = 0; at + length <= words.length; at++)
    shingles.add(hashText(words.slice(at, at + length).join(" "), 0));
  return shingles;
}

/**
 * Hashes of runs of `width` characters of the words, one blank between them: what tells texts of a few
 * words apart, whose runs of words change with every word. A shorter text is one run.
 */
export function toCharacterShingles(text: string, width: number): ReadonlySet<number> {
  const letters = [...listWords(text).join(" ")];
  const length = Math.min(width, letters.length);
  const shingles = new Set<number>();
  if (length === 0) return shingles;
  for (let at = 0; at + length <= letters.length; at++)
    shingles.add(hashText(letters.slice(at, at + length).join(""), 0));
  return shingles;
}

/** Shared share of two sets, in [0, 1]; two empty ones share nothing. */
export function computeJaccard<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  let both = 0;
  for (const item of small) if (large.has(item)) both++;
  return a.size + b.size === 0 ? 0 : both / (a.size + b.size - both);
}

/** Hashes of a signature, and the runs of it that are looked up: see `NearDuplicates`. */
const SIGNATURE = 128;
const BAND = 4;

/** Odd multipliers, and addends: one of each a hash of the signature. */
const [FACTORS, ADDENDS] = (() => {
  const random = createRandom("min-hash/1");
  const draw = (): Uint32Array => Uint32Array.from({ length: SIGNATURE }, () => random.uint32());
  return [draw().map((factor) => factor | 1), draw()] as const;
})();

/** Least value of each of 128 hashes over the set (Broder, "On the resemblance of documents", 1997). */
export function computeSignature(shingles: ReadonlySet<number>): Uint32Array {
  const signature = new Uint32Array(SIGNATURE).fill(0xffffffff);
  for (const shingle of shingles)
    for (let i = 0; i < SIGNATURE; i++) {
      let hash = Math.imul(shingle ^ (ADDENDS[i] ?? 0), FACTORS[i] ?? 1);
      hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
      hash = (hash ^ (hash >>> 13)) >>> 0;
      if (hash < (signature[i] ?? 0)) signature[i] = hash;
    }
  return signature;
}

/** Share of equal positions: the Jaccard coefficient of the sets, give or take .09 (two sd at .5). */
export function estimateJaccard(a: Uint32Array, b: Uint32Array): number {
  let equal = 0;
  for (const [index, value] of a.entries()) if (value === b[index]) equal++;
  return equal / SIGNATURE;
}

export interface NearDuplicate<T> {
  readonly item: T;
  /** Jaccard coefficient of the shingles, exact. */
  readonly similarity: number;
}

export interface NearDuplicateOptions {
  /** Texts at least as alike as this are found. */
  readonly threshold: number;
  /** Words of a shingle, or characters. */
  readonly width: number;
  readonly unit?: "words" | "characters";
}

/**
 * Remembers texts and finds those that a new one nearly repeats. Signatures are looked up in 32 bands
 * of 4, and what they find is compared as sets: nothing is found that is less alike than the
 * threshold; of pairs at .72 one in 20,000 is missed, of pairs at .5 one in eight.
 */
export class NearDuplicates<T> {
  readonly #options: NearDuplicateOptions;
  readonly #bands = new Map<number, number[]>();
  readonly #known: { readonly item: T; readonly shingles: ReadonlySet<number> }[] = [];

  constructor(options: NearDuplicateOptions) {
    this.#options = options;
  }

  add(item: T, text: string): void {
    const shingles = this.#cut(text);
    const number = this.#known.push({ item, shingles }) - 1;
    for (const key of listBands(shingles)) {
      const members = this.#bands.get(key);
      if (members) members.push(number);
      else this.#bands.set(key, [number]);
    }
  }

  /** Most alike first, then in the order they were added. */
  find(text: string): readonly NearDuplicate<T>[] {
    const shingles = this.#cut(text);
    const numbers = new Set(listBands(shingles).flatMap((key) => this.#bands.get(key) ?? []));
    return [...numbers]
      .toSorted((a, b) => a - b)
      .flatMap((number) => {
        const known = this.#known[number];
        if (!known) return [];
        const similarity = computeJaccard(shingles, known.shingles);
        return similarity >= this.#options.threshold ? [{ item: known.item, similarity }] : [];
      })
      .toSorted((a, b) => b.similarity - a.similarity);
  }

  #cut(text: string): ReadonlySet<number> {
    const { width, unit = "words" } = this.#options;
    return unit === "words" ? toShingles(text, width) : toCharacterShingles(text, width);
  }
}

/** One number a band: two bands that share it by chance are told apart by their sets. */
function listBands(shingles: ReadonlySet<number>): readonly number[] {
  if (shingles.size === 0) return [];
  const signature = computeSignature(shingles);
  return Array.from({ length: SIGNATURE / BAND }, (_, band) => {
    let key = Math.imul(band + 1, 0x9e3779b1);
    for (const hash of signature.subarray(band * BAND, (band + 1) * BAND))
      key = Math.imul(key ^ hash ^ (key >>> 15), 0x85ebca6b);
    return key;
  });
}
