import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, beforeEach, describe, it } from "node:test";
import type { Clock } from "../../foundation/effects.ts";
import { createRandom } from "../../foundation/random.ts";
import { startFaultServer, type FaultServer } from "../../testing/fault-server.ts";
import { startOtlpReceiver } from "../../testing/otlp-receiver.ts";
import {
  makeTemporaryDirectory,
  type TemporaryDirectory,
} from "../../testing/temporary-directory.ts";
import { badFeedback, badHold, badMoment, notFound, spendCapReached } from "../errors.ts";
import { loadConfig, openApp, type LocalApp } from "../index.ts";

const QUESTION = "How many weeks of parental leave do employees get?";
const FILES = {
  "leave.md": "# Leave\n\nEmployees get 26 weeks of parental leave.\n",
  "cafe.md": "# Café\n\nThe café’s staff get 12 weeks.\n",
  "board.md": "# Board\n\nThe board gets 40 weeks of parental leave.\n",
};
/** A healthy answer of the fault server: 120 and 30 tokens at a dollar a million. */
const PRICE_USD = 0.00015;
const START = Date.parse("2026-03-10T23:00:00.000Z");

let directory: TemporaryDirectory;
let server: FaultServer;
let nowMs = START;
const clock: Clock = { now: () => new Date(nowMs), monotonicMs: () => performance.now() };

before(async () => {
  server = await startFaultServer();
});
after(() => server[Symbol.asyncDispose]());
beforeEach(() => {
  directory?.[Symbol.dispose]();
  directory = makeTemporaryDirectory();
  nowMs = START;
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(directory.path, name), text);
});
after(() => directory[Symbol.dispose]());

const MODEL = () =>
  `generator: { adapter: openai-compatible, options: { model: toy, baseUrl: "${server.url}", price: { inputPerMillion: 1, outputPerMillion: 1 } } }\n`;

async function open(config = ""): Promise<LocalApp> {
  const { path } = directory;
  writeFileSync(join(path, "plumbline.yaml"), config);
  const loaded = await loadConfig({ workingDirectory: path, environment: {} });
  return openApp({ loaded, workingDirectory: path, clock });
}

async function ingest(app: LocalApp): Promise<void> {
  for (const [path, access] of [
    ["leave.md", "public"],
    ["cafe.md", "public"],
    ["board.md", "group:board"],
  ] as const)
    for await (const _ of app.ingest({ path, collection: "hr", access: [access] }));
}

describe("a trace of an answer", () => {
  it("tells the stages, the model's tokens and what they cost, and is tied to the record", async () => {
    await using app = await open(MODEL());
    await ingest(app);
    const answer = await app.ask(["user:ana"], { question: QUESTION, conversationId: "c1" });
    const [trace] = await app.listTraces(["user:ana"], { limit: 9 });
    assert.ok(trace);
    assert.deepEqual(
      [trace.operation, trace.outcome, trace.source, trace.answerId, trace.conversationId],
      ["ask", "answered", "user", answer.id, "c1"],
    );
    assert.deepEqual(trace.principals, ["public", "user:ana"]);
    assert.deepEqual(trace.foundIn, ["hr"]);
    assert.equal(trace.release, answer.release);
    assert.equal((await app.getAnswer(["user:ana"], answer.id)).traceId, trace.id);
    const kinds = trace.spans.map(({ kind }) => kind);
    assert.deepEqual(new Set(kinds), new Set(["embed", "retrieve", "fuse", "rerank", "ground", "generate", "cite"])); // prettier-ignore
    const generate = trace.spans.find(({ kind }) => kind === "generate");
    assert.deepEqual(generate?.usage, {
      model: "toy",
      inputTokens: 120,
      outputTokens: 30,
      costUsd: PRICE_USD,
    });
    assert.ok(!JSON.stringify(trace).includes("weeks"), "no text is in it");
  });

  it("names why it abstained", async () => {
    await using app = await open();
    await ingest(app);
    await app.ask(undefined, { question: "Who invented the zeppelin engine?" });
    const [trace] = await app.listTraces(undefined, { limit: 1 });
    assert.equal(trace?.outcome, "abstained");
    const span = trace.spans.find(({ kind }) => kind === "abstain");
    assert.equal(span?.attributes["reason"], trace.reason);
    assert.equal(span?.attributes["threshold"], 0.5);
  });

  it("is left by what failed before anything was found, without what the failure said", async () => {
    const embedder = `embedder: { adapter: openai-compatible, options: { model: toy, dimensions: 8, baseUrl: "${server.url}" } }\n`;
    await using app = await open(embedder);
    await ingest(app);
    server.setFault("http-401");
    await assert.rejects(app.ask(undefined, { question: QUESTION }));
    server.setFault();
    const [trace] = await app.listTraces(undefined, { limit: 1 });
    assert.deepEqual([trace?.outcome, trace?.answerId], ["error", undefined]);
    assert.equal(trace?.reason, "adapters.upstream-denied");
    assert.equal(trace.spans.at(-1)?.error, "adapters.upstream-denied");
  });

  it("goes on with its caller's trace, and says whose traffic it is", async () => {
    await using app = await open();
    await ingest(app);
    const traceParent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    await app.ask(undefined, { question: QUESTION, traceParent, source: "evaluation" });
    const [trace] = await app.listTraces(undefined, { limit: 1, source: "evaluation" });
    assert.equal(trace?.traceId, "4bf92f3577b34da6a3ce929d0e0e4736");
    assert.equal(trace.parentSpanId, "00f067aa0ba902b7");
    assert.deepEqual(await app.listTraces(undefined, { limit: 1, source: "user" }), []);
  });
});

