/** @module Part numbers, versions, addresses: strings that readers search for as a whole. */
import { cutWord, isAscii, normalizeWord } from "./normalize.ts";
import { endOfPiece, startOfPiece } from "./pieces.ts";
import type { Part } from "./split.ts";
import { withWordCache } from "./word-cache.ts";

const CACHED_PIECES = 16_384;

/** What every identifier holds at least one of; most texts are done with when there is none. */
const TRIGGER = /[\p{N}_@#+]/gu;

const ASCII_TRIGGER = /[0-9_@#+]/g;

/** A number by itself, the commonest trigger and no identifier. */
const PLAIN_NUMBER = /(?<![A-Za-z0-9][-_/.:@#+&]?)[0-9]+(?![-_/.:@#+&]?[A-Za-z0-9])/y;

/**
 * Letters and digits with single joiners between them, and `+` or `#` at the end. Scripts without
 * spaces are left out: there a digit would make an identifier of the sentence around it.
 */
const IDENTIFIER = (() => {
  const unspaced = ["Han", "Hira", "Kana", "Hang", "Thai", "Laoo", "Khmr", "Mymr"]
    .map((script) => `\\p{scx=${script}}`)
    .join("");
  const first = `[[\\p{L}\\p{N}]--[${unspaced}]]`;
  const group = `${first}[${first}\\p{M}\\u00AD\\u200C\\u200D\\u2060\\uFEFF]*`;
  const joiner = "[\\-_\\/.:@#+\\&\\u2010-\\u2015\\u2212]";
  return new RegExp(`(${group}(?:${joiner}${group})*)([+#]*)`, "gv");
})();

/** The same where there is nothing but ASCII, at a third of the cost. */
const ASCII_IDENTIFIER = /([A-Za-z0-9]+(?:[-_/.:@#+&][A-Za-z0-9]+)*)([+#]*)/g;

const isIdentifier = (text: string): boolean =>
  /[_@#+]/.test(text) ||
  (/\p{N}/u.test(text) && /\p{L}/u.test(text)) ||
  /\p{N}[^\p{N}]+\p{N}/u.test(text);

function identifiersOf(piece: string): readonly Part[] {
  return [...piece.matchAll(isAscii(piece) ? ASCII_IDENTIFIER : IDENTIFIER)]
    .filter(([whole]) => isIdentifier(whole))
    .map(({ 0: whole, 1: body = "", 2: tail = "", index }) => {
      const joined = normalizeWord(cutWord(body)).replaceAll(/[^\p{L}\p{N}\p{M}]/gu, "");
      const text = `=${joined.toLowerCase()}${cutWord(tail)}`;
      return { text, start: index, end: index + whole.length };
    });
}

/**
 * @returns a function that finds the identifiers of a text, in order, with their ranges. A term is
 *   `=` and the lower-cased letters and digits without what joins them: `AB-1234/C` and `ab1234c`
 *   are both `=ab1234c`, `C++` is `=c++`: in every language, for a part number is of none.
 */
export function createIdentifierFinder(): (text: string) => readonly Part[] {
  const toIdentifiers = withWordCache(identifiersOf, CACHED_PIECES);
  return (text) => {
    const ascii = isAscii(text);
    const trigger = ascii ? ASCII_TRIGGER : TRIGGER;
    const found: Part[] = [];
    let from = 0;
    trigger.lastIndex = 0;
    for (let hit = trigger.exec(text); hit !== null; hit = trigger.exec(text)) {
      PLAIN_NUMBER.lastIndex = hit.index;
      if (ascii && PLAIN_NUMBER.test(text)) {
        trigger.lastIndex = PLAIN_NUMBER.lastIndex;
        continue;
      }
      const at = startOfPiece(text, hit.index, from);
      from = endOfPiece(text, trigger.lastIndex);
      for (const { text: term, start, end } of toIdentifiers(text.slice(at, from)))
        found.push({ text: term, start: at + start, end: at + end });
      trigger.lastIndex = from;
    }
    return found;
  };
}
