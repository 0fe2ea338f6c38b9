import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { SearchRequest, SearchResult } from "../../ports/store.ts";
import { createFakeEmbedder } from "../../testing/fake-embedder.ts";
import { OPERATOR } from "../../testing/store-fixtures.ts";
import { toConversationTerms, type AskedQuestion } from "./conversation-terms.ts";
import { toConversationVector } from "./conversation-vector.ts";

const SCOPE = { collections: ["hr"], bm25: { k1: 0.9, b: 0.75 } };

/** Tells how many documents hold a term: as many as its word is long; `ghost` is in none. */
function createStore() {
  const requests: SearchRequest[] = [];
  const search = async (_: unknown, request: SearchRequest): Promise<SearchResult> => {
    requests.push(request);
    const terms = request.terms("en-1").map(({ term }) => ({
      term,
      documents: term === "ghost" ? 0 : term.length,
    }));
    return {
      generation: 1,
      lexical: [],
      dense: [],
      candidates: [],
      chunks: [],
      statistics: { chunks: 100, terms },
    };
  };
  return { search, requests };
}

async function termsOf(asked: AskedQuestion) {
  const store = createStore();
  const terms = await toConversationTerms(OPERATOR, asked, SCOPE, store);
  const weights = Object.fromEntries(
    terms("en-1").map(({ term, weight }) => [term, Number(weight.toFixed(6))]),
  );
  return { weights, requests: store.requests };
}

const HISTORY = [
  { role: "user", text: "parental leave" },
  { role: "assistant", text: "ghost abc" },
] as const;

describe("toConversationTerms", () => {
  it("is the question alone where nothing was said, and asks the store nothing", async () => {
    const { weights, requests } = await termsOf({ question: "leave leave pay" });
    assert.deepEqual(weights, { leav: 2, pai: 1 });
    assert.equal(requests.length, 0);
  });

  it("adds up question, rewrite, earlier questions and the known terms of replies", async () => {
    const { weights } = await termsOf({
      question: "leave",
      standalone: "leave notice",
      history: HISTORY,
    });
    assert.deepEqual(weights, { leav: 2.3, notic: 1, parent: 0.3, abc: 0.15 });
  });

  it("asks how rare a reply's terms are in what the caller may read, in the same collections", async () => {
    const { requests } = await termsOf({ question: "leave", history: HISTORY });
    assert.equal(requests.length, 1);
    const [request] = requests;
    assert.deepEqual(request?.collections, ["hr"]);
    assert.deepEqual(request?.legs, { lexical: false, dense: false });
    assert.deepEqual(request?.select({ lexical: [], dense: [], candidates: [] }), []);
  });

  it("asks nothing for replies without text", async () => {
    const history = [{ role: "assistant", text: " " }] as const;
    assert.equal((await termsOf({ question: "leave", history })).requests.length, 0);
  });
});

describe("toConversationVector", () => {
  const embedder = createFakeEmbedder({ maxBatch: 2 });
  const vectorOf = async (text: string) => {
    const [vector] = await embedder.embed({ texts: [text], role: "query" });
    assert.ok(vector);
    return vector;
  };
  const length = (vector: Float32Array) => Math.hypot(...vector);

  it("is the question's where nothing was said", async () => {
    const vector = await toConversationVector({ question: "leave" }, embedder);
    assert.deepEqual(vector, await vectorOf("leave"));
  });

  it("is the sum of question, rewrite and .3 of the question before, of length 1", async () => {
    const vector = await toConversationVector(
      { question: "pay", standalone: "leave", history: HISTORY },
      embedder,
    );
    assert.ok(vector);
    const [pay, leave, before] = await Promise.all(
      ["pay", "leave", "parental leave"].map(vectorOf),
    );
    const sum = Array.from(
      vector,
      (_, i) => (pay?.[i] ?? 0) + (leave?.[i] ?? 0) + 0.3 * (before?.[i] ?? 0),
    );
    const norm = Math.hypot(...sum);
    for (const [i, value] of sum.entries())
      assert.ok(Math.abs(value / norm - (vector[i] ?? 0)) < 1e-6);
    assert.ok(Math.abs(length(vector) - 1) < 1e-6);
  });

  it("is all zeros where nothing is known", async () => {
    const history = [{ role: "user", text: "?" }] as const;
    const vector = await toConversationVector({ question: "!", history }, embedder);
    assert.ok(vector?.every((value) => value === 0));
  });
});
