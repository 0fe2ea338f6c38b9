import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createFakeEmbedder } from "../testing/fake-embedder.ts";
import { createFakeReranker } from "../testing/fake-reranker.ts";
import { createScriptedSearch, ROOM, type ScriptedChunk } from "../testing/scripted-search.ts";
import { OPERATOR } from "../testing/store-fixtures.ts";
import { emptyQuestion } from "./errors.ts";
import { rankDocuments } from "./rank-documents.ts";
import type { RerankStage } from "./rerank/rerank.ts";
import { retrieve, type RetrieveRequest } from "./retrieve.ts";

const REQUEST: RetrieveRequest = {
  question: "different words",
  collections: undefined,
  filter: [],
  topK: 5,
  legs: "both",
  identify: false,
};
const SETTINGS = { bm25: { k1: 0.9, b: 0.75 }, depth: 10, alpha: 0.25, maxPassageLength: 2000 };

const find = (rows: readonly ScriptedChunk[], change: Partial<RetrieveRequest> = {}) => {
  const store = createScriptedSearch(rows);
  const dependencies = { store, embedder: createFakeEmbedder(), settings: SETTINGS };
  return retrieve(OPERATOR, { ...REQUEST, ...change }, dependencies);
};

const rerank = (
  rows: readonly ScriptedChunk[],
  depth: number,
  change: Partial<RetrieveRequest> = {},
  reranker: RerankStage["reranker"] = createFakeReranker(),
) => {
  const store = createScriptedSearch(rows);
  const rerankers = [{ reranker, depth }];
  const dependencies = { store, rerankers, embedder: createFakeEmbedder(), settings: SETTINGS };
  return retrieve(OPERATOR, { ...REQUEST, ...change }, dependencies);
};

const keysOf = (found: Awaited<ReturnType<typeof find>>) => found.passages.map(({ key }) => key);

