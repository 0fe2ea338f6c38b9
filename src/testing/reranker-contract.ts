/** @module What every reranker promises, as tests: run it on yours. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Reranker, RerankRequest } from "../ports/reranker.ts";
import { storedChunkOf } from "./stored-chunks.ts";

const TEXTS: readonly string[] = [
  "Parental leave is twelve weeks for every parent.",
  "The tenant pays the rent in advance.",
  "Leave is asked for in writing; parental leave as well.",
  "",
  "Grüße aus Århus, 中文 und GPT-4o",
  "The tenant pays the rent in advance.",
];
const TOLERANCE = 1e-9;

function toRequest(texts: readonly string[]): RerankRequest {
  return {
    question: "How long is parental leave?",
    terms: () => ["long", "parent", "leav"].map((term) => ({ term, weight: 1 })),
    chunks: texts.map((text, index) => storedChunkOf({ text, sequence: index })),
    scores: texts.map((_, index) => 1 - index / 100),
    statistics: {
      chunks: 1000,
      terms: [
        { term: "long", documents: 300 },
        { term: "parent", documents: 20 },
        { term: "leav", documents: 50 },
      ],
    },
  };
}

/**
 * Registers one test for each promise of the port.
 *
 * @param open gives a ready reranker; called once for each test.
 */
export function describeReranker(name: string, open: () => Promise<Reranker>): void {
  describe(`reranker contract: ${name}`, () => {
    it("says what it is, and within which limits it is to be asked", async () => {
      const { id, maxChunks = 1, deadlineMs = 1 } = await open();
      assert.match(id, /\S/);
      assert.ok(Number.isInteger(maxChunks) && maxChunks >= 0);
      assert.ok(deadlineMs > 0);
    });

    it("has the same id whenever it is opened alike", async () => {
      assert.equal((await open()).id, (await open()).id);
    });

    it("gives nothing for no chunks", async () => {
      assert.deepEqual(await (await open()).rerank(toRequest([])), []);
    });

    it("gives each chunk one finite score", async () => {
      const entries = await (await open()).rerank(toRequest(TEXTS));
      assert.equal(entries.length, TEXTS.length);
      for (const { score } of entries) assert.ok(Number.isFinite(score));
    });

    it("names shares that sum to the score", async () => {
      for (const { score, shares } of await (await open()).rerank(toRequest(TEXTS))) {
        const sum = Object.values(shares).reduce((total, share) => total + share, 0);
        assert.ok(Math.abs(sum - score) <= TOLERANCE, `${sum} is not ${score}`);
      }
    });

    it("answers in the order given, and scores a chunk alike wherever it stands", async () => {
      const reranker = await open();
      const request = toRequest(TEXTS);
      const entries = await reranker.rerank(request);
      const reversed = await reranker.rerank({
        ...request,
        chunks: request.chunks.toReversed(),
        scores: request.scores.toReversed(),
      });
      assert.deepEqual(
        reversed.toReversed().map(({ score }) => score),
        entries.map(({ score }) => score),
      );
    });

    it("gives the same scores when asked again", async () => {
      const reranker = await open();
      const first = await reranker.rerank(toRequest(TEXTS));
      assert.deepEqual(await reranker.rerank(toRequest(TEXTS)), first);
    });

    it("puts what speaks of the question before what does not, all else equal", async () => {
      const reranker = await open();
      if (reranker.maxChunks === 0) return;
      const request = toRequest(TEXTS.slice(0, 2));
      const [about, other] = await reranker.rerank({ ...request, scores: [0.5, 0.5] });
      assert.ok((about?.score ?? 0) > (other?.score ?? 0));
    });
  });
}
