import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { z } from "zod";
import { PlumblineError } from "../../foundation/errors.ts";
import { adapterContext } from "../../testing/adapter-context.ts";
import { describeEmbedder } from "../../testing/embedder-contract.ts";
import {
  isRetryableUpstream,
  upstreamChanged,
  upstreamDenied,
  upstreamFailed,
  upstreamGarbled,
  upstreamLimited,
  upstreamRejected,
  upstreamTimeout,
  upstreamTooLong,
  upstreamUnreachable,
} from "../errors.ts";
import { openaiCompatibleEmbedder } from "./openai-compatible.ts";

type Fetch = typeof globalThis.fetch;

const Body = z.object({
  input: z.array(z.string()),
  model: z.string(),
  dimensions: z.int().optional(),
});
const given = { baseUrl: "http://embedder.test/", model: "toy", dimensions: 2, maxBatch: 8 };

const open = (fetch: Fetch, overrides: Record<string, unknown> = {}) =>
  openaiCompatibleEmbedder.create(
    openaiCompatibleEmbedder.options.parse({ ...given, ...overrides }),
    adapterContext({ fetch }),
  );

const codeSum = (text: string): number =>
  [...text].reduce((sum, character) => sum + (character.codePointAt(0) ?? 0), 0);

/** Replies last-first, as the protocol permits, so a missing sort fails the contract. */
const toyServer: Fetch = async (url, init) => {
  init?.signal?.throwIfAborted();
  const { input } = Body.parse(await new Request(url, init).json());
  if (input.some((text) => text === "")) return new Response("empty input", { status: 400 });
  const data = input.map((text, index) => ({ index, embedding: [codeSum(text) % 97, 1] }));
  return Response.json({ object: "list", model: "toy-1", data: data.toReversed() });
};

describeEmbedder("openai-compatible", () => open(toyServer));

/** Answers everything alike and keeps what it was sent. */
function makeServer(reply: () => Response | Promise<Response>) {
  const requests: Request[] = [];
  const fetch: Fetch = async (url, init) => {
    requests.push(new Request(url, init));
    return reply();
  };
  return { fetch, requests };
}
const oneVector = () => Response.json({ data: [{ index: 0, embedding: [3, 4] }] });
const embedOne = async (fetch: Fetch, signal?: AbortSignal) =>
  (await open(fetch)).embed({ texts: ["kelp"], role: "query", ...(signal ? { signal } : {}) });

describe("openai-compatible embedder, what it sends", () => {
  it("posts to v1/embeddings, whether or not the base URL names v1", async () => {
    for (const [baseUrl, expected] of [
      ["http://embedder.test", "http://embedder.test/v1/embeddings"],
      ["http://embedder.test/v1/", "http://embedder.test/v1/embeddings"],
      ["http://embedder.test/proxy", "http://embedder.test/proxy/v1/embeddings"],
    ] as const) {
      const { fetch, requests } = makeServer(oneVector);
      await (await open(fetch, { baseUrl })).embed({ texts: ["kelp"], role: "query" });
      assert.equal(requests[0]?.url, expected);
      assert.equal(requests[0]?.method, "POST");
    }
  });

  it("sends the key as a bearer token, and none where there is none", async () => {
    const { fetch, requests } = makeServer(oneVector);
    await (await open(fetch, { apiKey: "secret" })).embed({ texts: ["kelp"], role: "query" });
    await (await open(fetch)).embed({ texts: ["kelp"], role: "query" });
    assert.deepEqual(
      requests.map(({ headers }) => headers.get("authorization")),
      ["Bearer secret", null],
    );
  });

  it("puts the prefix of the role in front of each text", async () => {
    const { fetch, requests } = makeServer(oneVector);
    const embedder = await open(fetch, { queryPrefix: "query: ", documentPrefix: "passage: " });
    await embedder.embed({ texts: ["kelp"], role: "query" });
    await embedder.embed({ texts: ["kelp"], role: "document" });
    const sent = await Promise.all(
      requests.map(async (request) => Body.parse(await request.json()).input),
    );
    assert.deepEqual(sent, [["query: kelp"], ["passage: kelp"]]);
  });

  it("names the dimensions unless told not to", async () => {
    const { fetch, requests } = makeServer(oneVector);
    await (await open(fetch)).embed({ texts: ["kelp"], role: "query" });
    await (await open(fetch, { sendDimensions: false })).embed({ texts: ["kelp"], role: "query" });
    const sent = await Promise.all(
      requests.map(async (r) => Body.parse(await r.json()).dimensions),
    );
    assert.deepEqual(sent, [2, undefined]);
  });

  it("asks nothing for blank texts and no texts", async () => {
    const { fetch, requests } = makeServer(oneVector);
    const vectors = await (await open(fetch)).embed({ texts: [" "], role: "query" });
    assert.deepEqual(vectors, [new Float32Array(2)]);
    assert.equal(requests.length, 0);
  });

  it("has another fingerprint with other prefixes, as its vectors differ", async () => {
    const plain = await open(toyServer);
    const prefixed = await open(toyServer, { queryPrefix: "query: " });
    assert.equal(plain.fingerprint, "toy/2");
    assert.notEqual(prefixed.fingerprint, plain.fingerprint);
  });
});

