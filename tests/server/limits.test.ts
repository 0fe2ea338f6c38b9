import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { LocalApp } from "../../src/app/index.ts";
import { openHarness, readJson, toEvents } from "./harness.ts";

const NOTHING: Awaited<ReturnType<LocalApp["search"]>> = {
  passages: [],
  statistics: { chunks: 0, terms: [] },
  alpha: 0,
  reranking: { by: [], failed: [] },
};

/** Searches that end when they are told to, and say whether they were aborted. */
function createHeldSearch() {
  const held: (() => void)[] = [];
  const state = { running: 0, most: 0, aborted: 0 };
  const search: LocalApp["search"] = async (_, { signal }) => {
    state.running++;
    state.most = Math.max(state.most, state.running);
    const turn = Promise.withResolvers<void>();
    held.push(turn.resolve);
    signal?.addEventListener("abort", () => {
      state.aborted++;
      turn.reject(signal.reason);
    });
    try {
      await turn.promise;
      return NOTHING;
    } finally {
      state.running--;
    }
  };
  return { search, state, release: () => held.splice(0).forEach((end) => end()) };
}

/** Lets everything run that waits for nothing else. */
async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
}

async function isSettled(work: Promise<unknown>): Promise<boolean> {
  let settled = false;
  work.then(
    () => (settled = true),
    () => (settled = true),
  );
  await settle();
  return settled;
}

const BODY = { question: "x" };

describe("S18 limits of a key", () => {
  it("S18 answers 429 with the seconds to wait, and then lets it pass", async () => {
    await using harness = await openHarness({ limits: { requestsPerMinute: 30 } });
    const key = await harness.makeKey(undefined, "read");
    const other = await harness.makeKey(undefined, "read");
    const status = async (by = key) => (await harness.send("/v1/collections", { key: by })).status;
    for (let i = 0; i < 30; i++) assert.equal(await status(), 200);
    const refused = await harness.send("/v1/collections", { key });
    assert.equal((await readJson(refused, 429)).error.code, "server.rate-limited");
    assert.equal(refused.headers.get("retry-after"), "2");
    assert.equal(await status(other), 200);
    harness.advance(2000);
    assert.deepEqual([await status(), await status()], [200, 429]);
  });
});

describe("R12 overload", () => {
  it("R12 works on a few at a time, keeps the rest waiting, and refuses what is too much", async () => {
    const { search, state, release } = createHeldSearch();
    await using harness = await openHarness({
      limits: { waiting: 10 },
      change: () => ({ search }),
    });
    const keys = [await harness.makeKey(undefined, "read"), await harness.makeKey([], "read")];
    const refused: Response[] = [];
    const replies = Array.from({ length: 100 }, async (_, i) => {
      const reply = await harness.send("/v1/search", { key: keys[i % 2], body: BODY });
      if (reply.status !== 200) refused.push(reply);
      return reply;
    });
    await settle();
    assert.equal(refused.length, 100 - 10 - 4);
    for (const reply of refused) {
      assert.equal(reply.headers.get("retry-after"), "1");
      assert.equal((await readJson(reply, 503)).error.code, "server.overloaded");
    }
    for (let round = 0; round < 10; round++) {
      release();
      await settle();
    }
    const statuses = (await Promise.all(replies)).map(({ status }) => status);
    assert.deepEqual(new Set(statuses), new Set([200, 503]));
    assert.equal(statuses.filter((status) => status === 200).length, 14);
    assert.equal(state.most, 4);
  });

  it("R12 lets a second caller in before the first one's queue is done", async () => {
    const { search, release } = createHeldSearch();
    await using harness = await openHarness({ change: () => ({ search }) });
    const [busy, other] = [
      await harness.makeKey(undefined, "read"),
      await harness.makeKey([], "read"),
    ];
    const order: string[] = [];
    const ask = async (name: string, key: string): Promise<void> => {
      await harness.send("/v1/search", { key, body: BODY });
      order.push(name);
    };
    const all = Array.from({ length: 20 }, () => ask("busy", busy));
    await settle();
    all.push(ask("other", other));
    for (let round = 0; round < 20; round++) {
      await settle();
      release();
    }
    await Promise.all(all);
    assert.ok(order.indexOf("other") <= 4, `it came as number ${order.indexOf("other") + 1}`);
  });
});

describe("a request that nobody waits for", () => {
  it("is stopped when its client goes, and makes room for the next", async () => {
    const { search, state } = createHeldSearch();
    await using harness = await openHarness({ change: () => ({ search }) });
    const key = await harness.makeKey(undefined, "read");
    const gone = new AbortController();
    const reply = harness.send("/v1/search", { key, body: BODY, signal: gone.signal });
    await settle();
    assert.equal(state.running, 1);
    gone.abort();
    assert.equal((await reply).status, 499);
    assert.deepEqual([state.running, state.aborted], [0, 1]);
  });

  it("is stopped when it takes too long, and says so", async () => {
    let aborted = false;
    const ask: LocalApp["ask"] = (_, { signal }) =>
      new Promise((_done, failed) =>
        signal?.addEventListener("abort", () => {
          aborted = true;
          failed(new Error("stopped"));
        }),
      );
    await using harness = await openHarness({
      limits: { answerSeconds: 0.02 },
      change: () => ({ ask }),
    });
    const key = await harness.makeKey(undefined, "read");
    const { error } = await readJson(await harness.send("/v1/answers", { key, body: BODY }), 504);
    assert.deepEqual([error.code, aborted], ["server.deadline", true]);
  });

  it("ends the writing of an answer when the stream is closed", async () => {
    let ended = false;
    const streamAnswer: LocalApp["streamAnswer"] = async function* () {
      try {
        yield { type: "answer-started", id: "ans_1" };
        for (;;) yield { type: "sentence-checked", text: "More. ", citations: [] };
      } finally {
        ended = true;
      }
    };
    await using harness = await openHarness({ change: () => ({ streamAnswer }) });
    const key = await harness.makeKey(undefined, "read");
    const reply = await harness.send("/v1/answers", { key, body: { ...BODY, stream: true } });
    const reader = reply.body?.getReader();
    for (let i = 0; i < 5; i++) assert.equal((await reader?.read())?.done, false);
    await reader?.cancel();
    assert.ok(ended);
  });

  it("takes no more of an answer than the client has room for", async () => {
    let made = 0;
    const streamAnswer: LocalApp["streamAnswer"] = async function* () {
      yield { type: "answer-started", id: "ans_1" };
      for (;;) {
        made++;
        yield { type: "sentence-checked", text: "More. ", citations: [] };
      }
    };
    await using harness = await openHarness({ change: () => ({ streamAnswer }) });
    const key = await harness.makeKey(undefined, "read");
    const reply = await harness.send("/v1/answers", { key, body: { ...BODY, stream: true } });
    await settle();
    assert.ok(made < 5, `${made} sentences`);
    await reply.body?.cancel();
  });
});

