import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { adapterContext } from "../../testing/adapter-context.ts";
import { describeReranker } from "../../testing/reranker-contract.ts";
import { storedChunkOf } from "../../testing/stored-chunks.ts";
import type { RerankRequest } from "../../ports/reranker.ts";
import { lightReranker } from "./light.ts";

const open = (options: unknown = {}) =>
  lightReranker.create(lightReranker.options.parse(options), adapterContext());

describeReranker("light", () => open());

const statistics: RerankRequest["statistics"] = {
  chunks: 100,
  terms: [
    { term: "annual", documents: 10 },
    { term: "leav", documents: 10 },
    { term: "leave", documents: 10 },
  ],
};

const toTerms =
  (...terms: readonly string[]): RerankRequest["terms"] =>
  (analyzer) =>
    terms.map((term) => ({
      term: analyzer === "und-1" && term === "leav" ? "leave" : term,
      weight: 1,
    }));

async function rerank(request: Partial<RerankRequest>, options?: unknown) {
  const { chunks = [] } = request;
  const reranker = await open(options);
  return reranker.rerank({
    question: "annual leave",
    terms: toTerms("annual", "leav"),
    scores: chunks.map(() => 0.5),
    statistics,
    ...request,
    chunks,
  });
}

describe("light reranker", () => {
  it("adds each feature times its weight to the fused score", async () => {
    const chunk = storedChunkOf({ headings: ["Annual leave"], text: "Annual leave is 25 days." });
    const [entry] = await rerank({ chunks: [chunk] });
    // Both terms, adjacent twice: ord 2/2.9. Near: (1,2) (1,4) (3,2) (3,4), so 4/4.9.
    const expected = {
      fused: 0.5,
      cov: 0.1,
      ord: (0.1 * 2) / 2.9,
      unord: (0.2 * 4) / 4.9,
      win30: 0.2,
      title: 0.1,
    };
    assert.deepEqual(Object.keys(entry?.shares ?? {}), Object.keys(expected));
    for (const [name, share] of Object.entries(expected))
      assert.ok(Math.abs((entry?.shares[name] ?? 0) - share) < 1e-12, name);
  });

  it("raises what stands together, in order and in the title", async () => {
    const scattered = `annual ${"other ".repeat(40)}leave`;
    const texts = [scattered, "leave and annual matters", "annual leave"];
    const chunks = texts.map((text, sequence) =>
      storedChunkOf({ headings: ["Rules"], text, sequence }),
    );
    const titled = storedChunkOf({ headings: ["Leave"], text: "annual leave", sequence: 3 });
    const scores = (await rerank({ chunks: [...chunks, titled] })).map(({ score }) => score);
    assert.deepEqual(
      scores,
      scores.toSorted((a, b) => a - b),
    );
    assert.equal(new Set(scores).size, 4);
  });

  it("never takes away, so the head stays before what it did not look at", async () => {
    const [entry] = await rerank({ chunks: [storedChunkOf({ text: "nothing of it" })] });
    assert.equal(entry?.score, 0.5);
  });

  it("reads each chunk by the analyzer of its index", async () => {
    const text = "annual leaves";
    const [stemmed, plain] = await rerank({
      chunks: [
        storedChunkOf({ text, analyzer: "en-1" }),
        storedChunkOf({ text, analyzer: "und-1", sequence: 1 }),
      ],
    });
    assert.equal(stemmed?.shares["cov"], 0.1);
    assert.ok(Math.abs((plain?.shares["cov"] ?? 0) - 0.05) < 1e-12);
  });

  it("weighs terms by the caller's own statistics", async () => {
    const chunks = [storedChunkOf({ text: "annual" })];
    const ask = async (holding: number) => {
      const terms = [
        { term: "annual", documents: holding },
        { term: "leav", documents: 10 },
      ];
      const [entry] = await rerank({ chunks, statistics: { chunks: 100, terms } });
      return entry?.shares["cov"] ?? 0;
    };
    assert.ok((await ask(1)) > (await ask(90)));
  });

  it("looks for what earlier questions spoke of, by its share", async () => {
    const terms: RerankRequest["terms"] = () => [
      { term: "annual", weight: 1 },
      { term: "leav", weight: 0.25 },
    ];
    const [entry] = await rerank({
      question: "annual",
      terms,
      chunks: [storedChunkOf({ text: "leave" })],
    });
    // Both terms are as rare: .25 of 1.25.
    assert.ok(Math.abs((entry?.shares["cov"] ?? 0) - 0.1 * 0.2) < 1e-12);
    assert.equal(entry?.shares["unord"], 0);
  });

  it("adds how well words are matched where the embedder has vectors of them", async () => {
    const chunks = [
      storedChunkOf({ headings: ["Rules"], text: "annual leave", sequence: 0 }),
      storedChunkOf({ headings: [], text: "paid holiday", sequence: 1 }),
    ];
    const asked: unknown[] = [];
    const matchTokens: RerankRequest["matchTokens"] = (...given) => {
      asked.push(given);
      return Float64Array.of(1, 0.75);
    };
    const [first, second] = await rerank({ chunks, matchTokens });
    assert.deepEqual(asked, [["annual leave", ["Rules\nannual leave", "paid holiday"]]]);
    assert.equal(first?.shares["tokens"], 0.6);
    assert.ok(Math.abs((second?.shares["tokens"] ?? 0) - 0.45) < 1e-12);
    assert.ok(Math.abs((second?.score ?? 0) - 0.95) < 1e-12);
  });

  it("has weights of their own for trained and for other legs, but for those that are given", async () => {
    const chunks = [storedChunkOf({ headings: ["Annual leave"], text: "annual leave" })];
    const trained = { chunks, matchTokens: () => Float64Array.of(0.5) };
    const blind = { chunks, matchTokens: () => Float64Array.of(0) };
    const unordOf = async (request: Partial<RerankRequest>, options?: unknown) =>
      (await rerank(request, options))[0]?.shares["unord"] ?? 0;
    const whole = await unordOf(trained, { weights: { unord: 1 } });
    const nearly = (a: number, b: number): void => assert.ok(Math.abs(a - b) < 1e-12);
    nearly(await unordOf(trained), 0.05 * whole);
    nearly(await unordOf({ chunks }), 0.2 * whole);
    // Rows that know nothing of the question.
    nearly(await unordOf(blind), 0.2 * whole);
    nearly(await unordOf(trained, { weights: { tokens: 1 } }), 0.05 * whole);
  });

  it("is another one with other weights", async () => {
    const options = { weights: { title: 1 } };
    const chunks = [storedChunkOf({ headings: ["Annual leave"], text: "" })];
    const [entry] = await rerank({ chunks }, options);
    assert.equal(entry?.shares["title"], 1);
    assert.notEqual((await open(options)).id, (await open()).id);
    assert.equal(lightReranker.options.safeParse({ weights: { maxsim: 1 } }).success, false);
  });
});