describe("openai-compatible embedder, what it refuses", () => {
  for (const [fault, data] of Object.entries({
    "fewer vectors than texts": [],
    "more vectors than texts": [
      { index: 0, embedding: [1, 0] },
      { index: 1, embedding: [1, 0] },
    ],
    "an index out of range": [{ index: 1, embedding: [1, 0] }],
    "a vector of another dimension": [{ index: 0, embedding: [1, 0, 0] }],
    "a zero vector": [{ index: 0, embedding: [0, 0] }],
    "null in a vector": [{ index: 0, embedding: [1, null] }],
    "an infinite value": [{ index: 0, embedding: [1, "Infinity"] }],
    "a missing index": [{ embedding: [1, 0] }],
  }))
    it(`refuses ${fault}`, async () => {
      await assert.rejects(
        embedOne(async () => Response.json({ data })),
        upstreamGarbled.is,
      );
    });

  it("refuses a repeated index", async () => {
    const data = [0, 0].map((index) => ({ index, embedding: [1, 0] }));
    const embedder = await open(async () => Response.json({ data }));
    const embedded = embedder.embed({ texts: ["kelp", "granite"], role: "query" });
    await assert.rejects(embedded, upstreamGarbled.is);
  });

  for (const [fault, body] of Object.entries({
    "a number too large for a double": '{"data":[{"index":0,"embedding":[1e999,0]}]}',
    "JSON cut short": '{"data":[{"index":0,"embedd',
    "an empty reply": "",
    "a web page": "<!doctype html><title>Sign in</title>",
    "another schema": '{"embeddings":[[1,0]]}',
    "an error with status 200": '{"error":{"message":"overloaded"}}',
  }))
    it(`refuses ${fault}`, async () => {
      await assert.rejects(
        embedOne(async () => new Response(body)),
        upstreamGarbled.is,
      );
    });

  it("refuses another model than before", async () => {
    const models = ["toy-1", "toy-2"];
    const embedder = await open(async () =>
      Response.json({ model: models.shift(), data: [{ index: 0, embedding: [1, 0] }] }),
    );
    await embedder.embed({ texts: ["kelp"], role: "query" });
    await assert.rejects(embedder.embed({ texts: ["kelp"], role: "query" }), upstreamChanged.is);
  });
});

const breakOff = (stream: ReadableStreamDefaultController): void =>
  stream.error(new TypeError("terminated"));
const cutReply = (): Response => new Response(new ReadableStream({ pull: breakOff }));
const rejectAborted: Fetch = () => Promise.reject(new DOMException("aborted", "AbortError"));

describe("openai-compatible embedder, failures told apart", () => {
  for (const [status, expected, retryable] of [
    [400, upstreamRejected, false],
    [401, upstreamDenied, false],
    [403, upstreamDenied, false],
    [404, upstreamRejected, false],
    [408, upstreamFailed, true],
    [409, upstreamFailed, true],
    [413, upstreamTooLong, false],
    [422, upstreamRejected, false],
    [429, upstreamLimited, true],
    [500, upstreamFailed, true],
    [503, upstreamFailed, true],
    [529, upstreamFailed, true],
  ] as const)
    it(`HTTP ${status} is ${expected.code}`, async () => {
      const failed = embedOne(async () => new Response("kelp is too secret", { status }));
      await assert.rejects(failed, (error) => {
        assert.ok(expected.is(error));
        assert.equal(isRetryableUpstream(error), retryable);
        assert.ok(!JSON.stringify(error).includes("kelp"), "repeats what it was sent");
        return true;
      });
    });

  it("names a text that is too long as such", async () => {
    const body = { error: { message: "This model's maximum context length is 8192 tokens" } };
    const failed = embedOne(async () => Response.json(body, { status: 400 }));
    await assert.rejects(failed, upstreamTooLong.is);
  });

  it("passes on how long to wait", async () => {
    const headers = { "retry-after": "Sun, 01 Mar 2026 12:00:05 GMT" };
    const failed = embedOne(async () => new Response("", { status: 429, headers }));
    await assert.rejects(
      failed,
      (error) => error instanceof PlumblineError && error.details["retryAfterMs"] === 5000,
    );
  });

  it("calls a lost connection unreachable, also in the middle of the reply", async () => {
    await assert.rejects(
      embedOne(async () => cutReply()),
      upstreamUnreachable.is,
    );
    const refused = embedOne(() => Promise.reject(new TypeError("fetch failed")));
    await assert.rejects(refused, upstreamUnreachable.is);
  });

  it("calls a passed deadline a timeout, and a caller who left by the caller's own reason", async () => {
    const late = new DOMException("too late", "TimeoutError");
    await assert.rejects(
      embedOne(() => Promise.reject(late)),
      upstreamTimeout.is,
    );
    const gone = new Error("client gone");
    const signal = AbortSignal.abort(gone);
    await assert.rejects(embedOne(rejectAborted, signal), (error) => error === gone);
  });

  it("leaves the outbound client's own errors as they are", async () => {
    const blocked = new PlumblineError({
      code: "test.blocked-address",
      kind: "denied",
      message: "not on the list",
      hint: "add it",
      details: {},
    });
    await assert.rejects(
      embedOne(() => Promise.reject(blocked)),
      (error) => error === blocked,
    );
  });
});
