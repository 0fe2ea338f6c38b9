/** @module Where a sentence stands in a text, character by character and not as a part of a word. */

const WORD = /[\p{L}\p{M}\p{N}_]/u;
/** Scripts that write no blanks between words. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
/** What a number goes on from, and with: "5" is not said by "-5", "1.5", "5,000" or "5 %". */
const NUMBER_BEFORE = /(?:\d[.,'’\u00a0\u202f]|[-+−])$/u;
const NUMBER_AFTER = /^(?:[.,'’\u00a0\u202f]\d|\s?%)/u;

/**
 * @param expected where it is said to stand: tried first.
 * @returns where the sentence starts, or `undefined`; an empty sentence stands nowhere.
 */
export function findVerbatim(
  text: string,
  sentence: string,
  expected?: number,
): number | undefined {
  if (sentence === "") return undefined;
  if (expected !== undefined && isWhole(text, sentence, expected)) return expected;
  for (let at = text.indexOf(sentence); at >= 0; at = text.indexOf(sentence, at + 1))
    if (isWhole(text, sentence, at)) return at;
  return undefined;
}

function isWhole(text: string, sentence: string, at: number): boolean {
  if (!text.startsWith(sentence, at)) return false;
  const before = text.slice(Math.max(0, at - 2), at);
  const after = text.slice(at + sentence.length, at + sentence.length + 2);
  if (isOneWord(lastOf(before), firstOf(sentence))) return false;
  if (isOneWord(lastOf(sentence), firstOf(after))) return false;
  if (/^\d/.test(sentence) && NUMBER_BEFORE.test(before)) return false;
  return !(/\d$/.test(sentence) && NUMBER_AFTER.test(after));
}

const isOneWord = (left: string, right: string): boolean =>
  [left, right].every((character) => WORD.test(character) && !UNSPACED.test(character));

const firstOf = (text: string): string => Array.from(text.slice(0, 2))[0] ?? "";
const lastOf = (text: string): string => Array.from(text.slice(-2)).at(-1) ?? "";
