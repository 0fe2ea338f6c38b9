import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { z } from "zod";
import { PlumblineError } from "../../foundation/errors.ts";
import { adapterContext } from "../../testing/adapter-context.ts";
import {
  listFaults,
  startFaultServer,
  toFaultServerScore,
  type FaultServer,
} from "../../testing/fault-server.ts";
import { describeReranker } from "../../testing/reranker-contract.ts";
import { storedChunkOf } from "../../testing/stored-chunks.ts";
import type { RerankRequest } from "../../ports/reranker.ts";
import { cohereReranker } from "./cohere.ts";
import { jinaReranker } from "./jina.ts";
import { teiReranker } from "./tei.ts";

const ADAPTERS = { cohere: cohereReranker, jina: jinaReranker, tei: teiReranker };
type Name = keyof typeof ADAPTERS;
const NAMES: readonly Name[] = ["cohere", "jina", "tei"];
/** Faults of a connection that never ends by itself: the deadline around every adapter ends them. */
const ENDLESS = new Set(["timeout"]);
const OVERSIZED = new Set(["endless-body", "huge-reply", "decompression-bomb"]);

let server: FaultServer;
before(async () => {
  server = await startFaultServer();
});
after(() => server[Symbol.asyncDispose]());

const open = (name: Name, options: Record<string, unknown> = {}, fetch = globalThis.fetch) => {
  const adapter = ADAPTERS[name];
  const given = { baseUrl: server.url, model: "fault-model", ...options };
  return adapter.create(adapter.options.parse(given), adapterContext({ fetch }));
};

const question = "How long is parental leave?";
const TEXTS = ["The rent is paid in advance.", "Parental leave is long.", "How long?"];
const REQUEST: RerankRequest = {
  question,
  terms: () => [],
  chunks: TEXTS.map((text, sequence) => storedChunkOf({ text, sequence })),
  scores: [0.9, 0.8, 0.7],
  statistics: { chunks: 3, terms: [] },
};

for (const name of NAMES) describeReranker(name, () => open(name));

describe("cross-encoders, what they send", () => {
  const sentBy = async (name: Name, options: Record<string, unknown> = {}, request = REQUEST) => {
    server.setFault();
    const earlier = server.calls.length;
    await (await open(name, options)).rerank(request);
    const call = server.calls[earlier];
    assert.ok(call);
    return call;
  };

  it("posts to the path of its style, whether or not the base URL names the version", async () => {
    for (const [name, version, path] of [
      ["cohere", "/v2", "/v2/rerank"],
      ["jina", "/v1", "/v1/rerank"],
      ["tei", "", "/rerank"],
    ] as const)
      for (const end of ["", "/", version, `${version}/`]) {
        const { path: sent } = await sentBy(name, { baseUrl: server.url + end });
        assert.equal(sent, path);
      }
  });

  it("sends the question, and headings and text of each chunk", async () => {
    const texts = TEXTS.map((text) => `Handbook\n${text}`);
    const model = "fault-model";
    const bodies = {
      cohere: { model, query: question, documents: texts, top_n: 3 },
      jina: { model, query: question, documents: texts, top_n: 3, return_documents: false },
      tei: { query: question, texts, truncate: true },
    };
    for (const name of NAMES) assert.deepEqual((await sentBy(name)).body, bodies[name]);
  });

  it("cuts what is longer than it is to send, and no character in two", async () => {
    // 16 tokens of 4.4 characters are 70; 9 of them are headings and a line end.
    const text = `${"a".repeat(60)}😀 and more`;
    const request = { ...REQUEST, chunks: [storedChunkOf({ text })], scores: [1] };
    const { body } = await sentBy("tei", { maxTokens: 16 }, request);
    const { texts } = z.object({ texts: z.array(z.string()) }).parse(body);
    assert.deepEqual(texts, [`Handbook\n${"a".repeat(60)}\ufffd`]);
  });

  it("sends the key as a bearer token, and none where there is none", async () => {
    const { headers } = await sentBy("cohere", { apiKey: "secret" });
    assert.equal(headers["authorization"], "Bearer secret");
    assert.equal((await sentBy("cohere")).headers["authorization"], undefined);
  });

  it("sends nothing for no chunks", async () => {
    const earlier = server.calls.length;
    await (await open("jina")).rerank({ ...REQUEST, chunks: [], scores: [] });
    assert.equal(server.calls.length, earlier);
  });
});

describe("cross-encoders, what they make of a reply", () => {
  it("finds each score by its index, for services reply best first", async () => {
    server.setFault();
    const expected = TEXTS.map((text) => toFaultServerScore(question, `Handbook\n${text}`));
    assert.notDeepEqual(
      expected,
      expected.toSorted((a, b) => b - a),
    );
    for (const name of NAMES) {
      const entries = await (await open(name)).rerank(REQUEST);
      assert.deepEqual(
        entries,
        expected.map((score) => ({ score, shares: { [name]: score } })),
      );
    }
  });

  for (const { name: fault, outcome } of listFaults("rerank"))
    if (!ENDLESS.has(outcome) && !OVERSIZED.has(fault))
      it(`ends ${fault} as an error of kind ${outcome}`, async () => {
        server.setFault(fault);
        for (const name of NAMES)
          await assert.rejects(
            (await open(name)).rerank(REQUEST),
            (error) => error instanceof PlumblineError && error.kind === outcome,
            name,
          );
      });

  it("takes no reply with more scores than texts", async () => {
    const ranks = [0, 1, 2, 0].map((index) => ({ index, score: index }));
    const reranker = await open("tei", {}, async () => Response.json(ranks));
    await assert.rejects(reranker.rerank(REQUEST), /4 scores for 3 texts/);
  });

  it("says which adapter failed, and never what was sent", async () => {
    server.setFault("ranks-repeated");
    const error: unknown = await (await open("cohere")).rerank(REQUEST).catch((e: unknown) => e);
    assert.ok(error instanceof PlumblineError);
    assert.match(error.message, /^cohere: .* 3 scores for 3 texts, one of them twice$/);
    assert.doesNotMatch(JSON.stringify(error), /leave|rent/);
  });

  it("stops for a signal that is aborted", async () => {
    const signal = AbortSignal.abort(new Error("no longer wanted"));
    await assert.rejects((await open("tei")).rerank({ ...REQUEST, signal }), /no longer/);
  });
});

describe("cross-encoders, their options", () => {
  it("look at 20 chunks for 300 ms unless told otherwise", async () => {
    const { maxChunks, deadlineMs } = await open("cohere");
    assert.deepEqual([maxChunks, deadlineMs], [20, 300]);
    const other = await open("cohere", { top: 5, deadlineMs: 900 });
    assert.deepEqual([other.maxChunks, other.deadlineMs], [5, 900]);
  });

  it("are part of what they are called", async () => {
    const { id } = await open("cohere");
    assert.notEqual(id, (await open("jina")).id);
    assert.notEqual(id, (await open("cohere", { model: "other" })).id);
    assert.notEqual(id, (await open("cohere", { maxTokens: 512 })).id);
  });

  it("name their mistakes", () => {
    for (const wrong of [{ baseUrl: "ftp://x" }, { model: "" }, { top: 0 }, { k: 1 }]) {
      const given = { baseUrl: "http://x", model: "m", ...wrong };
      assert.equal(cohereReranker.options.safeParse(given).success, false);
    }
  });
});
