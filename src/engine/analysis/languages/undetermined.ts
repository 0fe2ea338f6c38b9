/** @module Any language without rules of its own: words as they are written. */
import type { LanguageRules } from "../language.ts";

/** Safe in every script: no stop words, no stemmer, accents kept. */
export const undetermined: LanguageRules = {
  id: "und-1",
  // "und" would fall back to the locale of the process; the root rules are those of English.
  locale: "en",
  splitsWords: true,
  keepsIdentifiers: true,
  stopWords: new Set(),
};
