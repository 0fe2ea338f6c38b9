/** @module A text as quotes are compared with it, with the way back to its own characters. */

export interface ComparableText {
  readonly text: string;
  /** The span of the original that a span of `text` comes from. */
  toOriginal(start: number, end: number): { readonly start: number; readonly end: number };
}

/** Soft hyphens, and characters of no width. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u2060\ufeff]/g;
const SINGLE_QUOTES = /[\u2018-\u201b\u2032\u2039\u203a\u00b4`]/g;
const DOUBLE_QUOTES = /[\u201c-\u201f\u2033\u00ab\u00bb]/g;
const DASHES = /[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/g;
/** A character with the marks that belong to it. */
const CHARACTER = /\P{M}\p{M}*|\p{M}/gsu;

/**
 * NFKC, without soft hyphens and characters of no width, quotes and dashes of one kind, white space
 * as one blank; case is kept.
 */
export const simplifyTypography = (text: string): string =>
  text
    .replaceAll(INVISIBLE, "")
    .normalize("NFKC")
    .replaceAll(SINGLE_QUOTES, "'")
    .replaceAll(DOUBLE_QUOTES, '"')
    .replaceAll(DASHES, "-")
    .replaceAll(/\s+/g, " ");

/** The same, with the way back. */
export function toComparable(original: string): ComparableText {
  let text = "";
  // For each unit of `text`, where its character begins and ends in the original.
  const starts: number[] = [];
  const ends: number[] = [];
  for (const { 0: character, index } of original.matchAll(CHARACTER)) {
    const plain = simplifyTypography(character);
    const added = plain.startsWith(" ") && text.endsWith(" ") ? plain.slice(1) : plain;
    for (let i = 0; i < added.length; i++) {
      starts.push(index);
      ends.push(index + character.length);
    }
    text += added;
  }
  return {
    text,
    toOriginal: (start, end) => ({
      start: starts[start] ?? original.length,
      end: end > start ? (ends[end - 1] ?? original.length) : (starts[start] ?? original.length),
    }),
  };
}
