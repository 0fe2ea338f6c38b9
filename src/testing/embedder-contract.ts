/** @module What every embedder promises, as tests: run it on yours. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Embedder } from "../ports/embedder.ts";

const TEXTS: readonly string[] = [
  "Employees may take twelve weeks of parental leave.",
  "The tenant shall pay the rent in advance.",
  "kelp",
  "Grüße aus Århus, 中文 und GPT-4o",
  "kelp",
  "A long text. ".repeat(100),
];
const TOLERANCE = 1e-5;

const lengthOf = (vector: Float32Array): number =>
  Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));

function assertSameVector(found: Float32Array | undefined, expected: Float32Array | undefined) {
  assert.ok(found && expected);
  assert.equal(found.length, expected.length);
  for (const [i, value] of found.entries())
    assert.ok(Math.abs(value - (expected[i] ?? Number.NaN)) <= TOLERANCE, `value ${i} differs`);
}

function assertVectorOf(vector: Float32Array | undefined, dimensions: number) {
  assert.ok(vector instanceof Float32Array);
  assert.equal(vector.length, dimensions);
  assert.ok(vector.every(Number.isFinite));
  const length = lengthOf(vector);
  assert.ok(length === 0 || Math.abs(length - 1) <= TOLERANCE, `its length is ${length}`);
}

/**
 * Registers one test for each promise of the port.
 *
 * @param open gives a ready embedder; called once for each test.
 */
export function describeEmbedder(name: string, open: () => Promise<Embedder>): void {
  describe(`embedder contract: ${name}`, () => {
    it("says what it is: a fingerprint, dimensions, the largest batch, a weight", async () => {
      const { fingerprint, dimensions, maxBatch, defaultAlpha } = await open();
      assert.match(fingerprint, /\S/);
      assert.ok(Number.isInteger(dimensions) && dimensions > 0);
      assert.ok(Number.isInteger(maxBatch) && maxBatch > 0);
      assert.ok(defaultAlpha >= 0 && defaultAlpha <= 1);
    });

    it("has the same fingerprint whenever it is opened alike", async () => {
      assert.equal((await open()).fingerprint, (await open()).fingerprint);
    });

    it("gives no vectors for no texts", async () => {
      const embedder = await open();
      assert.deepEqual(await embedder.embed({ texts: [], role: "document" }), []);
      assert.deepEqual(await embedder.embed({ texts: [], role: "query" }), []);
    });

    for (const role of ["document", "query"] as const) {
      it(`gives each ${role} one vector of length 1 or zeros`, async () => {
        const embedder = await open();
        for (let start = 0; start < TEXTS.length; start += embedder.maxBatch) {
          const texts = TEXTS.slice(start, start + embedder.maxBatch);
          const vectors = await embedder.embed({ texts, role });
          assert.equal(vectors.length, texts.length);
          for (const vector of vectors) assertVectorOf(vector, embedder.dimensions);
        }
      });

      it(`gives a ${role} the same vector alone and in a batch, in the order given`, async () => {
        const embedder = await open();
        const texts = TEXTS.slice(0, embedder.maxBatch);
        const together = await embedder.embed({ texts, role });
        const reversed = await embedder.embed({ texts: texts.toReversed(), role });
        for (const [i, text] of texts.entries()) {
          const [alone] = await embedder.embed({ texts: [text], role });
          assertSameVector(together[i], alone);
          assertSameVector(reversed[texts.length - 1 - i], alone);
        }
      });
    }

    it("tells different texts apart", async () => {
      const embedder = await open();
      const [one] = await embedder.embed({ texts: [TEXTS[0] ?? ""], role: "document" });
      const [other] = await embedder.embed({ texts: [TEXTS[1] ?? ""], role: "document" });
      assert.notDeepEqual(one, other);
    });

    it("gives a blank text a vector too, and leaves its neighbors alone", async () => {
      const embedder = await open();
      for (const blank of ["", " \n\t"]) {
        const [vector] = await embedder.embed({ texts: [blank], role: "document" });
        assertVectorOf(vector, embedder.dimensions);
      }
      if (embedder.maxBatch < 3) return;
      const [, , after] = await embedder.embed({
        texts: ["kelp", "", "granite"],
        role: "document",
      });
      const [alone] = await embedder.embed({ texts: ["granite"], role: "document" });
      assertSameVector(after, alone);
    });

    it("has no more than a share of titles, and matches tokens from 0 to 1, if at all", async () => {
      const { titleShare = 0, matchTokens } = await open();
      assert.ok(titleShare >= 0 && titleShare < 1);
      const matches = matchTokens?.("red granite cliffs", ["Red granite cliffs.", "", "kelp"]);
      for (const match of matches ?? []) assert.ok(match >= 0 && match <= 1 + TOLERANCE);
      if (matches) assert.ok(matches.length === 3 && matches[1] === 0);
      const [whole = 1, , other = 0] = matches ?? [];
      assert.ok(whole > other && whole >= 1 - TOLERANCE);
      assert.equal(matchTokens?.("red granite", []).length ?? 0, 0);
    });

    it("takes as many texts at once as it says", async () => {
      const embedder = await open();
      const texts = Array.from({ length: embedder.maxBatch }, (_, i) => `text ${i}`);
      const vectors = await embedder.embed({ texts, role: "document" });
      assert.equal(vectors.length, texts.length);
      const [last] = await embedder.embed({ texts: texts.slice(-1), role: "document" });
      assertSameVector(vectors.at(-1), last);
    });

    it("stops for a signal that is aborted", async () => {
      const embedder = await open();
      const signal = AbortSignal.abort(new Error("no longer wanted"));
      await assert.rejects(embedder.embed({ texts: ["kelp"], role: "query", signal }), /no longer/);
    });
  });
}
