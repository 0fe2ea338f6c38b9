/** @module Makes one spelling of the many ways to encode the same word. */

const MAX_CODE_POINTS = 255;
const IGNORED = /[\u00AD\u200B-\u200D\u2060\uFEFF\p{Variation_Selector}]/gu;
const DASHES = /[\u2010-\u2015\u2212]/g;
const QUOTES = /[\u2018\u2019\u02BC]/g;
// eslint-disable-next-line no-control-regex -- the range is what ASCII is
const ASCII = /^[\x00-\x7F]*$/;

export function isAscii(text: string): boolean {
  return ASCII.test(text);
}

/** The first 255 code points: longer words are encoded data, not language. */
export function cutWord(word: string): string {
  if (word.length <= MAX_CODE_POINTS) return word;
  return [...word].slice(0, MAX_CODE_POINTS).join("");
}

/** NFKC without invisible characters, dashes as `-`, apostrophes as `'`. */
export function normalizeWord(word: string): string {
  if (isAscii(word)) return word;
  return word.normalize("NFKC").replace(IGNORED, "").replace(DASHES, "-").replace(QUOTES, "'");
}

/** Whether `normalizeWord` keeps every character at its index. */
export function keepsOffsets(word: string): boolean {
  return isAscii(word) || word === word.normalize("NFKC").replace(IGNORED, "");
}
