import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { adapterContext } from "../../testing/adapter-context.ts";
import { describeVerifier } from "../../testing/verifier-contract.ts";
import { findMissingNumbers } from "./exact-values.ts";
import { lexicalVerifier, verifyLexically } from "./lexical.ts";
import { findMissingNames } from "./names.ts";
import { findVerbatim } from "./verbatim.ts";

describeVerifier("lexical", () => lexicalVerifier.create({}, adapterContext()));

/** Sentence, source, and what of the sentence is missing. */
const NUMBERS: Readonly<Record<string, readonly [string, string, readonly string[]]>> = {
  "the same figure": ["It takes 12 weeks.", "12 weeks", []],
  "another figure": ["It takes 13 weeks.", "12 weeks", ["13"]],
  "a figure for a word": ["It takes 12 weeks.", "twelve weeks", []],
  "a word for a figure": ["It takes twelve weeks.", "12 weeks", []],
  "a word beyond twelve": ["It takes eighteen weeks.", "twelve weeks", ["eighteen"]],
  "words put together": ["It takes twenty-one weeks.", "21 weeks", []],
  "other words put together": ["It takes twenty-two weeks.", "21 weeks", ["twenty-two"]],
  "hundreds in words": ["It costs two hundred euros.", "200 euros", []],
  "another word": ["It takes twenty weeks.", "twelve weeks", ["twenty"]],
  "a word that is seldom a count": ["One of them may go.", "They may go.", []],
  "separators of thousands": ["It costs 1,250,000 euros.", "1.250.000 or 1'250'000", []],
  "a thin space of thousands": ["It costs 1250 euros.", "1\u202f250 euros", []],
  "a decimal comma": ["It weighs 2.5 kg.", "2,5 kg", []],
  "a decimal of another value": ["It weighs 2.5 kg.", "25 kg", ["2.5"]],
  "both separators": ["It costs 1,234.56.", "1.234,56", []],
  "per cent with and without a blank": ["Up to 12 % is paid.", "12% is paid", []],
  "per cent in words": ["Up to 12 percent is paid.", "12%, or 14 per cent", []],
  "a count that was a percentage": ["It takes 12 days.", "12 % of days", ["12"]],
  "a figure with its unit written onto it": ["Take 15mg.", "10mg", ["15"]],
  "a unit apart": ["Take 10mg.", "10 mg", []],
  "a sign": ["It may fall to -5 degrees.", "to 5 degrees", ["-5"]],
  "a figure inside a name": ["Form A12 is used.", "Form B", []],
  "the number of a list item": ["3. Sign it.", "Sign it.", []],
  "a figure within a longer one": ["It costs 50.", "It costs 500.", ["50"]],
};

describe("findMissingNumbers", () => {
  for (const [name, [sentence, source, missing]] of Object.entries(NUMBERS))
    it(`knows ${name}`, () => {
      assert.deepEqual(findMissingNumbers(sentence, [source]), missing);
    });
});

const NAMES: Readonly<Record<string, readonly [string, string, readonly string[]]>> = {
  "a name of the source": ["It is approved by Ines Vidal.", "ines vidal approves", []],
  "a name that is not there": ["It is approved by Otto Brandt.", "Ines Vidal", ["Otto Brandt"]],
  "half a name": ["It is approved by Ines Brandt.", "Ines Vidal", ["Ines Brandt"]],
  "a name inside a word": ["It is done by Ann.", "the annual plan", ["Ann"]],
  "a name over a line's end": ["It is done by Ines Vidal.", "Ines\nVidal", []],
  "a possessive": ["It is Maria's turn.", "the turn of Maria", []],
  "the first word, which any sentence has in capitals": ["Parents take leave.", "leave", []],
};

describe("findMissingNames", () => {
  for (const [name, [sentence, source, missing]] of Object.entries(NAMES))
    it(`knows ${name}`, () => {
      assert.deepEqual(findMissingNames(sentence, [source]), missing);
    });
});

const LEAVE = "Der Elternurlaub dauert zwölf Wochen. Ines Vidal bewilligt ihn in Harbor.";