describe("a trace of a search", () => {
  it("holds the passages with their scores, and outlives the app", async () => {
    {
      await using app = await open();
      await ingest(app);
      await app.search(["user:ana"], { question: QUESTION });
    }
    await using app = await open();
    const [trace] = await app.listTraces(["user:ana"], { limit: 9, operation: "search" });
    const found = await app.search(["user:ana"], { question: QUESTION });
    assert.deepEqual(
      trace?.retrieval?.passages.map(({ documentId, rank, score }) => [documentId, rank, score]),
      found.passages.map(({ documentId, rank, score }) => [documentId, rank, score]),
    );
  });

  it("is there for whoever asked, and for nobody else", async () => {
    await using app = await open();
    await ingest(app);
    await app.search(["group:board"], { question: QUESTION });
    assert.equal((await app.listTraces(["group:board"], { limit: 9 })).length, 1);
    assert.equal((await app.listTraces(["user:eve"], { limit: 9 })).length, 0);
    const [trace] = await app.listTraces(undefined, { limit: 9 });
    await assert.rejects(app.getTrace(["user:eve"], trace?.id ?? ""), notFound.is);
    await assert.rejects(app.replayTrace(["user:eve"], trace?.id ?? ""), notFound.is);
  });
});

describe("replay", () => {
  it("retrieves the same, and renders the prompt byte for byte", async () => {
    await using app = await open(MODEL());
    await ingest(app);
    const said = [{ role: "user", text: "Tell me of leave." }] as const;
    const { id } = await app.ask(["user:ana"], { question: QUESTION, history: said });
    await app.search(["user:ana"], { question: QUESTION, topK: 2, legs: "lexical" });
    const replay = await app.replayTrace(["user:ana"], id);
    assert.deepEqual(replay.retrieval, { verdict: "identical", differences: [] });
    assert.equal(replay.prompt.verdict, "identical");
    assert.equal(replay.prompt.recordedHash, replay.prompt.renderedHash);
    const sent = JSON.stringify(server.calls.at(-1)?.body);
    assert.ok(sent.includes(JSON.stringify(replay.prompt.text?.user).slice(1, -1)));
    assert.deepEqual(replay.documents, []);
    const [search] = await app.listTraces(undefined, { operation: "search", limit: 1 });
    const again = await app.replayTrace(undefined, search?.id ?? "");
    assert.deepEqual(again.retrieval, { verdict: "identical", differences: [] });
    assert.equal(again.prompt.verdict, "none");
  });

  it("replays 60 seeded searches and answers exactly", async () => {
    await using app = await open();
    const random = createRandom("replay");
    const words = ["leave", "weeks", "board", "café", "staff", "parental", "limit", "hotel"];
    const pick = (): string => words[random.below(words.length)] ?? "";
    for (let n = 0; n < 20; n++)
      writeFileSync(
        join(directory.path, `d${n}.md`),
        Array.from({ length: 40 }, pick)
          .join(" ")
          .replaceAll(/(.{60}) /g, "$1.\n\n"),
      );
    rmSync(join(directory.path, "plumbline.yaml"));
    for await (const _ of app.ingest({ path: ".", collection: "hr", access: ["public"] }));
    for (let n = 0; n < 30; n++) {
      const question = `${pick()} ${pick()} ${pick()}?`;
      await app.search(["user:ana"], { question, topK: 1 + random.below(9) });
      await app.ask(undefined, { question });
    }
    const traces = await app.listTraces(undefined, { limit: 99 });
    assert.equal(traces.length, 60);
    for (const { id } of traces) {
      const { retrieval, documents } = await app.replayTrace(undefined, id);
      assert.deepEqual([retrieval.differences, documents], [[], []], id);
    }
  });

  it("names what was changed and what was erased since, and what cannot be rendered", async () => {
    await using app = await open(MODEL());
    await ingest(app);
    const { id } = await app.ask(undefined, { question: QUESTION });
    writeFileSync(join(directory.path, "leave.md"), "# Leave\n\nEmployees get 30 weeks.\n");
    await ingest(app);
    const changed = await app.replayTrace(undefined, id);
    assert.equal(changed.retrieval.verdict, "differs");
    assert.deepEqual(
      changed.documents.map(({ key, state, used }) => [key, state, used]),
      [["leave.md", "changed", true]],
    );
    // The version that was shown is kept, and so its prompt can be rendered.
    assert.equal(changed.prompt.verdict, "identical");
    const [document] = changed.documents;
    await app.deleteDocument(undefined, document?.documentId ?? "");
    const erased = await app.replayTrace(undefined, id);
    assert.deepEqual(
      erased.documents.map(({ documentId, state }) => [documentId, state]),
      [[document?.documentId, "erased"]],
    );
    assert.equal(erased.prompt.verdict, "impossible");
    assert.ok(erased.prompt.reason?.includes(document?.documentId ?? "?"));
  });

  it("ranks by the release of then, and says so where that cannot serve any more", async () => {
    let id: string;
    {
      await using app = await open();
      await ingest(app);
      id = (await app.ask(undefined, { question: QUESTION })).id;
    }
    await using app = await open("retrieve: { alpha: 0.9 }\n");
    const { retrieval, release } = await app.replayTrace(undefined, id);
    assert.equal(retrieval.verdict, "identical");
    assert.notEqual(release.recorded, release.current);
    await app.retireRegistered({ id: release.recorded });
    const again = await app.replayTrace(undefined, id);
    assert.equal(again.retrieval.verdict, "impossible");
  });
});

