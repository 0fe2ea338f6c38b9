import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { z } from "zod";
import { createRandom } from "../../foundation/random.ts";
import { analyzerIdFor, getAnalyzer, servesLanguage } from "./index.ts";
import { RULES_OF_LANGUAGE } from "./languages/by-code.ts";
import { segmentText, segmentUnicode } from "./segment.ts";

const termsOf = (text: string, language: string): string =>
  getAnalyzer(analyzerIdFor(language))
    .analyze(text)
    .map(({ term }) => term)
    .join(" ");

const FOLDER = "tests/fixtures/languages";
const readJson = (name: string): unknown =>
  JSON.parse(readFileSync(`${FOLDER}/${name}`, "utf8")) as unknown;
const Page = z.object({
  sentences: z.array(z.string()),
  questions: z.array(z.tuple([z.string(), z.int()])),
  unanswerable: z.array(z.string()),
});
const Frozen = z.object({
  analyzer: z.string(),
  texts: z.array(z.object({ words: z.string(), terms: z.string() })),
});
const PAGES = z.record(z.string(), Page).parse(readJson("handbook.json"));
const FROZEN = z.record(z.string(), Frozen).parse(readJson("terms.json"));

/** Rises when the record is written anew; a term that changes wants a new analyzer id, too. */
describe("the frozen record of every language", () => {
  for (const language of Object.keys(RULES_OF_LANGUAGE)) {
    const { sentences = [], questions = [], unanswerable = [] } = PAGES[language] ?? {};
    const texts = [...sentences, ...questions.map(([text]) => text), ...unanswerable];
    const frozen = FROZEN[language];
    const segmenter = new Intl.Segmenter(language, { granularity: "word" });

    it(`segments ${language} as it did: another ICU would not find what is stored`, () => {
      assert.ok(texts.length > 0);
      for (const [index, text] of texts.entries()) {
        const words = segmentText(text, segmenter).map(({ text: word }) => word);
        assert.equal(words.join("|"), frozen?.texts[index]?.words);
      }
    });

    it(`makes the terms of ${language} that it made under the same id`, () => {
      assert.equal(frozen?.analyzer, analyzerIdFor(language));
      for (const [index, text] of texts.entries())
        assert.equal(termsOf(text, language), frozen.texts[index]?.terms);
    });

    it(`makes them of ${language} in any order of texts`, () => {
      for (const [index, text] of [...texts.entries()].toReversed())
        assert.equal(termsOf(text, language), frozen?.texts[index]?.terms);
    });
  }
});

