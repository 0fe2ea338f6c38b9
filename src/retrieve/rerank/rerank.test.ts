import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Reranked, Reranker } from "../../ports/reranker.ts";
import { createFakeReranker } from "../../testing/fake-reranker.ts";
import { storedChunkOf } from "../../testing/stored-chunks.ts";
import { emptyQuestion } from "../errors.ts";
import { rerank, type RankedChunk, type RerankStage } from "./rerank.ts";

const question = {
  question: "annual leave",
  terms: () => [],
  statistics: { chunks: 9, terms: [] },
  signal: undefined,
};

const rankedOf = (...texts: readonly string[]): readonly RankedChunk[] =>
  texts.map((text, sequence) => ({
    chunk: storedChunkOf({ text, sequence }),
    score: 1 - sequence / 10,
  }));

/** Gives these scores, whatever it is asked. */
const scripted = (entries: readonly Reranked[], id = "scripted"): Reranker => ({
  id,
  rerank: async () => entries,
});
const scoresOf = (...scores: readonly number[]): readonly Reranked[] =>
  scores.map((score) => ({ score, shares: { model: score } }));

const run = async (ranked: readonly RankedChunk[], ...stages: readonly RerankStage[]) => {
  const { ranked: found, reranking } = await rerank(ranked, question, stages);
  const order = found.map(({ chunk }) => chunk.candidate);
  return { order, scores: found.map(({ score }) => score), found, reranking };
};

describe("rerank", () => {
  it("orders the head, and says by whom", async () => {
    const ranked = rankedOf("rent", "leave", "annual leave");
    const { order, found, reranking } = await run(ranked, {
      reranker: createFakeReranker(),
      depth: 50,
    });
    assert.deepEqual(order, [2, 1, 0]);
    assert.deepEqual(found[0]?.features, { before: 0.8, words: 2 });
    assert.deepEqual(reranking, { by: ["fake"], failed: [] });
  });

  it("leaves what it did not look at behind the head, in its order and with its scores", async () => {
    const reranker = scripted(scoresOf(0.01, 0.02));
    const { order, scores, found } = await run(rankedOf("a", "b", "c", "d"), {
      reranker,
      depth: 2,
    });
    assert.deepEqual(order, [1, 0, 2, 3]);
    // Lifted by .8 - .01, so that the last of the head equals the first behind it.
    assert.ok(Math.abs((scores[0] ?? 0) - 0.81) < 1e-12);
    assert.deepEqual(scores.slice(1), [0.8, 0.8, 0.7]);
    assert.deepEqual(found[0]?.features, { model: 0.02, lift: 0.79 });
    assert.equal(found[2]?.features, undefined);
  });

  it("lets each stage order what the one before left", async () => {
    const { order, reranking } = await run(
      rankedOf("rent", "leave", "annual leave"),
      { reranker: createFakeReranker(), depth: 3 },
      { reranker: scripted(scoresOf(1, 2), "second"), depth: 2 },
    );
    assert.deepEqual(order, [1, 2, 0]);
    assert.deepEqual(reranking.by, ["fake", "second"]);
  });

  it("keeps the order of ingestion where scores are equal", async () => {
    const ranked = rankedOf("a", "b", "c").toReversed();
    const { order } = await run(ranked, { reranker: scripted(scoresOf(1, 1, 1)), depth: 3 });
    assert.deepEqual(order, [0, 1, 2]);
  });

  it("keeps the ranking where a reranker fails, and names the code", async () => {
    const light = { reranker: createFakeReranker(), depth: 3 };
    const failing = createFakeReranker({ id: "service", error: emptyQuestion({}) });
    const ranked = rankedOf("rent", "leave", "annual leave");
    const { order, scores, reranking } = await run(ranked, light, { reranker: failing, depth: 2 });
    const without = await run(ranked, light);
    assert.deepEqual([order, scores], [without.order, without.scores]);
    assert.deepEqual(reranking, {
      by: ["fake"],
      failed: [{ id: "service", code: "retrieve.empty-question" }],
    });
  });

  for (const [name, entries] of Object.entries({
    "too few scores": scoresOf(1),
    "too many": scoresOf(1, 2, 3),
    "no number": scoresOf(1, Number.NaN),
    "an endless number": scoresOf(Number.POSITIVE_INFINITY, 1),
  }))
    it(`does not use the order of a reranker that gives ${name}`, async () => {
      const { order, reranking } = await run(rankedOf("a", "b"), {
        reranker: scripted(entries),
        depth: 2,
      });
      assert.deepEqual(order, [0, 1]);
      assert.deepEqual(reranking.failed, [{ id: "scripted", code: "retrieve.bad-reranking" }]);
    });

  it("does not hide a bug", async () => {
    const reranker = createFakeReranker({ error: new TypeError("a bug") });
    await assert.rejects(run(rankedOf("a"), { reranker, depth: 1 }), /a bug/);
  });

  it("stops when the caller has gone", async () => {
    const signal = AbortSignal.abort(new Error("no longer wanted"));
    const stages = [{ reranker: createFakeReranker(), depth: 1 }];
    await assert.rejects(rerank(rankedOf("a"), { ...question, signal }, stages), /no longer/);
    // Whatever a reranker makes of it, nobody waits for the ranking.
    const failing = [{ reranker: createFakeReranker({ error: emptyQuestion({}) }), depth: 1 }];
    const deaf = [{ reranker: { ...failing[0]?.reranker, ...scripted([]) }, depth: 1 }];
    for (const each of [failing, deaf])
      await assert.rejects(rerank(rankedOf("a"), { ...question, signal }, each), /no longer/);
  });

  it("asks nobody about nothing", async () => {
    const reranker = createFakeReranker({ error: new Error("it was asked") });
    assert.deepEqual((await run([], { reranker, depth: 9 })).order, []);
  });
});
