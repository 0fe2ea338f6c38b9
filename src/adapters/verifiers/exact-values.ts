/** @module Numbers, dates and names of a sentence that its sources do not hold. */

/** A number with its separators, sign and percent; list numbers ("1.") are left to the caller. */
const NUMBER = /(?<![\p{L}\p{N}_])[-+−]?\d+(?:[.,'’\u00a0\u202f]\d+)*(?:\s?%)?(?![\p{L}_])/gu;
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
    .replace(/^\+/, "");
  const grouped = bare.replace(
    /^(-?\d{1,3})((?:[.,]\d{3})+)(?!\d)/,
    (_, head: string, tail: string) => head + tail.replaceAll(/[.,]/g, ""),
  );
  return grouped.replace(",", ".");
}

export function listNumbers(text: string): readonly string[] {
  return [...text.matchAll(NUMBER)].map(([found]) => normalizeNumber(found));
}

/** Values written as words count as their figures in a source. */
function numbersOf(source: string): ReadonlySet<string> {
  const spelled = [...source.toLowerCase().matchAll(/\p{L}+/gu)].flatMap(([word]) => {
    const value = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
    return value === undefined ? [] : [value];
  });
  return new Set([...listNumbers(source), ...spelled]);
}

/** In the order of the sentence, each once, as written. */
export function findMissingNumbers(
  sentence: string,
  sources: readonly string[],
): readonly string[] {
  const body = sentence.replace(/^\s*(?:\d+[.)]|[-*•])\s+/, "");
  const known = numbersOf(sources.join("\n"));
  const found = [...body.matchAll(NUMBER)].map(([number]) => number);
  return [...new Set(found.filter((number) => !known.has(normalizeNumber(number))))];
}

/**
 * Capitalised names inside the sentence that no source holds, in any case. Empty for scripts
 * without capitals.
 */
export function findMissingNames(sentence: string, sources: readonly string[]): readonly string[] {
  const haystack = sources.join("\n").toLowerCase();
  const names = [...sentence.matchAll(NAME)].map(([name]) => name);
  return [...new Set(names.filter((name) => !haystack.includes(name.toLowerCase())))];
}
