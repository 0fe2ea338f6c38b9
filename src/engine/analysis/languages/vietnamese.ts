/** @module Vietnamese: every syllable a term. */
import { type LanguageRules, toWordSet } from "../language.ts";

/** Words of form alone that are no syllable of a common compound; no published list is so careful. */
const STOP_WORDS = toWordSet(
  "và của là các những được cho trong với đã này khi thì mà rằng cũng nhưng hoặc bởi đó " +
    "sẽ đang ở rất",
);

/** A tone mark on either vowel is the same syllable: `hòa` and `hoà`. */
const OPEN_DIPHTHONG =
  /(o)([\u0300\u0301\u0303\u0309\u0323])([ae])$|(u)([\u0300\u0301\u0303\u0309\u0323])(y)$/u;

const fold = (word: string): string =>
  word
    .normalize("NFD")
    .replace(OPEN_DIPHTHONG, (_, o = "", toneO = "", a = "", u = "", toneU = "", y = "") =>
      [o, a, toneO, u, y, toneU].join(""),
    )
    .normalize("NFC");

/** Syllables are not inflected, so there is no stemmer. */
export const vietnamese: LanguageRules = {
  id: "vi-1",
  locale: "vi",
  splitsWords: true,
  keepsIdentifiers: true,
  decimalComma: true,
  stopWords: STOP_WORDS,
  fold,
};