const RULES: readonly (readonly [name: string, language: string, text: string, terms: string])[] = [
  [
    "folds umlauts, their spelling in ASCII and ß",
    "de",
    "Müller Mueller Straße",
    "mull mull strass",
  ],
  ["keeps ue behind a vowel", "de", "neue Quelle", "neu quell"],
  ["drops stop words before it folds", "de", "über für Übung", "ubung"],
  ["joins singular and plural", "de", "Haus Häuser Häusern", "haus haus haus"],
  [
    "reads a decimal comma",
    "de",
    "3,5 und 1.234,56 und 1.250.000",
    "3.5 1234.56 =1234 1250000 =1250000",
  ],
  ["leaves versions alone", "de", "v3.14.2 10.5", "v3.14.2 =v3142 10.5 =105"],
  ["cuts elided articles", "fr", "l’homme d'affaires qu’aujourd'hui", "homm affair aujourd'hui"],
  ["cuts elided prepositions", "it", "dell’articolo un'altra", "articol altra"],
  ["drops accented stop words", "es", "¿Qué está también allí?", "alli"],
  ["stems", "pt", "químicos química", "químic químic"],
  ["cuts a possessive", "nl", "Anna's foto's", "anna foto"],
  ["takes ё for е", "ru", "ещё отчёт отчет", "отчет отчет"],
  ["cuts case endings at an apostrophe", "tr", "Panthers'ın İstanbul’da", "panthers istanbul"],
  ["lower-cases by Turkish rules", "tr", "IRAK ırak İZİN izin", "ırak ırak iz iz"],
  ["knows an identifier in any case", "tr", "ID-12 id-12", "ıd =id12 12 id =id12 12"],
  ["takes cedilla for comma", "ro", "și ş informaţii informații", "ş inform inform"],
  ["drops accents and the final sigma", "el", "ΛΟΓΟΣ λόγος Λόγου", "λογ λογ λογ"],
  ["drops stop words in capitals", "el", "ΤΗΣ της και ΚΑΙ", ""],
  ["takes a tone mark on either vowel", "vi", "hòa hoà thủy thuỷ", "hoà hoà thuỷ thuỷ"],
  ["composes what comes in parts", "vi", "ngày".normalize("NFD"), "ngày"],
  [
    "drops vowel signs and stretches, and folds alef",
    "ar",
    "مُدَرِّس مـدرس أحمد احمد",
    "مدرس مدرس احمد احمد",
  ],
  ["drops stop words before it folds", "ar", "إلى أن", ""],
  ["cuts the article", "ar", "الكتاب كتاب", "كتاب كتاب"],
  ["reads its digits", "ar", "٢٠١٥ و ١٬٢٠٠٫٥", "2015 1200.5"],
  ["reads its digits", "hi", "२०१५", "2015"],
  [
    "takes one spelling of nasals and dotted letters",
    "hi",
    "हिन्दी हिंदी ज़मीन जमीन",
    "हिंद हिंद जमिन जमिन",
  ],
  ["reads its digits", "th", "พ.ศ. ๒๕๖๗", "พ ศ 2567"],
  [
    "keeps Latin names beside pairs of characters",
    "zh",
    "GPT-4o 的价格",
    "gpt =gpt4o 4o 的价 价格",
  ],
  ["pairs kana", "ja", "テスト", "テス スト"],
  ["pairs syllables", "ko", "휴가는 GPT", "휴가 가는 gpt"],
];

describe("the rules of a language", () => {
  for (const [name, language, text, terms] of RULES)
    it(`${language} ${name}`, () => assert.equal(termsOf(text, language), terms));

  it("find the right stemmer for every language that has one", () => {
    for (const [language, { stem }] of Object.entries(RULES_OF_LANGUAGE))
      if (stem) assert.equal(typeof stem("abcd"), "string", language);
  });
});

describe("servesLanguage", () => {
  it("is for its own language, and und-1 for all", () => {
    assert.ok(servesLanguage("de-1", "de-AT"));
    assert.ok(!servesLanguage("de-1", "en"));
    assert.ok(servesLanguage("und-1", "de"));
    assert.ok(servesLanguage("cjk-1", "ja") && servesLanguage("cjk-1", "zh"));
    assert.ok(servesLanguage("en-parity-1", "en") && !servesLanguage("en-parity-1", "de"));
  });
});

describe("the fast path for ASCII", () => {
  const random = createRandom("11/languages");
  const alphabet = [..."aBzI19_.,;:'\" -/@#+&s\n", "l'", "'s", "1.234,5 ", "the ", "die "];
  const draw = (): string =>
    Array.from({ length: random.below(40) }, () => alphabet[random.below(alphabet.length)]).join(
      "",
    );
  const realWords = (all: ReturnType<typeof segmentText>): unknown =>
    all.filter(({ text }) => !/^_+$/.test(text));

  for (const [language, { id }] of Object.entries(RULES_OF_LANGUAGE))
    it(`finds the words that the full rules of ${language} find, and counts their terms`, () => {
      const segmenter = new Intl.Segmenter(language, { granularity: "word" });
      const { analyze, count } = getAnalyzer(id);
      for (let i = 0; i < 300; i++) {
        const text = draw();
        assert.deepEqual(
          realWords(segmentText(text, segmenter)),
          realWords(segmentUnicode(text, segmenter)),
          JSON.stringify(text),
        );
        const terms = analyze(text).map(({ term }) => term);
        const expected: Record<string, number> = {};
        for (const term of terms) expected[term] = (expected[term] ?? 0) + 1;
        assert.deepEqual(Object.fromEntries(count(text).counts), expected, JSON.stringify(text));
      }
    });
});