describe("a failure in the middle of a stream", () => {
  const streamAnswer: LocalApp["streamAnswer"] = async function* () {
    yield { type: "answer-started", id: "ans_1" };
    yield { type: "sentence-checked", text: "One.", citations: [] };
    throw new Error("secret detail");
  };
  it("is an error event, and the last one", async () => {
    await using harness = await openHarness({ change: () => ({ streamAnswer }) });
    const key = await harness.makeKey(undefined, "read");
    const reply = await harness.send("/v1/answers", { key, body: { ...BODY, stream: true } });
    const text = await reply.text();
    const events = toEvents(text);
    assert.deepEqual(
      events.map(({ event }) => event),
      ["answer-started", "sentence-checked", "error"],
    );
    assert.ok(!text.includes("secret detail"));
  });

  it("has a status of its own when nothing was sent yet", async () => {
    await using harness = await openHarness();
    const key = await harness.makeKey(undefined, "read");
    const body = { ...BODY, collections: ["nowhere"], stream: true };
    const reply = await harness.send("/v1/answers", { key, body });
    assert.equal((await readJson(reply, 404)).error.code, "app.unknown-collection");
  });
});

describe("drain", () => {
  it("takes no more, finishes what is under way, and refuses who waits", async () => {
    const { search, release } = createHeldSearch();
    const harness = await openHarness({ change: () => ({ search }) });
    const key = await harness.makeKey(undefined, "read");
    const under = [1, 2].map(() => harness.send("/v1/search", { key, body: BODY }));
    const waiting = harness.send("/v1/search", { key, body: BODY });
    await settle();
    const drained = harness.service.drain(60_000);
    assert.equal((await waiting).status, 503);
    const late = await harness.send("/v1/search", { key, body: BODY });
    assert.equal((await readJson(late, 503)).error.code, "server.closing");
    assert.equal(late.headers.get("connection"), "close");
    assert.equal((await harness.send("/healthz")).status, 200);
    assert.equal((await harness.send("/readyz")).status, 503);
    assert.equal(await isSettled(drained), false);
    release();
    await drained;
    assert.deepEqual(
      (await Promise.all(under)).map(({ status }) => status),
      [200, 200],
    );
    await harness[Symbol.asyncDispose]();
  });

  it("aborts what is left when its time of grace is over", async () => {
    const { search, state } = createHeldSearch();
    const harness = await openHarness({ change: () => ({ search }) });
    const key = await harness.makeKey(undefined, "read");
    const under = harness.send("/v1/search", { key, body: BODY });
    await settle();
    await harness.service.drain(10);
    assert.equal((await readJson(await under, 503)).error.code, "server.closing");
    assert.equal(state.aborted, 1);
    await harness[Symbol.asyncDispose]();
  });

  it("counts a stream until its last byte", async () => {
    const more = Promise.withResolvers<void>();
    const streamAnswer: LocalApp["streamAnswer"] = async function* () {
      yield { type: "answer-started", id: "ans_1" };
      await more.promise;
    };
    const harness = await openHarness({ change: () => ({ streamAnswer }) });
    const key = await harness.makeKey(undefined, "read");
    const reply = await harness.send("/v1/answers", { key, body: { ...BODY, stream: true } });
    const drained = harness.service.drain(60_000);
    assert.equal(await isSettled(drained), false);
    more.resolve();
    await reply.text();
    await drained;
    await harness[Symbol.asyncDispose]();
  });
});

describe("S23 the access log", () => {
  it("S23 has one line a request: when, what, how it went, how long, whose key, which request", async () => {
    await using harness = await openHarness();
    const key = await harness.makeKey(undefined, "read");
    const secret = "xyzzy-in-the-question";
    const replies = [
      await harness.send("/v1/search", { key, body: { question: secret } }),
      await harness.send(`/v1/documents?filter=name=${secret}`, { key }),
      await harness.send("/nowhere%0aFORGED%20LINE%1b[31m"),
    ];
    for (const [index, reply] of replies.entries()) {
      const line = harness.log[index] ?? "";
      assert.match(
        line,
        /^2026-03-01T12:00:00\.000Z (?:GET|POST) \S+ \d{3} \d+\.\dms (?:key_[0-9a-f]{20}|-) req_[0-9a-f]{16}$/,
      );
      assert.ok(line.endsWith(reply.headers.get("x-request-id") ?? "?"));
      assert.ok(!line.includes(secret) && !line.includes(key));
    }
    assert.equal(harness.log.length, replies.length);
  });
});
