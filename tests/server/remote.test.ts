import assert from "node:assert/strict";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { join } from "node:path";
import { describe, it } from "node:test";
import {
  createAnnouncement,
  createRemoteApp,
  findServer,
  loadConfig,
  openApp,
  systemClock,
  systemEntropy,
  toProof,
  type FoundServer,
} from "../../src/app/index.ts";
import { PlumblineError } from "../../src/foundation/errors.ts";
import { startServer } from "../../src/server/index.ts";
import { makeTemporaryDirectory } from "../../src/testing/temporary-directory.ts";
import { LIMITS } from "./harness.ts";

interface Place extends AsyncDisposable {
  readonly address: string;
  readonly seen: string[];
}

/** Somebody else on the port that a server had; notes everything it is sent. */
async function listen(answer: RequestListener): Promise<Place> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  assert.ok(typeof address === "object" && address);
  return {
    address: `http://127.0.0.1:${address.port}/`,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const TOKEN = "a-token-that-nobody-else-may-see";

function leaveBehind(directory: string, address: string): void {
  const holder = { pid: 4_000_000, startedAt: "2026-03-01T12:00:00.000Z", address };
  writeFileSync(join(directory, "lock.json"), JSON.stringify(holder));
  writeFileSync(join(directory, "server.token"), TOKEN);
}

const HELLO = { version: "0", release: "rel_0", fingerprint: "x", pid: 1 };

describe("findServer", () => {
  const IMPOSTORS: Readonly<Record<string, RequestListener>> = {
    "an honest stranger": (_, response) => response.writeHead(404).end("not here"),
    "one who makes up a proof": (_, response) =>
      response.end(JSON.stringify({ ...HELLO, proof: "0".repeat(64) })),
    "one who proves another token": ({ url }, response) => {
      const nonce = new URL(url ?? "", "http://x").searchParams.get("nonce") ?? "";
      response.end(JSON.stringify({ ...HELLO, proof: toProof("another", nonce) }));
    },
    "one who sends something else": (_, response) => response.end("[1, 2"),
    "one who hangs up": ({ socket }) => socket.destroy(),
  };
  for (const [name, answer] of Object.entries(IMPOSTORS))
    it(`does not take ${name} for the server, and tells it no token`, async () => {
      using directory = makeTemporaryDirectory();
      await using place = await listen(answer);
      leaveBehind(directory.path, place.address);
      assert.equal(await findServer(directory.path), undefined);
      assert.ok(place.seen.length > 0);
      assert.ok(place.seen.every((request) => !request.includes(TOKEN)));
    });

  it("finds nothing where nothing was left, or where nobody listens any more", async () => {
    using directory = makeTemporaryDirectory();
    assert.equal(await findServer(directory.path), undefined);
    leaveBehind(directory.path, "http://127.0.0.1:9/");
    assert.equal(await findServer(directory.path), undefined);
    leaveBehind(directory.path, "no address");
    assert.equal(await findServer(directory.path), undefined);
  });
});

describe("createRemoteApp", () => {
  const found = (address: string): FoundServer => ({
    ...HELLO,
    proof: "",
    address: new URL(address),
    token: TOKEN,
  });
  const remote = (address: string) =>
    createRemoteApp({ server: found(address), dataDirectory: "d", workingDirectory: "/work" });

  const BROKEN: Readonly<Record<string, RequestListener>> = {
    "is cut off before a reply": ({ socket }) => socket.destroy(),
    "is cut off in the middle": (_, response) => {
      response.writeHead(200, { "content-length": "1000" });
      response.write('{"event":{"type":"source-listed"}}\n', () => response.destroy());
    },
    "ends without an end": (_, response) => response.end('{"event":{"type":"source-listed"}}\n'),
    "says something else": (_, response) => response.end("<html>"),
  };
  for (const [name, answer] of Object.entries(BROKEN))
    it(`tells by one error that a reply ${name}`, async () => {
      await using place = await listen(answer);
      const { listKeys, ingest } = remote(place.address);
      const isGone = (error: unknown): boolean =>
        error instanceof PlumblineError && error.code === "app.server-gone" && error.exitCode === 3;
      await assert.rejects(listKeys(), isGone);
      await assert.rejects(async () => {
        for await (const _ of ingest({})) continue;
      }, isGone);
    });

  it("gives up with the reason of its signal", async () => {
    await using place = await listen(() => undefined);
    const stop = new AbortController();
    const asked = remote(place.address).search(undefined, { question: "x", signal: stop.signal });
    stop.abort(new Error("enough"));
    await assert.rejects(asked, /enough/);
  });

  it("does what the server's own app does, errors and all", async () => {
    using directory = makeTemporaryDirectory();
    const loaded = await loadConfig({ workingDirectory: directory.path, environment: {} });
    await using app = await openApp({ loaded, workingDirectory: directory.path });
    await app.becomeWriter();
    const announcement = createAnnouncement(app.dataDirectory);
    await using running = new AsyncDisposableStack();
    running.defer(() => announcement.withdraw());
    const server = await startServer({
      app,
      clock: systemClock,
      entropy: systemEntropy,
      fingerprint: loaded.fingerprint,
      ownerToken: announcement.token,
      host: "127.0.0.1",
      port: 0,
      names: [],
      limits: LIMITS,
      log: () => undefined,
    });
    running.defer(() => server.close());
    announcement.publish(server.address.href);
    const { mode } = statSync(join(app.dataDirectory, "server.token"));
    assert.equal(mode & 0o777, 0o600);
    const there = await findServer(app.dataDirectory);
    assert.ok(there);
    assert.deepEqual([there.pid, there.fingerprint], [process.pid, loaded.fingerprint]);
    const { dataDirectory } = app;
    const through = createRemoteApp({
      server: there,
      dataDirectory,
      workingDirectory: directory.path,
    });
    writeFileSync(join(directory.path, "leave.txt"), "Employees get 18 weeks of leave.");
    const types: string[] = [];
    for await (const { type } of through.ingest({ path: "leave.txt", collection: "hr" }))
      types.push(type);
    assert.deepEqual([types[0], types.at(-1)], ["source-started", "sync-completed"]);
    const input = { question: "How many weeks of leave?" };
    assert.deepEqual(await through.search(undefined, input), await app.search(undefined, input));
    assert.deepEqual((await through.search(["user:eve"], input)).passages, []);
    const events: string[] = [];
    for await (const { type } of through.streamAnswer(undefined, input)) events.push(type);
    assert.equal(events.at(-1), "answer-completed");
    const [trace] = await through.listTraces(undefined, { limit: 1, operation: "ask" });
    assert.deepEqual(trace, await app.getTrace(undefined, trace?.answerId ?? ""));
    const replayed = await through.replayTrace(undefined, trace.id);
    assert.equal(replayed.retrieval.verdict, "identical");
    assert.equal((await through.computeCosts(undefined, { by: "day" })).total.traces, 4);
    const feedback = { kind: "thumb", value: 1 } as const;
    await through.addFeedback(undefined, { answerId: trace.answerId ?? "", feedback });
    assert.equal((await through.listFeedback(undefined, { limit: 9 })).length, 1);
    const hold = await through.placeHold({ kind: "collection", subject: "hr", reason: "a case" });
    await through.releaseHold(hold.id);
    assert.equal((await through.listHolds()).length, 1);
    assert.equal((await through.runRetention({ dryRun: true })).length, 4);
    const { key, id } = await through.createKey({ name: "a" });
    assert.equal((await app.authenticate(key)).keyId, id);
    await assert.rejects(
      through.getDocument(undefined, "doc_0"),
      (error) => error instanceof PlumblineError && error.code === "app.not-found",
    );
    await running.disposeAsync();
    assert.equal(await findServer(app.dataDirectory), undefined);
    const { address } = JSON.parse(readFileSync(join(app.dataDirectory, "lock.json"), "utf8"));
    assert.equal(address, undefined);
  });
});
