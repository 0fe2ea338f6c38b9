import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { z } from "zod";
import { assessLexically } from "./lexical.ts";
import { cutAnswer, measureCoverage, readSource, toContentTerms } from "./support.ts";

const Vectors = z.array(
  z.object({
    passages: z.array(z.string()),
    answer: z.string(),
    expected: z.object({
      badNumbers: z.number(),
      badNames: z.number(),
      support: z.number().nullable(),
    }),
  }),
);
const vectors = Vectors.parse(
  JSON.parse(readFileSync("tests/fixtures/trec/answers/support.json", "utf8")),
);

const assess = (
  answer: string,
  passages: readonly string[],
  more: {
    question?: string;
    history?: readonly string[];
    analyzer?: string;
    language?: string;
  } = {},
) =>
  assessLexically({
    sentences: [answer],
    sources: passages.map((text) => ({ text, headings: [] })),
    question: "",
    history: [],
    analyzer: "en-1",
    language: "en",
    ...more,
  });

describe("the support of an answer", () => {
  assert.ok(vectors.length > 0);
  for (const { answer, passages, expected } of vectors)
    it(`agrees with the reference on ${JSON.stringify(answer)}`, () => {
      const { support, missingNumbers, missingNames } = assess(answer, passages);
      if (expected.support === null) assert.equal(support, undefined);
      else assert.ok(Math.abs((support ?? 2) - expected.support) < 1e-9, `${support}`);
      assert.equal(missingNumbers.length, expected.badNumbers);
      assert.equal(missingNames.flatMap((name) => name.split(" ")).length, expected.badNames);
    });

  const source = ["Granite is cut in June. Kelp is dried on racks."];

  it("lets values be from the question and earlier turns, and terms from neither", () => {
    const answer = "Otto dries kelp on 40 racks.";
    assert.deepEqual(assess(answer, source).missingNumbers, ["40"]);
    const asked = assess(answer, source, { question: "Has Otto racks?", history: ["40 of them"] });
    assert.deepEqual(asked.missingNumbers, []);
    const echo = assess("Lanterns hang along northern harbours.", source, {
      question: "Do lanterns hang along northern harbours?",
    });
    assert.equal(echo.support, 0);
  });

  it("is the mean over sentences that are long enough", () => {
    // Granite is cut in June: 1. Lanterns …: 0. Yes: too short to count.
    const { support } = assess(
      "Yes. Granite is cut in June. Lanterns hang along harbours.",
      source,
    );
    assert.equal(support, 0.5);
  });

  it("asks six pairs of characters where words are read as pairs", () => {
    const analyzer = "cjk-1";
    const read = [readSource("员工每年休假十五天。", analyzer, "zh")];
    const measure = (text: string) =>
      measureCoverage(toContentTerms(text, analyzer), read, analyzer);
    assert.equal(measure("员工每年休假"), undefined);
    assert.equal(measure("员工每年休假十五天"), 1);
  });

  it("counts a repeated term each time", () => {
    // Of kelp, kelp, lantern, lantern, granite: three of five anywhere; two of three kinds in one
    // sentence.
    const read = [readSource("Kelp and granite.", "en-1", "en")];
    const terms = toContentTerms("kelp kelp lantern lantern granite", "en-1");
    const coverage = measureCoverage(terms, read, "en-1") ?? 0;
    assert.ok(Math.abs(coverage - (3 / 5 + 2 / 3) / 2) < 1e-12);
  });
});

describe("cutAnswer", () => {
  it("cuts list items that follow each other on one line", () => {
    assert.deepEqual(cutAnswer("1. Sign it. 2. Send it by 5. May.", "en"), [
      "1. Sign it. ",
      "2. Send it by 5. May.",
    ]);
  });
});