describe("the export of traces", () => {
  for (const adapter of ["otlp-json", "opentelemetry"])
    it(`reaches a receiver by ${adapter} before the app is closed`, async () => {
      await using receiver = await startOtlpReceiver();
      const config = `traces: { export: { adapter: ${adapter}, url: "${receiver.url}", headers: { x-key: k } } }\n`;
      {
        await using app = await open(config);
        await ingest(app);
        await app.ask(undefined, { question: QUESTION });
      }
      const [call, ...more] = receiver.calls;
      assert.deepEqual([more.length, call?.headers["x-key"]], [0, "k"]);
      assert.deepEqual(
        call?.spans.filter(({ kind }) => kind === "server").map(({ name }) => name),
        ["plumbline ask"],
      );
      assert.ok(call.spans.length > 4);
    });
});

describe("costs and caps", () => {
  it("sums what models cost, by whom", async () => {
    await using app = await open(MODEL());
    await ingest(app);
    await app.ask(["user:ana"], { question: QUESTION });
    await app.ask(["user:bo"], { question: QUESTION });
    await app.search(["user:bo"], { question: QUESTION });
    const { rows, total } = await app.computeCosts(undefined, { by: "user" });
    assert.deepEqual(
      rows.map(({ key, traces, calls, costUsd }) => [key, traces, calls, costUsd]),
      [
        ["user:ana", 1, 1, PRICE_USD],
        ["user:bo", 2, 1, PRICE_USD],
      ],
    );
    assert.deepEqual([total.traces, total.unknown], [3, 0]);
    assert.equal((await app.computeCosts(["user:ana"], { by: "day" })).total.traces, 1);
    nowMs += 86_400_000;
    assert.equal((await app.computeCosts(undefined, { by: "day", since: "1d" })).total.traces, 3);
    assert.equal((await app.computeCosts(undefined, { by: "day", since: "2026-03-11" })).total.traces, 0); // prettier-ignore
    await assert.rejects(app.computeCosts(undefined, { by: "day", since: "soon" }), badMoment.is);
  });

  it("refuses the next paid call once a day's cap is reached, also after a restart", async () => {
    const config = `${MODEL()}costs: { caps: { dayUsd: ${PRICE_USD * 1.5} } }\n`;
    {
      await using app = await open(config);
      await ingest(app);
      for (const who of ["user:ana", "user:bo"]) await app.ask([who], { question: QUESTION });
      await assert.rejects(app.ask(["user:cy"], { question: QUESTION }), spendCapReached.is);
    }
    const asked = server.calls.length;
    await using app = await open(config);
    await assert.rejects(app.ask(["user:cy"], { question: QUESTION }), spendCapReached.is);
    assert.equal(server.calls.length, asked, "nothing was asked");
    assert.ok((await app.search(["user:cy"], { question: QUESTION })).passages.length > 0);
    const [trace] = await app.listTraces(undefined, { limit: 1, outcome: "error" });
    assert.equal(trace?.reason, "app.spend-cap-reached");
    // An hour later it is another day.
    nowMs += 3_600_000;
    assert.equal((await app.ask(["user:cy"], { question: QUESTION })).abstained, false);
  });

  it("holds one caller to a cap of their own", async () => {
    const config = `${MODEL()}costs: { caps: { callerMonthUsd: ${PRICE_USD} } }\n`;
    await using app = await open(config);
    await ingest(app);
    await app.ask(["user:ana"], { question: QUESTION });
    nowMs += 86_400_000;
    await assert.rejects(app.ask(["user:ana"], { question: QUESTION }), spendCapReached.is);
    await app.ask(["user:bo"], { question: QUESTION });
    const spender = "key_1";
    await app.ask(["user:ana"], { question: QUESTION, spender });
    await assert.rejects(app.ask(["user:bo"], { question: QUESTION, spender }), spendCapReached.is);
  });

  it("does not run far beyond a cap when many ask at once", async () => {
    const config = `${MODEL()}costs: { caps: { dayUsd: ${PRICE_USD * 3} } }\n`;
    await using app = await open(config);
    await ingest(app);
    await app.ask(undefined, { question: QUESTION });
    const asked = await Promise.allSettled(
      Array.from({ length: 8 }, () => app.ask(undefined, { question: QUESTION })),
    );
    assert.equal(asked.filter(({ status }) => status === "fulfilled").length, 2);
  });

  it("counts what told no price apart, and caps do not stop it", async () => {
    const local = `generator: { adapter: openai-compatible, options: { model: toy, baseUrl: "${server.url}" } }\ncosts: { caps: { dayUsd: 0 } }\n`;
    await using app = await open(local);
    await ingest(app);
    await app.ask(undefined, { question: QUESTION });
    const { total } = await app.computeCosts(undefined, { by: "day" });
    assert.deepEqual([total.calls, total.costUsd, total.unknown], [1, 0, 1]);
  });
});

