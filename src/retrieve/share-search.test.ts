import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom, type Random } from "../foundation/random.ts";
import type { Reranker } from "../ports/reranker.ts";
import { createFakeEmbedder } from "../testing/fake-embedder.ts";
import { createFakeReranker } from "../testing/fake-reranker.ts";
import { createScriptedSearch, type ScriptedChunk } from "../testing/scripted-search.ts";
import { OPERATOR } from "../testing/store-fixtures.ts";
import { rankDocuments } from "./rank-documents.ts";
import { retrieve, type RetrieveSettings } from "./retrieve.ts";
import { shareSearch } from "./share-search.ts";

const QUESTION = "different words";
const embedder = createFakeEmbedder();

interface Trial {
  readonly rows: readonly ScriptedChunk[];
  readonly settings: RetrieveSettings;
  readonly rerankDepths: readonly number[];
  readonly topK: number;
  readonly rankingDepth: number;
  readonly identify: boolean;
}

/** Reranks as the fake does, and counts how often it is asked. */
function countAsking(): { reranker: Reranker; asked: () => number } {
  const fake = createFakeReranker();
  let asked = 0;
  return {
    reranker: { ...fake, rerank: (request) => (asked++, fake.rerank(request)) },
    asked: () => asked,
  };
}

async function apart({ rows, settings, rerankDepths, topK, rankingDepth, identify }: Trial) {
  const store = createScriptedSearch(rows);
  const { reranker, asked } = countAsking();
  const rerankers = rerankDepths.map((depth) => ({ reranker, depth }));
  const dependencies = { store, embedder, rerankers, settings };
  const question = {
    question: QUESTION,
    collections: undefined,
    filter: [],
    legs: "both",
  } as const;
  const found = await retrieve(OPERATOR, { ...question, topK, identify }, dependencies);
  const ranked = await rankDocuments(OPERATOR, { ...question, topK: rankingDepth }, dependencies);
  return { found, ranked, searches: store.requests.length, asked: asked() };
}

async function together({ rows, settings, rerankDepths, topK, rankingDepth, identify }: Trial) {
  const store = createScriptedSearch(rows);
  const { reranker, asked } = countAsking();
  const rerankers = rerankDepths.map((depth) => ({ reranker, depth }));
  const shared = shareSearch({ store, rerankers, settings }, QUESTION, rankingDepth);
  const dependencies = { ...shared, embedder, settings };
  const question = {
    question: QUESTION,
    collections: undefined,
    filter: [],
    legs: "both",
  } as const;
  const found = await retrieve(OPERATOR, { ...question, topK, identify }, dependencies);
  const ranked = await shared.rank(undefined);
  return { found, ranked, searches: store.requests.length, asked: asked() };
}

/** Scores with ties and gaps, documents of one chunk and of many. */
function draw(random: Random): Trial {
  const documents = 1 + random.below(80);
  const score = (least: number): number =>
    random.below(3) === 0 ? 0 : least + random.below(20) / 10;
  const rows = Array.from({ length: random.below(200) }, (_, i): ScriptedChunk => {
    const document = random.below(documents);
    return {
      key: `${document}.md`,
      documentId: `doc_${document}`,
      sequence: i,
      lexical: score(0.1),
      dense: score(-0.9),
      ...(random.below(4) === 0 ? { text: `different words ${i} than most` } : {}),
    };
  });
  const depths = [[], [5], [20], [20, 8]];
  return {
    rows,
    settings: {
      bm25: { k1: 0.9, b: 0.75 },
      depth: 5 + random.below(40),
      alpha: random.below(5) / 5,
      maxPassageLength: 2000,
    },
    rerankDepths: depths[random.below(depths.length)] ?? [],
    topK: 1 + random.below(10),
    rankingDepth: 1 + random.below(40),
    identify: random.below(2) === 0,
  };
}

describe("shareSearch", () => {
  it("gives an answer and a ranking what each would find apart, by one search", async () => {
    const random = createRandom("retrieve/share-search");
    let shared = 0;
    for (let round = 0; round < 300; round++) {
      const trial = draw(random);
      const [one, two] = [await together(trial), await apart(trial)];
      assert.deepEqual(one.found, two.found, `round ${round}`);
      assert.equal(one.searches, 1);
      if (one.ranked === undefined) {
        assert.ok(two.searches > 2, "it gave up though one search would have done");
        continue;
      }
      shared++;
      assert.deepEqual(one.ranked, two.ranked, `round ${round}`);
    }
    assert.ok(shared > 200, `${shared} were shared`);
  });

  it("asks a reranker about the same chunks once", async () => {
    const rows = Array.from({ length: 60 }, (_, i) => ({ lexical: 60 - i, dense: 1 - i / 60 }));
    const settings = {
      bm25: { k1: 0.9, b: 0.75 },
      depth: 40,
      alpha: 0.5,
      maxPassageLength: 2000,
    };
    const trial: Trial = {
      rows,
      settings,
      rerankDepths: [20, 5],
      topK: 5,
      rankingDepth: 30,
      identify: true,
    };
    assert.equal((await together(trial)).asked, 2);
    assert.equal((await apart(trial)).asked, 4);
  });

  it("has no ranking of what was never searched", async () => {
    const store = createScriptedSearch([{ lexical: 1 }]);
    const settings = { depth: 5, alpha: 0.5 };
    const shared = shareSearch({ store, rerankers: [], settings }, QUESTION, 5);
    assert.equal(await shared.rank(undefined), undefined);
  });
});
