/** @module Romanian: letters with comma and with cedilla are one, then Snowball's stemmer. */
import { type LanguageRules, toWordSet } from "../language.ts";
import { loadStemmer } from "../load-stemmer.ts";

/** Jacques Savoy's list, as Lucene has it. */
const STOP_WORDS = toWordSet(
  "acea aceasta această aceea acei aceia acel acela acele acelea acest acesta aceste " +
    "acestea acești aceștia acolo acum ai aia aici al ăla ale alea ălea altceva altcineva " +
    "am ar are aș așadar asemenea asta ăsta astea ăstea ăștia asupra ați au avea avem aveți " +
    "azi bine ca că căci când care cărei căror cărui cât câte câți către câtva ce cel ceva " +
    "chiar cînd cine cineva cît cîte cîți cîtva contra cu cum cumva curând curînd da dă " +
    "dacă dar datorită de deci deja deoarece departe deși din dinaintea dintr dintre drept " +
    "după ea ei el ele eram este ești eu face fără fi fie fiecare fii fim fiți iar îi îl " +
    "îmi împotriva în înainte înaintea încât încît între întrucât întrucît îți la lângă le " +
    "li lîngă lor lui mă mea mei mele mereu meu mi mine mult multă mulți ne nicăieri nici " +
    "nimeni niște noastră noastre noi noștri nostru nu ori oricând oricare oricât orice " +
    "oricînd oricine oricît oricum oriunde până pe pentru peste pînă poate pot prea prima " +
    "primul prin printr sa să săi sale sau său se și sînt sîntem sînteți spre sub sunt " +
    "suntem sunteți ta tăi tale tău te ți ție tine toată toate tot toți totuși tu un una " +
    "unde undeva unei unele uneori unor vă vi voastră voastre voi voștri vostru vouă vreo " +
    "vreun o a",
);

/** The stemmer knows the letters with cedilla alone. */
const fold = (word: string): string => word.replaceAll("ș", "ş").replaceAll("ț", "ţ");

/** Stop words are written with comma. */
const trim = (word: string): string =>
  word.replaceAll(/[şţŞŢ]/g, (letter) => WITH_COMMA[letter] ?? letter);

const WITH_COMMA: Readonly<Record<string, string>> = { ş: "ș", ţ: "ț", Ş: "Ș", Ţ: "Ț" };

/** Old and new texts differ in the letters alone. */
export const romanian: LanguageRules = {
  id: "ro-1",
  locale: "ro",
  splitsWords: true,
  keepsIdentifiers: true,
  decimalComma: true,
  trim,
  stopWords: STOP_WORDS,
  fold,
  stem: loadStemmer("romanian"),
};