describe("feedback", () => {
  it("is taken from whoever may read the answer, in their name", async () => {
    await using app = await open();
    await ingest(app);
    const { id } = await app.ask(["user:ana", "group:board"], { question: QUESTION });
    const feedback = { kind: "edit", text: "It is 26." } as const;
    await assert.rejects(app.addFeedback(["user:eve"], { answerId: id, feedback }), notFound.is);
    const given = await app.addFeedback(["user:ana", "group:board"], { answerId: id, feedback });
    assert.deepEqual([given.by, given.feedback], ["user:ana", feedback]);
    assert.deepEqual(await app.listFeedback(undefined, { limit: 9 }), [given]);
    assert.deepEqual(await app.listFeedback(["user:eve"], { limit: 9 }), []);
    assert.deepEqual(await app.listFeedback(undefined, { limit: 9, since: "2026-03-11" }), []);
  });

  it("must be about a citation that the answer has", async () => {
    await using app = await open();
    await ingest(app);
    const { id: answerId } = await app.ask(undefined, { question: QUESTION });
    const give = (feedback: Parameters<LocalApp["addFeedback"]>[1]["feedback"]) =>
      app.addFeedback(undefined, { answerId, feedback });
    await give({ kind: "citation", citation: 1, value: -1 });
    await assert.rejects(give({ kind: "citation", citation: 9, value: -1 }), badFeedback.is);
    await assert.rejects(give({ kind: "edit", text: " " }), badFeedback.is);
  });

  it("is told by whoever asks the same again in a conversation", async () => {
    await using app = await open();
    await ingest(app);
    const asked = (question: string, conversationId: string) =>
      app.ask(["user:ana"], { question, conversationId });
    const first = await asked(QUESTION, "c1");
    nowMs += 60_000;
    await asked("Who is in the café?", "c1");
    await asked(QUESTION, "c2");
    assert.deepEqual(await app.listFeedback(undefined, { limit: 9 }), []);
    const again = await asked("How many weeks of parental leave do staff get?", "c1");
    const [noted, ...more] = await app.listFeedback(undefined, { limit: 9 });
    assert.deepEqual(more, []);
    assert.deepEqual(
      [noted?.answerId, noted?.by, noted?.feedback],
      [first.id, "user:ana", { kind: "reask", answerId: again.id }],
    );
  });
});

