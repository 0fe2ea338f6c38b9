/** @module Hindi: one spelling of nasals and dotted letters, then Snowball's stemmer. */
import { toAsciiDigits } from "../digits.ts";
import { type LanguageRules, toWordSet } from "../language.ts";
import { loadStemmer } from "../load-stemmer.ts";

/** The words of form of Lucene's list. */
const STOP_WORDS = toWordSet(
  "के का एक में की है यह और से हैं को पर इस होता कि जो कर मे गया करने किया लिये लिए अपने " +
    "ने बनी नहीं तो ही या एवं दिया हो इसका था द्वारा हुआ तक साथ करना वाले बाद आप कुछ सकते " +
    "किसी ये इसके सबसे इसमें थे होने वह वे करते बहुत कहा कई करें होती अपनी उनके थी यदि हुई " +
    "जा ना इसे कहते जब होते कोई हुए व न अभी जैसे सभी करता उनकी तरह उस आदि रहा इसकी सकता रहे " +
    "उनका इसी अपना पे उसके भी गई गए",
);

/** A nasal before another consonant may be written as a dot above. */
const NASAL_CLUSTER = /[\u0919\u091E\u0923\u0928\u092E]\u094D(?=[\u0915-\u0939])/g;

const fold = (word: string): string =>
  toAsciiDigits(word)
    // The dot below, which tells borrowed sounds apart and is often left out.
    .normalize("NFD")
    .replaceAll("\u093C", "")
    .normalize("NFC")
    .replaceAll("\u0901", "\u0902")
    .replaceAll(NASAL_CLUSTER, "\u0902");

const SHORT_VOWELS: Readonly<Record<string, string>> = {
  आ: "अ",
  ई: "इ",
  ऊ: "उ",
  ऐ: "ए",
  औ: "ओ",
  "\u0940": "\u093F",
  "\u0942": "\u0941",
  "\u0948": "\u0947",
  "\u094C": "\u094B",
};

const cutEndings = loadStemmer("indian");

/** Long and short vowels are confused in writing; the stemmer's endings tell them apart. */
const stem = (word: string): string =>
  cutEndings(word).replaceAll(
    /[आईऊऐऔ\u0940\u0942\u0948\u094C]/g,
    (vowel) => SHORT_VOWELS[vowel] ?? vowel,
  );

/** Folds what Lucene's HindiNormalizer folds. */
export const hindi: LanguageRules = {
  id: "hi-1",
  locale: "hi",
  splitsWords: true,
  keepsIdentifiers: true,
  stopWords: STOP_WORDS,
  fold,
  stem,
};