/** German sentences on `LEAVE`, and the names in them that it does not hold. */
const GERMAN_NAMES: Readonly<Record<string, readonly [string, readonly string[]]>> = {
  "a common noun after an article": ["Hier gilt die Zwölftelregel nicht.", []],
  "a common noun after an article and an adjective": ["Es gilt die alte Zwölftelregel.", []],
  "common nouns without an article": ["Nötig sind Antrag, Nachweis und Zustimmung.", []],
  "a noun after a unit": ["Eltern erhalten zwölf Wochen Urlaub.", []],
  "a compound of a word of the source": ["Dann beginnt Elternurlaubsverlängerung.", []],
  "a part of a compound of the source": ["Nach der Geburt haben Eltern Urlaub.", []],
  "a polite form": ["Danach erhalten Sie Urlaub, wenn Ihr Kind da ist.", []],
  "a name of the source": ["Er wird von Ines Vidal in Harbor bewilligt.", []],
  "a name that is not there": ["Er wird von Otto Brandt bewilligt.", ["Otto Brandt"]],
  "a family name alone": ["Er wird von Brandt bewilligt.", ["Brandt"]],
  "half a name": ["Er wird von Ines Brandt bewilligt.", ["Ines Brandt"]],
  "a name behind its title": ["Das bewilligt Frau Brandt.", ["Frau Brandt"]],
  "a place": ["Er gilt in Hamburg und in Harbor.", ["Hamburg"]],
  "a country with an article": ["Er gilt in der Schweiz.", ["Schweiz"]],
  "a company with an article": ["Er gilt bei der Siemens AG.", ["AG"]],
  "a month": ["Er beginnt im Januar.", ["Januar"]],
};

describe("findMissingNames in German", () => {
  for (const [name, [sentence, missing]] of Object.entries(GERMAN_NAMES))
    it(`knows ${name}`, () => {
      assert.deepEqual(findMissingNames(sentence, [LEAVE], "de-AT"), missing);
    });

  it("takes every capitalised word for a name in a language that capitalises names alone", () => {
    assert.deepEqual(findMissingNames("It is paid by the Leave Office.", [LEAVE], "en"), [
      "Leave Office",
    ]);
  });
});

describe("findVerbatim", () => {
  it("does not take a part of a word or a number for the whole", () => {
    for (const [text, sentence] of [
      ["The limit is 50 euros.", "The limit is 5"],
      ["The limit is 5.50 euros.", "The limit is 5"],
      ["The limit is 5,000 euros.", "The limit is 5"],
      ["The limit is 5 % of it.", "The limit is 5"],
      ["It is -5 degrees.", "5 degrees."],
      ["They reapply.", "apply."],
      ["Cafe\u0301s open.", "Cafe"],
    ] as const)
      assert.equal(findVerbatim(text, sentence), undefined, `${sentence} in ${text}`);
  });

  it("finds a later whole place, and first the one that was named", () => {
    assert.equal(findVerbatim("apply10, apply1", "apply1"), 9);
    assert.equal(findVerbatim("Same. Same.", "Same.", 6), 6);
    assert.equal(findVerbatim("Same. Other.", "Same.", 6), 0);
  });

  it("needs no blanks where the script writes none", () => {
    assert.equal(findVerbatim("员工每年休假", "每年"), 2);
  });
});

describe("verifyLexically", () => {
  const verify = (sentence: string, text: string) =>
    verifyLexically({
      sentence,
      sources: [{ text, headings: ["Leave in Norway"] }],
      question: "What does Otto get in 2026?",
      analyzer: "en-1",
      language: "en",
    });

  it("lets a sentence repeat values of the question and of the headings", () => {
    const { failures } = verify("For this Otto gets leave in Norway in 2026.", "Leave is given.");
    assert.deepEqual(failures, []);
  });

  it("reads a sentence in its own language, whatever the source's", () => {
    const check = (sentence: string) =>
      verifyLexically({
        sentence,
        sources: [{ text: "Parents take twelve weeks of leave.", headings: [] }],
        question: "Wie lange ist der Urlaub für Eltern?",
        analyzer: "en-1",
        language: "en",
      }).failures;
    assert.deepEqual(
      check("Der Anspruch auf Urlaub beträgt für Mütter und Väter zwölf Wochen."),
      [],
    );
    assert.equal(check("Der Urlaub wird von Otto Brandt genehmigt.").length, 1);
  });

  it("names the best place of each source", () => {
    const { evidence } = verifyLexically({
      sentence: "Parents get twelve weeks of paid leave.",
      sources: [
        { text: "Nothing of it.", headings: [] },
        { text: "Say it early. Parents get leave.", headings: [] },
        { text: "Parents get twelve weeks of leave. It is paid.", headings: [] },
      ],
      question: "",
      analyzer: "en-1",
      language: "en",
    });
    assert.deepEqual(evidence, [
      { source: 2, start: 0, end: 34 },
      { source: 1, start: 14, end: 32 },
    ]);
  });

  it("halves the support of terms that stand in no single sentence", () => {
    // Four terms: all in the source, three of them in its best sentence: (1 + .75) / 2.
    const { support } = verify("granite kelp harbour lantern", "Granite kelp harbour. A lantern.");
    assert.equal(support, 0.875);
  });

  it("does not judge the support of a sentence of two terms", () => {
    assert.equal(verify("granite kelp", "Nothing.").support, undefined);
  });
});