describe("retrieve", () => {
  it("weighs both legs on one scale, and says why", async () => {
    // 0: .75 * 4/8 + .25 * (1 + 1)/2 = .625; 1: .75 * 8/8 + .25 * (0 + 1)/2 = .875
    const found = await find([
      { lexical: 4, dense: 1 },
      { lexical: 8, dense: 0 },
    ]);
    assert.deepEqual(
      found.passages.map(({ key, score, rank }) => [key, score, rank]),
      [
        ["1.md", 0.875, 1],
        ["0.md", 0.625, 2],
      ],
    );
    const why = found.passages[1]?.why;
    assert.deepEqual(why?.lexical, { rank: 2, score: 4, normalized: 0.5 });
    assert.deepEqual(why?.dense, { rank: 1, score: 1, normalized: 1 });
    assert.equal(found.passages[0]?.why.dense?.rank, undefined);
  });

  it("names the question's terms that a passage shares", async () => {
    const found = await find([
      { lexical: 2, key: "a", sequence: 0, matched: ["leav", "differ"] },
      { lexical: 1, key: "a", sequence: 1, matched: ["differ", "word"] },
    ]);
    assert.deepEqual(found.passages[0]?.why.terms, ["leav", "differ", "word"]);
  });

  it("gives the whole weight to the leg that found something", async () => {
    const onlyDense = await find([{ dense: 0.5 }, { dense: 0.25 }]);
    assert.deepEqual(
      onlyDense.passages.map(({ score }) => score),
      [1, 1.25 / 1.5],
    );
    const onlyLexical = await find([{ lexical: 2 }, { lexical: 1 }]);
    assert.deepEqual(
      onlyLexical.passages.map(({ score }) => score),
      [1, 0.5],
    );
  });

  it("does not ask a leg that was not wanted, nor the embedder for it", async () => {
    const store = createScriptedSearch([{ lexical: 2, dense: 1 }]);
    const embedder = {
      ...createFakeEmbedder(),
      embed: () => assert.fail("it asked for a vector"),
    };
    const request = { ...REQUEST, legs: "lexical" } as const;
    const found = await retrieve(OPERATOR, request, { store, embedder, settings: SETTINGS });
    assert.deepEqual(store.requests[0]?.legs, { lexical: true, dense: false });
    assert.equal(found.passages[0]?.why.dense, undefined);
    const dense = await find([{ lexical: 2, dense: 0.5 }], { legs: "dense" });
    assert.equal(dense.passages[0]?.why.lexical, undefined);
    assert.equal(dense.alpha, 1);
  });

  it("keeps the order of ingestion where scores are equal", async () => {
    const found = await find([{ lexical: 2 }, { lexical: 2 }, { lexical: 2 }]);
    assert.deepEqual(keysOf(found), ["0.md", "1.md", "2.md"]);
  });

  it("leaves out what no leg gives a score", async () => {
    assert.deepEqual(keysOf(await find([{ lexical: 1 }, {}])), ["0.md"]);
    assert.deepEqual(keysOf(await find([{ dense: -1 }])), []);
    assert.deepEqual(keysOf(await find([{}, {}])), []);
  });

  it("shows neighbours of a section as one passage, its text read as it stands", async () => {
    const section = { documentId: "doc_a", key: "a.md" };
    const found = await find([
      { ...section, sequence: 1, start: 40, page: 2, lexical: 2 },
      { ...section, sequence: 0, start: 0, page: 1, lexical: 1 },
      { lexical: 0.5 },
    ]);
    const [merged, other] = found.passages;
    assert.deepEqual(merged?.chunkIds, ["chk_1", "chk_0"]);
    assert.equal(merged?.chunkId, "chk_0");
    assert.equal(merged?.page, 1);
    assert.equal(merged?.span.start, 0);
    assert.equal(merged?.text, ROOM.slice(merged?.span.start, merged?.span.end));
    assert.equal(other?.rank, 2);
  });

  it("falls back to the best chunk when the merged text has gone", async () => {
    const section = { documentId: "doc_a", key: "a.md" };
    const store = {
      ...createScriptedSearch([
        { ...section, sequence: 0, start: 0, lexical: 2 },
        { ...section, sequence: 1, start: 40, lexical: 1 },
      ]),
      readSpans: async () => [undefined],
    };
    const dependencies = { store, embedder: createFakeEmbedder(), settings: SETTINGS };
    const { passages } = await retrieve(OPERATOR, REQUEST, dependencies);
    assert.deepEqual(passages[0]?.chunkIds, ["chk_0"]);
    assert.equal(passages[0]?.span.end, passages[0]?.text.length);
  });

  it("folds texts that repeat each other into the best, the newest on a tie", async () => {
    const text = "Up to five days of annual leave may be carried over into the first quarter";
    const found = await find([
      { text, lexical: 2, modifiedAt: "2024-01-01T00:00:00.000Z" },
      { text: `${text}!`, lexical: 2, modifiedAt: "2026-01-01T00:00:00.000Z" },
      { text, lexical: 2, modifiedAt: "2025-01-01T00:00:00.000Z" },
    ]);
    assert.deepEqual(keysOf(found), ["1.md"]);
    assert.deepEqual(found.passages[0]?.duplicates, ["2.md", "0.md"]);
  });

  it("shows no more than it was asked for, though it reads ahead", async () => {
    const rows = Array.from({ length: 9 }, (_, i) => ({ lexical: 9 - i }));
    const found = await find(rows, { topK: 2 });
    assert.deepEqual(
      found.passages.map(({ key, rank }) => [key, rank]),
      [
        ["0.md", 1],
        ["1.md", 2],
      ],
    );
  });
});

describe("retrieve, reranked", () => {
  const ROWS: readonly ScriptedChunk[] = [
    { text: "nothing of it", lexical: 3 },
    { text: "some words", lexical: 2 },
    { text: "words that are different", lexical: 1 },
  ];

  it("shows passages in the new order, and how they came by it", async () => {
    const found = await rerank(ROWS, 50);
    assert.deepEqual(keysOf(found), ["2.md", "1.md", "0.md"]);
    const [first] = found.passages;
    assert.deepEqual(first?.why.features, { before: 1 / 3, words: 2 });
    assert.equal(first?.score, 1 / 3 + 2);
    assert.equal(first?.why.fused, 1 / 3);
    assert.deepEqual(first?.why.lexical, { rank: 3, score: 1, normalized: 1 / 3 });
    assert.deepEqual(found.reranking, { by: ["fake"], failed: [] });
  });

  it("looks at more than it shows, and no deeper than it was told", async () => {
    const rows = Array.from({ length: 9 }, (_, i) => ({
      lexical: 9 - i,
      text: i === 7 ? "different words" : `filler number${i}`,
    }));
    assert.deepEqual(keysOf(await rerank(rows, 8, { topK: 1 })), ["7.md"]);
    assert.deepEqual(keysOf(await rerank(rows, 7, { topK: 1 })), ["0.md"]);
  });

  it("does not touch the ranking of one leg", async () => {
    for (const legs of ["lexical", "dense"] as const) {
      const rows = ROWS.map((row) => ({ ...row, dense: row.lexical ?? 0 }));
      const found = await rerank(rows, 50, { legs });
      assert.deepEqual(keysOf(found), ["0.md", "1.md", "2.md"]);
      assert.equal(found.passages[0]?.why.features, undefined);
      assert.deepEqual(found.reranking.by, []);
    }
  });

  it("succeeds when the reranker fails, and says so", async () => {
    const failing = createFakeReranker({ error: emptyQuestion({}) });
    const found = await rerank(ROWS, 50, {}, failing);
    assert.deepEqual(keysOf(found), ["0.md", "1.md", "2.md"]);
    assert.deepEqual(found.reranking, {
      by: [],
      failed: [{ id: "fake", code: "retrieve.empty-question" }],
    });
    assert.equal(found.passages[0]?.why.features, undefined);
  });

  it("asks the reranker with the question that stands alone, where there is one", async () => {
    const asked: string[] = [];
    const fake = createFakeReranker();
    const reranker = {
      ...fake,
      rerank: (request: Parameters<typeof fake.rerank>[0]) => {
        asked.push(request.question);
        return fake.rerank(request);
      },
    };
    await rerank(ROWS, 50, {}, reranker);
    await rerank(ROWS, 50, { standalone: "which words are different" }, reranker);
    assert.deepEqual(asked, ["different words", "which words are different"]);
  });
});