describe("retention", () => {
  it("deletes by class and age, and leaves what is held", async () => {
    await using app = await open("retention: { traces: 30, answers: forever, feedback: 10 }\n");
    await ingest(app);
    const { id: answerId } = await app.ask(["user:ana"], { question: QUESTION });
    await app.search(["user:bo"], { question: QUESTION });
    await app.addFeedback(["user:ana"], { answerId, feedback: { kind: "thumb", value: 1 } });
    nowMs += 31 * 86_400_000;
    await app.search(["user:bo"], { question: QUESTION });
    const hold = await app.placeHold({ kind: "person", subject: "user:ana", reason: "a case" });
    const count = (receipts: Awaited<ReturnType<typeof app.runRetention>>) =>
      receipts.map(({ class: name, deleted, held }) => [name, deleted, held]);
    const due = [
      ["traces", 1, 1],
      ["feedback", 0, 1],
      ["replies", 0, 0],
    ];
    assert.deepEqual(count(await app.runRetention({ dryRun: true })), due);
    assert.equal((await app.listTraces(undefined, { limit: 9 })).length, 3);
    assert.deepEqual(count(await app.runRetention({ dryRun: false })), due);
    assert.equal((await app.listTraces(undefined, { limit: 9 })).length, 2);
    await app.releaseHold(hold.id);
    assert.deepEqual(count(await app.runRetention({ dryRun: false, classes: ["traces"] })), [
      ["traces", 1, 0],
    ]);
    assert.equal((await app.getAnswer(undefined, answerId)).id, answerId);
    assert.deepEqual((await app.listHolds()).map(({ releasedAt }) => releasedAt !== undefined), [true]); // prettier-ignore
  });

  it("places no hold that names nothing", async () => {
    await using app = await open();
    await ingest(app);
    for (const [kind, subject, reason] of [
      ["document", "leave.md", "x"],
      ["person", "ana", "x"],
      ["collection", "", "x"],
      ["collection", "hr", " "],
    ] as const)
      await assert.rejects(app.placeHold({ kind, subject, reason }), badHold.is);
    await assert.rejects(app.releaseHold("hld_none"), notFound.is);
  });
});
