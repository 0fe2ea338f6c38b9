/** @module Greek: without accents, one sigma, then a stemmer. */
import { type LanguageRules, toWordSet } from "../language.ts";
import { loadStemmer } from "../load-stemmer.ts";

/** Lucene's list, with the forms of the articles that it lacks; without accents. */
const STOP_WORDS = toWordSet(
  "ο η το οι τα του της των τον την τους τις και κι κ ειμαι εισαι ειναι ειμαστε ειστε " +
    "ηταν στο στον στη στην στους στις στα στων μα αλλα απο για προς με σε ως παρα αντι " +
    "κατα μετα θα να δε δεν μη μην επι ενω εαν αν τοτε που πως ποιος ποια ποιο ποιοι ποιες " +
    "ποιων ποιους αυτος αυτη αυτο αυτοι αυτων αυτους αυτες αυτα εκεινος εκεινη εκεινο " +
    "εκεινοι εκεινες εκεινα εκεινων εκεινους οπως ομως ισως οσο οτι ενας μια ενα",
);

/** Capitals are written without accents, so that small letters must lose theirs. */
const trim = (word: string): string =>
  word
    .normalize("NFD")
    .replaceAll(/[\u0300-\u036F]/g, "")
    .normalize("NFC");

const fold = (word: string): string => word.replaceAll("ς", "σ");

/** The stemmer is Skroutz's, which is Saroukos's of 2008 with exceptions. */
export const greek: LanguageRules = {
  id: "el-1",
  locale: "el",
  splitsWords: true,
  keepsIdentifiers: true,
  decimalComma: true,
  trim,
  stopWords: STOP_WORDS,
  fold,
  stem: loadStemmer("greek"),
};
