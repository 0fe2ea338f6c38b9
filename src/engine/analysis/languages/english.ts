/** @module English, as Lucene's EnglishAnalyzer treats it. */
import { stemmer } from "stemmer";

import type { LanguageRules } from "../language.ts";

/** `EnglishAnalyzer.ENGLISH_STOP_WORDS_SET` of Lucene: 33 words. */
const STOP_WORDS = new Set(
  (
    "a an and are as at be but by for if in into is it no not of on or such that the their then " +
    "there these they this to was will with"
  ).split(" "),
);

const base = {
  locale: "en",
  trim: (word: string): string => (/'s$/i.test(word) ? word.slice(0, -2) : word),
  stopWords: STOP_WORDS,
  stem: stemmer,
};

/** Porter's stemmer of 1980, 33 stop words, possessives cut, identifiers kept. */
export const english: LanguageRules = {
  ...base,
  id: "en-1",
  splitsWords: true,
  keepsIdentifiers: true,
};

/** The same without what Lucene lacks, to compare with figures published by Anserini. */
export const englishParity: LanguageRules = {
  ...base,
  id: "en-parity-1",
  splitsWords: false,
  keepsIdentifiers: false,
};
