/** @module Chinese, Japanese and Korean: pairs of characters, whatever the language. */
import type { LanguageRules } from "../language.ts";

/** No stop words and no stemmer: a pair of characters is too little to judge by. */
export const cjk: LanguageRules = {
  id: "cjk-1",
  locale: "ja",
  splitsWords: true,
  keepsIdentifiers: true,
  stopWords: new Set(),
};
