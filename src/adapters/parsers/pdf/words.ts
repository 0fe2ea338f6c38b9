/** @module Joins lines to running text, and words that were cut at a line's end. */

const CUT = /(\p{L}[\p{L}\p{M}'’]*)[-\u2010\u00ad]$/u;
const NEXT = /^(\p{Ll}[\p{L}\p{M}'’]*)/u;

export interface Vocabulary {
  /** Lower case, with inner hyphens. */
  has(word: string): boolean;
}

/** The words of all lines, but for those at a line's end that may be cut. */
export function toVocabulary(lines: Iterable<string>): Vocabulary {
  const words = new Set<string>();
  for (const line of lines)
    for (const [word] of line
      .replace(/[\p{L}-]+[-\u2010\u00ad]$/u, "")
      .toLowerCase()
      .matchAll(/\p{L}[\p{L}\p{M}'’-]*/gu))
      words.add(word);
  return words;
}

const isIdeographic = (text: string): boolean =>
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text);

/**
 * A cut word is joined when the document has it whole, or when neither it nor its halves are
 * words of the document; a hyphen of the author stays.
 */
export function joinLines(lines: readonly string[], vocabulary: Vocabulary): string {
  let text = "";
  for (const line of lines) {
    const next = line.trim();
    const [, first] = CUT.exec(text) ?? [];
    const [, second] = NEXT.exec(next) ?? [];
    if (first !== undefined && second !== undefined) {
      const [a, b] = [first.toLowerCase(), second.toLowerCase()];
      const whole = vocabulary.has(a + b);
      const compound = vocabulary.has(`${a}-${b}`) || (vocabulary.has(a) && vocabulary.has(b));
      const soft = text.endsWith("\u00ad");
      text = soft || whole || !compound ? `${text.slice(0, -1)}${next}` : `${text}${next}`;
    } else if (text === "") text = next;
    else if (/\p{L}[-\u2010]$/u.test(text) && /^[\p{L}\p{N}]/u.test(next)) text += next;
    else if (isIdeographic(text.slice(-1)) && isIdeographic(next.slice(0, 1))) text += next;
    else text += ` ${next}`;
  }
  return text;
}
