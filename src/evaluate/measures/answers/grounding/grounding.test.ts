import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { z } from "zod";
import type { Score } from "../../../../domain/evaluation.ts";
import { answerReplyOf } from "../../../../testing/reply-cases.ts";
import { toShare } from "../reasons.ts";
import { countCitations, type SupportCheck } from "./citations.ts";
import { computeEvidenceCited } from "./evidence-cited.ts";
import { findQuote } from "./quotes.ts";

const CitationVectors = z.array(
  z.object({
    note: z.string(),
    passages: z.array(z.string()),
    sentences: z.array(
      z.object({
        factual: z.boolean(),
        citations: z.array(z.string()),
        supportedBy: z.array(z.string()),
      }),
    ),
    expected: z.record(z.string(), z.number().nullable()),
  }),
);
const citations = CitationVectors.min(1).parse(
  JSON.parse(readFileSync("tests/fixtures/trec/answers/citations.json", "utf8")),
);

const assertScore = (score: Score, expected: number | null | undefined): void => {
  if (typeof expected === "number") assert.ok(Math.abs(Number(score) - expected) < 1e-12);
  else assert.equal(typeof score, "object");
};

describe("citations", () => {
  for (const { note, passages, sentences, expected } of citations)
    it(`agree with the reference: ${note}`, async () => {
      const supports: SupportCheck = async (sentence, ids) =>
        sentences[Number(sentence)]?.supportedBy.includes([...ids].toSorted().join("+")) ?? false;
      const counts = await countCitations(
        {
          passages: passages.map((id) => ({ id, document: id, text: id })),
          sentences: sentences.map((sentence, index) => ({ ...sentence, text: String(index) })),
        },
        supports,
      );
      assertScore(toShare(counts.supported, counts.sentences, ""), expected["citationRecall"]);
      assertScore(toShare(counts.right, counts.citations, ""), expected["citationPrecision"]);
      assertScore(toShare(counts.valid, counts.cited, ""), expected["citationValidity"]);
    });

  it("count a sentence that another passage supports", async () => {
    const answer = answerReplyOf("It is twelve weeks.", {
      passages: ["p1", "p2"].map((id) => ({ id, document: id, text: id })),
    });
    const counts = await countCitations(answer, async (_, ids) => ids.includes("p2"));
    assert.equal(counts.elsewhere, 1);
    assert.equal(counts.supported, 0);
  });

  it("leave out a sentence whose support cannot be told, but for its invented citations", async () => {
    const answer = answerReplyOf("Yes.", {
      sentences: [{ text: "Yes.", factual: true, citations: ["p1", "p9"] }],
    });
    const counts = await countCitations(answer, async () => undefined);
    assert.equal(counts.sentences, 0);
    assert.equal(counts.citations, 0);
    assert.deepEqual([counts.cited, counts.valid], [2, 1]);
  });
});

const quotes = z
  .array(
    z.object({
      text: z.string(),
      quote: z.string(),
      start: z.number(),
      end: z.number(),
      expected: z.string(),
    }),
  )
  .min(1)
  .parse(JSON.parse(readFileSync("tests/fixtures/trec/answers/quotes.json", "utf8")));

describe("findQuote", () => {
  for (const { text, quote, start, end, expected } of quotes)
    it(`agrees with the reference on ${JSON.stringify(quote)} at ${start}`, () => {
      assert.equal(findQuote(text, { quote, start, end }), expected);
    });

  it("takes any place for the right one where none is named", () => {
    assert.equal(findQuote("Sixteen weeks.", { quote: "weeks" }), "exact");
  });
});

describe("evidence cited", () => {
  const answer = answerReplyOf("It is twelve weeks.", {
    passages: [
      { id: "p1", document: "a", text: "", start: 100, end: 200 },
      { id: "p2", document: "b", text: "" },
    ],
  });
  const at = (document: string, start?: number, end?: number) =>
    start === undefined || end === undefined ? { document } : { document, start, end };

  it("takes the best set, and of it the share that is cited", () => {
    assert.equal(computeEvidenceCited(answer, [[at("a"), at("b")]]), 0.5);
    assert.equal(computeEvidenceCited(answer, [[at("a"), at("b")], [at("a")]]), 1);
    assert.equal(computeEvidenceCited(answer, [[], []]), undefined);
  });

  it("wants half of a place", () => {
    assert.equal(computeEvidenceCited(answer, [[at("a", 150, 250)]]), 1);
    assert.equal(computeEvidenceCited(answer, [[at("a", 151, 251)]]), 0);
  });

  it("counts nothing that was shown and not cited", () => {
    assert.equal(computeEvidenceCited(answer, [[at("b")]]), 0);
  });
});
