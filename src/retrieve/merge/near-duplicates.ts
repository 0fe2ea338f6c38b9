/** @module Texts that say the same, among what one caller was shown. */

/** Shared share of word 5-grams from which two texts are one (guide: retrieval, section 8). */
const NEAR = 0.9;
const GRAM = 5;

/** Lower case, white space and punctuation collapsed. */
const toWords = (text: string): readonly string[] =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

function toGrams(words: readonly string[]): ReadonlySet<string> {
  if (words.length < GRAM) return new Set([words.join(" ")]);
  return new Set(words.slice(GRAM - 1).map((_, i) => words.slice(i, i + GRAM).join(" ")));
}

function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0;
  for (const gram of a) if (b.has(gram)) shared++;
  return shared / (a.size + b.size - shared);
}

/**
 * For each text the index of the earlier text that it repeats, or itself. Exact Jaccard over word
 * 5-grams: a page of hits is too few to need signatures.
 */
export function findNearDuplicates(texts: readonly string[]): readonly number[] {
  const grams = texts.map((text) => toGrams(toWords(text)));
  const first: number[] = [];
  for (const [index, own] of grams.entries()) {
    const earlier = grams.findIndex(
      (other, at) => at < index && first[at] === at && jaccard(own, other) >= NEAR,
    );
    first.push(earlier >= 0 ? earlier : index);
  }
  return first;
}
