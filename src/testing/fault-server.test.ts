import assert from "node:assert/strict";
import { text } from "node:stream/consumers";
import { request } from "node:http";
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { after, before, describe, it } from "node:test";
import {
  FAULT_SERVER_ANSWER,
  listFaults,
  PROVIDER_FAULTS,
  startFaultServer,
  toFaultServerVector,
  type FaultServer,
  type Wire,
} from "./fault-server.ts";

const ASKED: Readonly<Record<string, readonly [Wire, object]>> = {
  "/v1/chat/completions": ["chat", { stream: true, stream_options: { include_usage: true } }],
  "/v1/messages": ["messages", { stream: true }],
  "/v1/embeddings": ["embeddings", { input: ["a", "b"], dimensions: 2 }],
  "/v2/rerank": ["rerank", { query: "a", documents: ["a b", "c", { text: "a" }] }],
  "/v1/rerank": ["rerank", { query: "a", documents: ["a b", "c"] }],
  "/rerank": ["rerank", { query: "a", texts: ["a b", "c"] }],
};

/** Faults that end by a limit of the caller's alone. */
const ENDLESS = new Set([
  "no-headers",
  "stall-mid-body",
  "slow-drip",
  "endless-body",
  "huge-reply",
]);

describe("fault server", () => {
  let server: FaultServer;
  before(async () => {
    server = await startFaultServer();
  });
  after(() => server[Symbol.asyncDispose]());

  /** Status and body, or nothing when the connection broke. */
  async function ask(path: string, body: object, signal?: AbortSignal) {
    try {
      const sending = request(server.url + path, { method: "POST", ...(signal ? { signal } : {}) });
      sending.end(JSON.stringify(body));
      const [reply] = (await once(sending, "response")) as [IncomingMessage]; // as node:http documents
      return { status: reply.statusCode, body: await text(reply), headers: reply.headers };
    } catch {
      return undefined;
    }
  }

  it("is well until it is told otherwise, and again after so many requests", async () => {
    server.setFault("http-503", 2);
    const [path, [, body]] = Object.entries(ASKED)[2] ?? ["", ["embeddings", {}]];
    const statuses: (number | undefined)[] = [];
    for (let n = 0; n < 3; n++) statuses.push((await ask(path, body))?.status);
    assert.deepEqual(statuses.slice(0, 3), [503, 503, 200]);
    server.setFault((number) => (number === 1 ? "http-500" : undefined));
    for (let n = 0; n < 3; n++) statuses.push((await ask(path, body))?.status);
    assert.deepEqual(statuses.slice(3), [200, 500, 200]);
    server.setFault();
  });

  it("says its answer on both wires, and vectors and ranks of the texts", async () => {
    const chat = await ask("/v1/chat/completions", { stream: true });
    const deltas = [...(chat?.body ?? "").matchAll(/"delta":\{"content":("(?:[^"\\]|\\.)*")/g)];
    const said = deltas.map(([, piece = '""']) => String(JSON.parse(piece))).join("");
    assert.equal(said, FAULT_SERVER_ANSWER);
    const messages = await ask("/v1/messages", { stream: false });
    assert.equal(JSON.parse(messages?.body ?? "").content[0].text, FAULT_SERVER_ANSWER);
    const embeddings = JSON.parse((await ask(...at("/v1/embeddings")))?.body ?? "");
    assert.deepEqual(embeddings.data[1].embedding, toFaultServerVector("b", 2));
    const ranks = JSON.parse((await ask(...at("/v2/rerank")))?.body ?? "");
    assert.deepEqual(
      ranks.results.map(({ index }: { index: number }) => index),
      [0, 2, 1],
    );
  });

  const at = (path: string): [string, object] => [path, ASKED[path]?.[1] ?? {}];

  it("has a script for every fault that it lists, which differs from being well", async () => {
    for (const [path, [wire, body]] of Object.entries(ASKED)) {
      server.setFault();
      const well = await ask(path, body);
      assert.equal(well?.status, 200);
      for (const { name } of listFaults(wire)) {
        if (ENDLESS.has(name)) continue;
        server.setFault(name);
        if (name === "model-changed" || name === "vector-drift") await ask(path, body);
        const faulty = await ask(path, body);
        assert.notEqual(faulty?.status, 501, `${path} has no ${name}`);
        assert.notDeepEqual(
          [faulty?.body, faulty?.headers["content-encoding"], name === "split-characters"],
          [well.body, undefined, false],
          `${path} is well under ${name}`,
        );
      }
    }
  });

  it("tells when a caller has left", async () => {
    for (const name of ENDLESS) {
      const fault = PROVIDER_FAULTS.find((listed) => listed.name === name);
      assert.ok(fault);
      server.setFault(fault.name);
      const caller = new AbortController();
      const asked = ask(...at("/v1/embeddings"), caller.signal);
      const earlier = server.calls.length;
      while (server.calls.length === earlier) await new Promise(setImmediate);
      caller.abort();
      await asked;
      assert.equal(await server.calls.at(-1)?.ended, "aborted", name);
    }
    server.setFault();
  });
});