describe("rankDocuments", () => {
  const rankRows = async (rows: readonly ScriptedChunk[], topK: number) => {
    const store = createScriptedSearch(rows);
    const dependencies = { store, embedder: createFakeEmbedder(), settings: SETTINGS };
    const ranked = await rankDocuments(
      OPERATOR,
      { ...REQUEST, legs: "lexical", topK },
      dependencies,
    );
    return { ranked, depths: store.requests.map(({ depth }) => depth) };
  };

  it("ranks a document by its best chunk", async () => {
    const { ranked } = await rankRows(
      [
        { key: "a.md", documentId: "doc_a", lexical: 1 },
        { key: "b.md", documentId: "doc_b", lexical: 3 },
        { key: "a.md", documentId: "doc_a", lexical: 4 },
      ],
      10,
    );
    assert.deepEqual(ranked, [
      { key: "a.md", score: 1 },
      { key: "b.md", score: 0.75 },
    ]);
  });

  it("reranks chunks before it takes the best of each document, none of them lost", async () => {
    const store = createScriptedSearch([
      { key: "a.md", documentId: "doc_a", lexical: 4, text: "nothing of it" },
      { key: "b.md", documentId: "doc_b", lexical: 3, text: "words" },
      { key: "a.md", documentId: "doc_a", lexical: 2, text: "different words" },
      { key: "c.md", documentId: "doc_c", lexical: 1, text: "different words" },
    ]);
    const rerankers = [{ reranker: createFakeReranker(), depth: 3 }];
    const dependencies = { store, rerankers, embedder: createFakeEmbedder(), settings: SETTINGS };
    const ranked = await rankDocuments(OPERATOR, { ...REQUEST, topK: 9 }, dependencies);
    assert.deepEqual(ranked, [
      { key: "a.md", score: 2.5 },
      { key: "b.md", score: 1.75 },
      { key: "c.md", score: 0.25 },
    ]);
    const one = await rankDocuments(OPERATOR, { ...REQUEST, topK: 1 }, dependencies);
    assert.deepEqual(one, ranked.slice(0, 1));
  });

  it("goes deeper until it has exactly as many documents as asked for", async () => {
    const rows = Array.from({ length: 300 }, (_, i) => ({
      key: `${i < 200 ? 0 : i}.md`,
      documentId: `doc_${i < 200 ? 0 : i}`,
      lexical: 300 - i,
    }));
    const { ranked, depths } = await rankRows(rows, 50);
    assert.equal(ranked.length, 50);
    assert.deepEqual(depths, [100, 400]);
  });

  it("ends with fewer where there are no more", async () => {
    assert.equal((await rankRows([{ lexical: 1 }], 50)).ranked.length, 1);
    assert.equal((await rankRows([], 50)).ranked.length, 0);
  });

  it("prints strictly falling scores, of ties and of scores that differ by next to nothing", async () => {
    const rows = Array.from({ length: 100 }, (_, i) => ({
      lexical: i < 50 ? 1 : 1 - (i % 2) * 1e-12,
    }));
    const { ranked } = await rankRows(rows, 100);
    assert.equal(ranked.length, 100);
    const printed = ranked.map(({ score }) => Number(score.toPrecision(9)));
    for (const [index, score] of printed.entries())
      if (index > 0) {
        assert.ok(score < (printed[index - 1] ?? 0), `rank ${index + 1}`);
        assert.ok(Math.fround(score) < Math.fround(printed[index - 1] ?? 0), `rank ${index + 1}`);
      }
  });
});
