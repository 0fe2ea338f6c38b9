/** @module Which language a text is in, by its letters and its words of form. */
import { RULES_OF_LANGUAGE } from "../languages/by-code.ts";
import { withWordCache } from "../word-cache.ts";
import { isAscii } from "../normalize.ts";
import { FUNCTION_WORDS } from "./function-words.ts";
import { readScripts } from "./scripts.ts";
import { TELLING } from "./telling-letters.ts";

/** Words looked at, and their characters: more change nothing. */
const MAX_WORDS = 2000;
const MAX_LENGTH = 20_000;

/**
 * The best language needs this share of the words, this many of them, and this lead over the
 * second. Chosen on half of XQuAD's passages, their first 12 and 6 words, its questions and those
 * of four English sets, a wrong language counted as five unsure ones; `bench/languages.ts` prints
 * the other half. A grid of 54 settings differs by .02 in cost.
 */
const LEAST_SHARE = 0.08;
const LEAST_EVIDENCE = 1;
const LEAST_LEAD = 1.5;
/** After so many words a lead like this is final. */
const LOOK_EVERY = 50;
const CLEAR_LEAD = 4;
/** What a telling letter is worth, where a word that only one language lists is worth 1. */
const LETTER_WEIGHT = 0.5;

const WORD = /[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*/gu;
const ASCII_WORD = /[a-z]+(?:'[a-z]+)*/g;
/** A letter by itself is an item, a vitamin or a grade, in every language. */
const LONE_CONSONANT = /^[b-df-hj-np-tv-xz]$/;

/** Letters of other languages that are written in Cyrillic. */
const NOT_RUSSIAN = /[ґєіїўјљњћђџѓќѕ]/u;
/** Bulgarian has none of these, but many `ъ`; no Russian text of some length is without. */
const RUSSIAN = /[ыэё]/u;
const RUSSIAN_LENGTH = 200;

/**
 * @param text of any length; what is markup in it counts as text.
 * @returns the primary subtag of BCP 47, also of a language without an analyzer of its own;
 *   `undefined` when unsure, as for most texts of one or two words. Pure.
 */
export function detectLanguage(text: string): string | undefined {
  const start = text.slice(0, MAX_LENGTH).normalize("NFC");
  const read = readScripts(start);
  if ("language" in read) return read.language;
  const lower = start.toLowerCase();
  if (read.script === "cyrillic") return isRussian(lower) ? "ru" : undefined;
  return detectByWords(lower);
}

function isRussian(text: string): boolean {
  if (NOT_RUSSIAN.test(text)) return false;
  return RUSSIAN.test(text) || (text.length < RUSSIAN_LENGTH && !text.includes("ъ"));
}

/** What one word is evidence of. */
interface Evidence {
  readonly languages: readonly string[];
  /** For each of the languages. */
  readonly weight: number;
}

const NONE: Evidence = { languages: [], weight: 0 };

/** Most words come again and again, and 20 patterns are slow to try. */
const readEvidence = withWordCache(weighWord, 32_768);

function weighWord(word: string): Evidence {
  const languages = listLanguages().get(word);
  if (languages)
    return LONE_CONSONANT.test(word) ? NONE : { languages, weight: 1 / languages.length };
  const told = TELLING.filter(([pattern]) => pattern.test(word));
  if (told.length === 0) return NONE;
  const writers = told.flatMap(([, each]) => each);
  return { languages: writers, weight: (LETTER_WEIGHT * told.length) / writers.length };
}

function detectByWords(text: string): string | undefined {
  const evidence = new Map<string, number>();
  let words = 0;
  for (const [word] of text.matchAll(isAscii(text) ? ASCII_WORD : WORD)) {
    const { languages, weight } = readEvidence(word);
    for (const language of languages)
      evidence.set(language, (evidence.get(language) ?? 0) + weight);
    words += 1;
    if (words % LOOK_EVERY !== 0) continue;
    const early = decide(evidence, words, CLEAR_LEAD);
    if (early !== undefined) return early;
    if (words === MAX_WORDS) break;
  }
  return decide(evidence, words, LEAST_LEAD);
}

function decide(
  evidence: ReadonlyMap<string, number>,
  words: number,
  lead: number,
): string | undefined {
  const [best, second] = [...evidence].toSorted(([, a], [, b]) => b - a);
  if (!best) return undefined;
  const [language, found] = best;
  const isSure =
    found >= LEAST_EVIDENCE && found >= LEAST_SHARE * words && found >= lead * (second?.[1] ?? 0);
  return isSure ? language : undefined;
}

let byWord: ReadonlyMap<string, readonly string[]> | undefined;

/** The languages that list a word; one without an analyzer only where no other lists it. */
function listLanguages(): ReadonlyMap<string, readonly string[]> {
  if (byWord) return byWord;
  const listed = new Map<string, string[]>();
  const codes = Object.keys(FUNCTION_WORDS);
  const analyzed = codes.filter((code) => Object.hasOwn(RULES_OF_LANGUAGE, code));
  for (const language of analyzed) {
    const stopWords = RULES_OF_LANGUAGE[language]?.stopWords ?? [];
    for (const word of new Set([...stopWords, ...wordsOf(language)]))
      listed.set(word, [...(listed.get(word) ?? []), language]);
  }
  const known = new Set(listed.keys());
  for (const language of codes.filter((code) => !analyzed.includes(code)))
    for (const word of wordsOf(language))
      if (!known.has(word)) listed.set(word, [...(listed.get(word) ?? []), language]);
  byWord = listed;
  return listed;
}

const wordsOf = (language: string): readonly string[] =>
  (FUNCTION_WORDS[language] ?? "").split(" ");
