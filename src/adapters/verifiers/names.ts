/** @module Names of a sentence that its sources do not hold. */
import { capitalizesNouns, isCommonNoun } from "./german-nouns.ts";

/** A capitalised run that does not begin the sentence. */
const NAME = /(?<=[\p{Ll}\p{N},;:)"”’]\s)\p{Lu}[\p{L}\p{M}’'-]*(?:\s\p{Lu}[\p{L}\p{M}’'-]*)*/gu;

const toWords = (text: string): string =>
  ` ${text
    .toLowerCase()
    .replaceAll(/['’]s(?![\p{L}\p{M}])/gu, "")
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .trim()} `;

/**
 * Capitalised names inside the sentence that no source holds as whole words, in any case. Empty
 * for scripts without capitals. In languages that capitalise every noun, common nouns are no names.
 */
export function findMissingNames(
  sentence: string,
  sources: readonly string[],
  language = "und",
): readonly string[] {
  const haystack = toWords(sources.join("\n"));
  const isHeld = (name: string): boolean => haystack.includes(toWords(name));
  const runs = [...sentence.matchAll(NAME)].filter(([run]) => !isHeld(run));
  if (!capitalizesNouns(language)) return [...new Set(runs.map(([run]) => run))];
  const source: ReadonlySet<string> = new Set(haystack.split(" ").filter(Boolean));
  const names = runs.flatMap((run) => findNamesInRun(sentence, run, source));
  return [...new Set(names.filter((name) => !isHeld(name)))];
}

/** What is left of a run of capitalised words without its common nouns. */
function findNamesInRun(
  sentence: string,
  { 0: run, index }: RegExpExecArray,
  source: ReadonlySet<string>,
): readonly string[] {
  const names: string[][] = [[]];
  for (const { 0: word, index: at } of run.matchAll(/\S+/g))
    if (isCommonNoun(word, sentence.slice(0, index + at), source)) names.push([]);
    else names.at(-1)?.push(word);
  return names.filter((name) => name.length > 0).map((name) => name.join(" "));
}
