import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { createRandom } from "../../foundation/random.ts";
import { segmentText, segmentUnicode } from "./segment.ts";
import { ANALYZER_IDS, analyzerIdFor, getAnalyzer } from "./index.ts";

const termsOf = (text: string, id = "en-1"): string =>
  getAnalyzer(id)
    .analyze(text)
    .map(({ term }) => term)
    .join(" ");

/** Without words of `_` alone, which the pipeline drops and Unicode finds only when repeated. */
const realWords = (all: ReturnType<typeof segmentText>): unknown =>
  all.filter(({ text }) => !/^_+$/.test(text));

describe("getAnalyzer", () => {
  it("refuses an id of another build and says to re-index", () => {
    assert.throws(() => getAnalyzer("en-0"), {
      code: "analysis.unknown-analyzer",
      hint: /re-index/,
    });
  });

  it("gives the same object for the same id", () => {
    for (const id of ANALYZER_IDS) assert.equal(getAnalyzer(id), getAnalyzer(id));
  });

  it("is chosen by the primary language subtag", () => {
    assert.equal(analyzerIdFor("en"), "en-1");
    assert.equal(analyzerIdFor("EN-us"), "en-1");
    assert.equal(analyzerIdFor("enm"), "und-1");
    assert.equal(analyzerIdFor(""), "und-1");
  });
});

describe("English", () => {
  const golden: readonly (readonly [text: string, terms: string])[] = [
    ["The quick brown foxes were jumping over dogs", "quick brown fox were jump over dog"],
    ["the dog's and the DOG’S bone, dogs' bones", "dog dog bone dog bone"],
    ["Don't stop", "don't stop"],
    ["Background:Chronic snake_case", "background chronic snake =snakecase case"],
    ["520,000 people, 0,0005 and 1,234.50", "520000 peopl 0 0005 1234.50 =23450"],
    ["version v3.14.2", "version v3.14.2 =v3142"],
    ["zinc15.docking.org", "zinc15 =zinc15dockingorg dock org"],
    ["part AB-1234/C", "part ab =ab1234c 1234 c"],
    ["part ab1234c", "part ab1234c =ab1234c"],
    ["GPT-4o", "gpt =gpt4o 4o"],
    ["C++, C# and and/or F", "c =c++ c =c# f"],
    ["mail jo@example.com", "mail jo =joexamplecom exampl com"],
    ["2019\u20132021", "2019 =20192021 2021"],
    ["ﬁnancing soft\u00ADware", "financ softwar"],
    ["CO₂ and CO2", "co =co2 co2 =co2"],
    ["Müller2", "müller2 =müller2"],
    ["Mu\u0308ller2", "müller2 =müller2"],
    ["東京タワー in Tokyo", "東京 京タ タワ ワー tokyo"],
    ["the 1990s", "1990s =1990s"],
    ["size 25-b, b-25", "size 25 =25b b b =b25 25"],
    ["25+ (25) 3#", "25 =25+ 25 3 =3#"],
    ["", ""],
    ["the of and", ""],
    ["___ -- ++ ?!", ""],
  ];
  for (const [text, terms] of golden)
    it(`reads ${JSON.stringify(text)}`, () => assert.equal(termsOf(text), terms));

  it("leaves words joined and adds no identifiers for parity with Lucene", () => {
    assert.equal(
      termsOf("Background:Chronic AB-1234 is 520,000", "en-parity-1"),
      "background:chron ab 1234 520,000",
    );
  });

  it("keeps the gaps of stop words and the places of the original text", () => {
    const text = "The “Müllers’” of AB-12";
    assert.deepEqual(getAnalyzer("en-1").analyze(text), [
      { term: "müller", position: 1, start: 5, end: 12 },
      { term: "ab", position: 3, start: 18, end: 20 },
      { term: "=ab12", position: 3, start: 18, end: 23 },
      { term: "12", position: 4, start: 21, end: 23 },
    ]);
  });

  it("points at the original where normalization changed the length", () => {
    const text = "ﬁne ﬁt_ﬁt ｶﾞｷﾞグ";
    const spans = getAnalyzer("und-1").analyze(text);
    assert.deepEqual(
      spans.map(({ term, start, end }) => `${term}=${text.slice(start, end)}`),
      ["fine=ﬁne", "fit=ﬁt_ﬁt", "=fitfit=ﬁt_ﬁt", "fit=ﬁt_ﬁt", "ガギ=ｶﾞｷﾞ", "ギグ=ｷﾞグ"],
    );
  });

  it("cuts words at 255 code points", () => {
    const [token] = getAnalyzer("und-1").analyze("x".repeat(400));
    assert.equal(token?.term, "x".repeat(255));
    assert.equal(token?.end, 255);
    assert.equal(termsOf("𝒳".repeat(300), "und-1"), "x".repeat(255));
  });

  it("does not count identifiers in the length", () => {
    const { counts, length } = getAnalyzer("en-1").count("the AB-12, the AB 12");
    assert.equal(length, 4);
    assert.deepEqual(
      counts,
      new Map([
        ["ab", 2],
        ["12", 2],
        ["=ab12", 1],
      ]),
    );
  });
});

