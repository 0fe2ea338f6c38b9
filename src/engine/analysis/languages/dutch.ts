/** @module Dutch: possessives and plurals with an apostrophe cut, then Snowball's stemmer. */
import { type LanguageRules, toWordSet } from "../language.ts";
import { loadStemmer } from "../load-stemmer.ts";

/** Snowball's Dutch list. */
const STOP_WORDS = toWordSet(
  "de en van ik te dat die in een hij het niet zijn is was op aan met als voor had er " +
    "maar om hem dan zou of wat mijn men dit zo door over ze zich bij ook tot je mij uit " +
    "der daar haar naar heb hoe heeft hebben deze u want nog zal me zij nu ge geen omdat " +
    "iets worden toch al waren veel meer doen toen moet ben zonder kan hun dus alles onder " +
    "ja eens hier wie werd altijd doch wordt wezen kunnen ons zelf tegen na reeds wil kon " +
    "niets uw iemand geweest andere",
);

/** `Anna's` and `foto's` end in it. */
const trim = (word: string): string => (/'s$/i.test(word) ? word.slice(0, -2) : word);

/** Snowball's stop words and stemmer. */
export const dutch: LanguageRules = {
  id: "nl-1",
  locale: "nl",
  splitsWords: true,
  keepsIdentifiers: true,
  decimalComma: true,
  trim,
  stopWords: STOP_WORDS,
  stem: loadStemmer("dutch"),
};
