/** @module Numbers, dates and names of a sentence that its sources do not hold. */

/**
 * A number with its separators, sign and percent, whatever unit is written onto it; list numbers
 * ("1.") are left to the caller.
 */
const NUMBER =
  /(?<![\p{L}\p{N}_])[-+−]?\d+(?:[.,'’\u00a0\u202f]\d+)*(?:\s?%|\s(?:percent|per cent)(?!\p{L}))?/giu;
/** A capitalised run that does not begin the sentence. */
const NAME = /(?<=[\p{Ll}\p{N},;:)"”’]\s)\p{Lu}[\p{L}\p{M}’'-]*(?:\s\p{Lu}[\p{L}\p{M}’'-]*)*/gu;

const WORDS: Readonly<Record<string, string>> = {
  zero: "0",
  one: "1",
  two: "2",
  three: "3",
  four: "4",
  five: "5",
  six: "6",
  seven: "7",
  eight: "8",
  nine: "9",
  ten: "10",
  eleven: "11",
  twelve: "12",
  fifteen: "15",
  twenty: "20",
  thirty: "30",
};

/** One spelling for equal values: separators of thousands go, a decimal comma becomes a point. */
function normalizeNumber(text: string): string {
  const bare = text
    .replaceAll(/[\s'’\u00a0\u202f]/g, "")
    .replace("−", "-")
    .replace(/^\+/, "")
    .replace(/percent$/i, "%");
  const grouped = bare.replace(
    /^(-?\d{1,3})((?:[.,]\d{3})+)(?!\d)/,
    (_, head: string, tail: string) => head + tail.replaceAll(/[.,]/g, ""),
  );
  return grouped.replace(",", ".");
}

export function listNumbers(text: string): readonly string[] {
  return [...text.matchAll(NUMBER)].map(([found]) => normalizeNumber(found));
}

/** Values written as words count as their figures, on both sides. */
function listSpelled(text: string): readonly { readonly word: string; readonly value: string }[] {
  return [...text.matchAll(/\p{L}+/gu)].flatMap(([word]) => {
    const name = word.toLowerCase();
    const value = Object.hasOwn(WORDS, name) ? WORDS[name] : undefined;
    return value === undefined ? [] : [{ word, value }];
  });
}

/** Words that are more often no count: "one of them". */
const NO_COUNT = new Set(["0", "1"]);

/** Figures in the order of the sentence, then words; each once, as written. */
export function findMissingNumbers(
  sentence: string,
  sources: readonly string[],
): readonly string[] {
  const body = sentence.replace(/^\s*(?:\d+[.)]|[-*•])\s+/, "");
  const source = sources.join("\n");
  const known = new Set([...listNumbers(source), ...listSpelled(source).map(({ value }) => value)]);
  const figures = [...body.matchAll(NUMBER)].map(([number]) => number);
  const words = listSpelled(body).filter(({ value }) => !NO_COUNT.has(value) && !known.has(value));
  const missing = figures.filter((number) => !known.has(normalizeNumber(number)));
  return [...new Set([...missing, ...words.map(({ word }) => word)])];
}

const toWords = (text: string): string =>
  ` ${text
    .toLowerCase()
    .replaceAll(/['’]s(?![\p{L}\p{M}])/gu, "")
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .trim()} `;

/**
 * Capitalised names inside the sentence that no source holds as whole words, in any case. Empty
 * for scripts without capitals.
 */
export function findMissingNames(sentence: string, sources: readonly string[]): readonly string[] {
  const haystack = toWords(sources.join("\n"));
  const names = [...sentence.matchAll(NAME)].map(([name]) => name);
  return [...new Set(names.filter((name) => !haystack.includes(toWords(name))))];
}
