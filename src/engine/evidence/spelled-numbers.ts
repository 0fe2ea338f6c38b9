/** @module Numbers that a text spells out: a word of its language, or several of English. */
import { HAN_NUMBER, listNumberWords, readHanNumber } from "./number-words.ts";
import { toPrimary } from "./time-words.ts";

const SMALL =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  );
const TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
const VALUES: ReadonlyMap<string, number> = new Map([
  ...SMALL.map((word, value): [string, number] => [word, value]),
  ...TENS.map((word, index): [string, number] => [word, 20 + 10 * index]),
]);
const WORDS = [...VALUES.keys()].join("|");
const ENGLISH = new RegExp(
  `(?<![\\p{L}\\p{N}-])(?:${WORDS})(?:(?:[\\s-]|\\s+and\\s+)(?:${WORDS}|hundred))*(?![\\p{L}\\p{M}])`,
  "giu",
);

export interface SpelledNumber {
  readonly amount: number;
  readonly text: string;
  readonly start: number;
}

/** "two hundred and sixteen"; scale words beyond a hundred are read behind any number. */
function readEnglish(text: string): number {
  let total = 0;
  for (const word of text.toLowerCase().split(/[\s-]+/))
    if (word === "hundred") total = (total || 1) * 100;
    else total += VALUES.get(word) ?? 0;
  return total;
}

/** In the order of the text, English first; articles that also mean one are left out. */
export function findSpelledNumbers(text: string, language: string): readonly SpelledNumber[] {
  const primary = toPrimary(language);
  const english = [...text.matchAll(ENGLISH)].map(({ 0: found, index }) => ({
    amount: readEnglish(found),
    text: found,
    start: index,
  }));
  const numerals = [...text.matchAll(HAN_NUMBER)].map(({ 0: found, index }) => ({
    amount: readHanNumber(found),
    text: found,
    start: index,
  }));
  if (primary === "en") return [...english, ...numerals];
  const words = listNumberWords(primary);
  const own = [...text.matchAll(/\p{L}[\p{L}\p{M}-]*/gu)].flatMap(({ 0: word, index }) => {
    const amount = words.get(word.toLowerCase());
    return amount === undefined || amount <= 1 ? [] : [{ amount, text: word, start: index }];
  });
  const taken = new Set(own.map(({ start }) => start));
  return [...own, ...english.filter(({ start }) => !taken.has(start)), ...numerals];
}
