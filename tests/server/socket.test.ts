import assert from "node:assert/strict";
import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { describe, it } from "node:test";
import {
  openApp,
  loadConfig,
  systemClock,
  systemEntropy,
  type LocalApp,
} from "../../src/app/index.ts";
import { PlumblineError } from "../../src/foundation/errors.ts";
import { startServer, type RunningServer } from "../../src/server/index.ts";
import { makeTemporaryDirectory } from "../../src/testing/temporary-directory.ts";
import { LIMITS } from "./harness.ts";

interface Bench extends AsyncDisposable {
  readonly server: RunningServer;
  readonly key: string;
}

interface BenchOptions {
  readonly change?: Partial<LocalApp>;
  readonly host?: string;
  readonly port?: number;
  readonly keys?: boolean;
}

async function openBench({
  change = {},
  host,
  port,
  keys = true,
}: BenchOptions = {}): Promise<Bench> {
  const directory = makeTemporaryDirectory();
  const loaded = await loadConfig({ workingDirectory: directory.path, environment: {} });
  const app = await openApp({ loaded, workingDirectory: directory.path });
  const close = async (): Promise<void> => {
    await app[Symbol.asyncDispose]();
    directory[Symbol.dispose]();
  };
  try {
    await app.becomeWriter();
    const key = keys ? (await app.createKey({ name: "test", scopes: ["read", "write"] })).key : "";
    await app.putDocument(undefined, {
      collection: "hr",
      key: "a.md",
      content: { kind: "text", text: "Employees get 18 weeks of paid parental leave." },
    });
    const served = new Proxy(app, {
      get: (target, name) => {
        const member = Reflect.get(change, name) ?? Reflect.get(target, name);
        return typeof member === "function" ? member.bind(target) : member;
      },
    });
    const server = await startServer({
      app: served,
      clock: systemClock,
      entropy: systemEntropy,
      fingerprint: loaded.fingerprint,
      host: host ?? "127.0.0.1",
      port: port ?? 0,
      names: [],
      limits: LIMITS,
      log: () => undefined,
    });
    return {
      server,
      key,
      async [Symbol.asyncDispose]() {
        await server.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const post = (
  { server, key }: Bench,
  path: string,
  body: unknown,
  signal?: AbortSignal,
): Promise<Response> =>
  fetch(new URL(path, server.address), {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify(body),
    ...(signal ? { signal } : {}),
  });

const QUESTION = { question: "How many weeks of parental leave do employees get?" };

/** A use case that waits until it is aborted, and tells when it began and when it ended. */
function createWaiting() {
  const began = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  const wait = (signal: AbortSignal | undefined): Promise<never> =>
    new Promise((_, failed) => {
      began.resolve();
      signal?.addEventListener("abort", () => {
        ended.resolve();
        failed(signal.reason);
      });
    });
  return { began: began.promise, ended: ended.promise, wait };
}

describe("the server on a socket", () => {
  it("stops the work for a client that has gone", async () => {
    const waiting = createWaiting();
    await using bench = await openBench({
      change: { search: (_, { signal }) => waiting.wait(signal) },
    });
    const gone = new AbortController();
    const asked = post(bench, "/v1/search", QUESTION, gone.signal);
    await waiting.began;
    gone.abort();
    await assert.rejects(asked);
    await waiting.ended;
  });

  it("stops the writing of an answer whose reader has gone", async () => {
    const waiting = createWaiting();
    await using bench = await openBench({
      change: {
        async *streamAnswer(_, { signal }) {
          yield { type: "answer-started", id: "ans_1" };
          await waiting.wait(signal);
        },
      },
    });
    const gone = new AbortController();
    const reply = await post(bench, "/v1/answers", { ...QUESTION, stream: true }, gone.signal);
    await reply.body?.getReader().read();
    gone.abort();
    await waiting.ended;
  });

  it("finishes what is under way before it closes, and takes no new connection", async () => {
    const began = Promise.withResolvers<void>();
    const go = Promise.withResolvers<void>();
    await using bench = await openBench({
      change: {
        async *streamAnswer() {
          yield { type: "answer-started", id: "ans_1" };
          began.resolve();
          await go.promise;
          yield { type: "sentence-checked", text: "Last words.", citations: [] };
        },
      },
    });
    const reply = await post(bench, "/v1/answers", { ...QUESTION, stream: true });
    await began.promise;
    const closed = bench.server.close();
    await assert.rejects(post(bench, "/v1/search", QUESTION));
    go.resolve();
    assert.match(await reply.text(), /Last words\./);
    await closed;
  });

  it("S17 refuses what was sent to another name that leads here", async () => {
    await using bench = await openBench();
    const { port, hostname } = bench.server.address;
    const ask = async (headers: Readonly<Record<string, string>>): Promise<number | undefined> => {
      const sending = request({ port, host: hostname, path: "/healthz", headers }).end();
      const [reply] = (await once(sending, "response")) as [IncomingMessage]; // of node:http
      reply.resume();
      return reply.statusCode;
    };
    assert.equal(await ask({}), 200);
    assert.equal(await ask({ host: `localhost:${port}` }), 200);
    for (const host of ["evil.example", `evil.example:${port}`, "localhost"])
      assert.match(String(await ask({ host })), /^40[03]$/, host);
    assert.equal(await ask({ origin: "https://evil.example" }), 403);
  });

  it("S17 answers no preflight, and no request without a host or with two", async () => {
    await using bench = await openBench();
    const { port, hostname } = bench.server.address;
    const exchange = async (lines: readonly string[]): Promise<string> => {
      const socket = connect(Number(port), hostname);
      socket.end(`${lines.join("\r\n")}\r\n\r\n`);
      return text(socket);
    };
    const own = `Host: 127.0.0.1:${port}`;
    const status = async (...lines: readonly string[]): Promise<string> =>
      (await exchange([...lines, "Connection: close"])).slice(9, 12);
    assert.equal(await status("GET /healthz HTTP/1.1", own), "200");
    assert.equal(await status("GET /healthz HTTP/1.1"), "400");
    assert.match(await status("GET /healthz HTTP/1.1", "Host: evil.example", own), /^40[03]$/);
    assert.match(await status("GET /healthz HTTP/1.1", own, "Host: evil.example"), /^40[03]$/);
    assert.match(await status("GET http://evil.example/healthz HTTP/1.1", own), /^40[034]$/);
    const preflight = await exchange([
      "OPTIONS /v1/documents HTTP/1.1",
      own,
      "Origin: https://evil.example",
      "Access-Control-Request-Method: POST",
      "Connection: close",
    ]);
    assert.ok(preflight.startsWith("HTTP/1.1 40") && !/access-control-allow/i.test(preflight));
  });

  it("loses no request of 64 clients that ask at the same time", async () => {
    await using bench = await openBench();
    const clients = Array.from({ length: 64 }, async (_, client) => {
      const statuses: number[] = [];
      for (let turn = 0; turn < 3; turn++) {
        const path = (client + turn) % 3 === 0 ? "/v1/answers" : "/v1/search";
        const reply = await post(bench, path, QUESTION);
        assert.match(await reply.text(), /18 weeks/);
        statuses.push(reply.status);
      }
      return statuses;
    });
    const statuses = (await Promise.all(clients)).flat();
    assert.deepEqual([statuses.length, new Set(statuses)], [192, new Set([200])]);
  });

  it("says which port is taken, and which address is none of this machine", async () => {
    await using bench = await openBench();
    const port = Number(bench.server.address.port);
    const code = (wanted: string) => (error: unknown) =>
      error instanceof PlumblineError && error.code === wanted && error.hint.length > 0;
    await assert.rejects(openBench({ port }), code("server.port-in-use"));
    await assert.rejects(openBench({ host: "192.0.2.1" }), code("server.bad-address"));
  });

  it("S17 does not start where others reach it before there is a key", async () => {
    for (const host of ["0.0.0.0", "::"])
      await assert.rejects(
        openBench({ host, keys: false }),
        (error) => error instanceof PlumblineError && error.code === "server.keys-needed",
        host,
      );
    await using bench = await openBench({ host: "0.0.0.0" });
    assert.equal((await post(bench, "/v1/search", QUESTION)).status, 200);
  });
});