describe("a language without rules", () => {
  const golden: readonly (readonly [text: string, terms: string])[] = [
    ["Die Häuser der Stadt", "die häuser der stadt"],
    ["l’homme", "l'homme"],
    ["Обязательство сторон", "обязательство сторон"],
    ["東京タワーは高い。", "東京 京タ タワ ワー ーは は高 高い"],
    ["葛\uDB40\uDD00城", "葛城"],
    ["山", "山"],
    ["型号AB-1234的说明", "型号 ab =ab1234 1234 的说 说明"],
    ["한국어를 GPT-4는", "한국 국어 어를 gpt =gpt4 4 는"],
    ["\u1112\u1161\u11AB\u1100\u116E\u11A8", "한국"],
    ["ภาษาไทยง่าย", "ภาษา ไทย ง่าย"],
    ["ＡＢ１２", "ab12 =ab12"],
    ["\u{1F600} नमस्ते", "नमस्ते"],
  ];
  for (const [text, terms] of golden)
    it(`reads ${JSON.stringify(text)}`, () => assert.equal(termsOf(text, "und-1"), terms));
});

describe("properties", () => {
  const random = createRandom("7/analysis");
  const draw = (alphabet: readonly string[], length: number): string =>
    Array.from({ length }, () => alphabet[random.below(alphabet.length)] ?? "").join("");
  const ascii = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));
  const dense = [..."aB19_.,;:'\" -/@#+&s"];
  const mixed = [..."aéßяÀ19_.,;:’'\u00AD\u0301½² \n\u3000-–東か한ไทย😀a b", "the ", "AB-1 "];
  const segmenter = new Intl.Segmenter("en", { granularity: "word" });
  const alphabets = { ascii, dense, mixed };

  for (const [name, alphabet] of Object.entries(alphabets))
    it(`finds the words of Unicode's segmenter: ${name}`, () => {
      for (let i = 0; i < 1000; i++) {
        const text = draw(alphabet, random.below(40));
        assert.deepEqual(
          realWords(segmentText(text, segmenter)),
          realWords(segmentUnicode(text, segmenter)),
          JSON.stringify(text),
        );
      }
    });

  for (const id of ANALYZER_IDS)
    it(`counts what it analyzes: ${id}`, () => {
      const { analyze, count } = getAnalyzer(id);
      for (let i = 0; i < 1000; i++) {
        const text = draw(Object.values(alphabets)[i % 3] ?? ascii, random.below(60));
        const counts = new Map<string, number>();
        const tokens = analyze(text);
        for (const { term } of tokens) counts.set(term, (counts.get(term) ?? 0) + 1);
        const length = tokens.filter(({ term }) => !term.startsWith("=")).length;
        const counted = count(text);
        assert.deepEqual(
          { counts: Object.fromEntries(counted.counts), length: counted.length },
          { counts: Object.fromEntries(counts), length },
          JSON.stringify(text),
        );
        assert.ok(tokens.every(({ term, start, end }) => term !== "" && start < end));
      }
    });

  it("gives the same terms after more words than it remembers", () => {
    const { count } = getAnalyzer("en-1");
    const before = count("remembering the forgotten words of AB-12");
    const many = Array.from({ length: 80_000 }, (_, i) => `w${i.toString(36)}0`);
    const all = count(many.join(" "));
    assert.equal(all.length, many.length);
    assert.ok(many.every((word) => all.counts.has(word)));
    assert.deepEqual(count("remembering the forgotten words of AB-12"), before);
  });
});
