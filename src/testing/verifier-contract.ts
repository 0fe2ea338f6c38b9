/** @module The promises of a grounding check, as tests that every verifier runs. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Verifier, VerifyRequest } from "../ports/verifier.ts";

const SOURCE =
  "Parents take twelve weeks of leave from 3 May 2026. Ines Vidal approves it within 5 days. 😀 Gut so.";

const requestOf = (sentence: string, texts: readonly string[] = [SOURCE]): VerifyRequest => ({
  sentence,
  sources: texts.map((text) => ({ text, headings: ["Handbook", "Leave"] })),
  question: "How long is the leave?",
  analyzer: "en-1",
  language: "en",
});

/** @param open is called for each test. */
export function describeVerifier(name: string, open: () => Promise<Verifier>): void {
  describe(`verifier contract: ${name}`, () => {
    for (const sentence of [
      "Parents take twelve weeks of leave from 3 May 2026.",
      "Ines Vidal approves it within 5 days.",
      "😀 Gut so.",
    ])
      it(`holds ${JSON.stringify(sentence)}, which stands verbatim, for wholly supported`, async () => {
        const { failures, support, evidence } = await (await open()).verify(requestOf(sentence));
        assert.deepEqual(failures, []);
        assert.equal(support, 1);
        for (const { start, end } of evidence) assert.equal(SOURCE.slice(start, end), sentence);
      });

    for (const [what, sentence] of Object.entries({
      "a number": "Parents take 14 weeks of leave.",
      "a date": "Parents take leave from 4 May 2026.",
      "a name": "The leave is approved by Otto Brandt within 5 days.",
    }))
      it(`fails ${what} that no source holds`, async () => {
        const { failures } = await (await open()).verify(requestOf(sentence));
        assert.ok(failures.length > 0);
        for (const failure of failures) assert.notEqual(failure.trim(), "");
      });

    it("fails a sentence without sources", async () => {
      const { failures } = await (await open()).verify(requestOf("Parents take leave.", []));
      assert.ok(failures.length > 0);
    });

    it("finds next to no support where there is no evidence", async () => {
      const sentence = "Granite quarries supply gravel to northern harbours.";
      const { support } = await (await open()).verify(requestOf(sentence));
      assert.ok((support ?? 0) < 0.2);
    });

    it("assesses an answer of verbatim sentences with support 1, and misses nothing in it", async () => {
      const verifier = await open();
      const sentences = [
        "Parents take twelve weeks of leave from 3 May 2026.",
        "Ines Vidal approves it within 5 days.",
      ];
      const { question, analyzer, language, sources } = requestOf("");
      const request = { sentences, question, analyzer, language, sources, history: [] };
      const assessed = await verifier.assess?.(request);
      const whole = { support: 1, missingNumbers: [], missingNames: [] };
      assert.deepEqual(assessed ?? whole, whole);
      const invented = "The leave is approved by Otto Brandt within 6 days.";
      const worse = await verifier.assess?.({ ...request, sentences: [...sentences, invented] });
      assert.ok(!worse || ((worse.support ?? 1) < 1 && worse.missingNumbers.length === 1));
    });

    it("throws for no text, and stays in [0, 1]", async () => {
      const verifier = await open();
      const texts = [
        "",
        " \n",
        "\ud83d",
        "1.",
        "$&(*[",
        "a".repeat(20_000),
        "١٢ 员工休假。",
        "-5 %",
      ];
      for (const sentence of texts)
        for (const source of texts) {
          const { support, evidence } = await verifier.verify(requestOf(sentence, [source]));
          if (support !== undefined) assert.ok(support >= 0 && support <= 1);
          for (const place of evidence)
            assert.ok(place.source === 0 && place.start >= 0 && place.end <= source.length);
        }
    });

    it("has a name that can stand beside its figures", async () => {
      assert.match((await open()).id, /^\S+$/);
    });
  });
}
