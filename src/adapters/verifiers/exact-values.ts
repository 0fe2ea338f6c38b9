/** @module Numbers and dates of a sentence that its sources do not hold. */
import { toAsciiDigits } from "../../engine/analysis/index.ts";
import { findSpelledNumbers } from "../../engine/evidence/index.ts";

/** Letters that end a word; where words are parted by nothing, a number may follow at once. */
const LETTER = "[\\p{L}--[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Hang}\\p{scx=Thai}]]";
const PERCENT_WORD =
  "percent|per cent|prozent|pour cent|por ?ciento|per ?cento|por cento|procent|procente|la sută|" +
  "процент(?:а|ов)?|τοις εκατό|प्रतिशत|phần trăm|เปอร์เซ็นต์|퍼센트|パーセント";
/**
 * A number with its separators, sign and percent, whatever unit is written onto it; list numbers
 * ("1.") are left to the caller.
 */
const NUMBER = new RegExp(
  `(?<![${LETTER}\\p{N}_])[\\-+−]?\\d+(?:[.,'’\\u00a0\\u202f]\\d+)*(?:\\s?[%٪]|\\s?(?:${PERCENT_WORD})(?!\\p{L}))?`,
  "giv",
);
/** Thousands parted by a blank that is like any other: "1 234,56", or two numbers. */
const BLANK_GROUPS = /(?<![\p{L}\p{N}_.,])[-+−]?\d{1,3}(?: \d{3})+(?:[.,]\d+)?(?!\d)/gu;
/** Words that are more often no count: "one of them". */
const NO_COUNT = new Set(["0", "1"]);

/** One spelling for equal values: separators of thousands go, a decimal comma becomes a point. */
function normalizeNumber(text: string): string {
  const bare = text
    .toLowerCase()
    .replaceAll(/[\s'’\u00a0\u202f]/g, "")
    .replace("−", "-")
    .replace(/^\+/, "")
    .replace(/(?<=\d)[^\d.,]+$/u, "%");
  const grouped = bare.replace(
    /^(-?\d{1,3})((?:[.,]\d{3})+)(?!\d)/,
    (_, head: string, tail: string) => head + tail.replaceAll(/[.,]/g, ""),
  );
  return grouped.replace(",", ".");
}

/** Every value that the figures of a text may be read as. */
export function listNumbers(text: string): readonly string[] {
  const figures = toAsciiDigits(text);
  return [...figures.matchAll(NUMBER), ...figures.matchAll(BLANK_GROUPS)].map(([found]) =>
    normalizeNumber(found),
  );
}

interface SpelledNumber {
  readonly word: string;
  readonly value: string;
}

/** Values written as words of these languages, or as numerals of Chinese. */
function listSpelled(text: string, languages: readonly string[]): readonly SpelledNumber[] {
  const found = languages.flatMap((language) => findSpelledNumbers(text, language));
  return found.map(({ text: word, amount }) => ({ word, value: String(amount) }));
}

/**
 * Figures in the order of the sentence, then words; each once, as written. Values written as words
 * count as their figures, on both sides.
 *
 * @param languages of the sentence and of its sources, as tags of BCP 47 or ids of analyzers, which
 *   begin with one; English is always read.
 */
export function findMissingNumbers(
  sentence: string,
  sources: readonly string[],
  languages: readonly string[] = [],
): readonly string[] {
  const body = toAsciiDigits(sentence).replace(/^\s*(?:\d+[.)]|[-*•])\s+/, "");
  const source = sources.join("\n");
  const read = ["en", ...languages];
  const known = new Set([
    ...listNumbers(source),
    ...listSpelled(source, read).map(({ value }) => value),
  ]);
  const joined = [...body.matchAll(BLANK_GROUPS)].filter(([found]) =>
    known.has(normalizeNumber(found)),
  );
  const isJoined = (at: number): boolean =>
    joined.some(({ 0: found, index }) => index <= at && at < index + found.length);
  const missing = [...body.matchAll(NUMBER)]
    .filter(({ 0: number, index }) => !known.has(normalizeNumber(number)) && !isJoined(index))
    .map(([number]) => number);
  const words = listSpelled(body, read).filter(
    ({ word, value }) => !NO_COUNT.has(value) && !known.has(value) && !source.includes(word),
  );
  return [...new Set([...missing, ...words.map(({ word }) => word)])];
}
