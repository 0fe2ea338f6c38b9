import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { AnswerEvent } from "../domain/answer.ts";
import type { Turn } from "../domain/conversation.ts";
import type { Rewriter } from "../ports/rewriter.ts";
import type { Store } from "../ports/store.ts";
import { openSqliteStore } from "../adapters/index.ts";
import { createFakeGenerator } from "../testing/fake-generator.ts";
import { createFakeRewriter } from "../testing/fake-rewriter.ts";
import { makeTemporaryDirectory, type TemporaryDirectory } from "../testing/temporary-directory.ts";
import { toAccess } from "./access.ts";
import { ask, streamAnswer, type AskInput } from "./ask.ts";
import { assemble, type Assembly } from "./assembly.ts";
import { systemClock, systemEntropy } from "./effects.ts";
import { loadConfig, openApp } from "./index.ts";
import { lock } from "./spend/paid-ports.ts";

const OWNER = toAccess(undefined);
const QUESTION = "How many weeks of leave do parents take?";
const ROWS = [
  { _id: "leave", text: "Parents take twelve weeks of leave." },
  { _id: "pay", text: "The weeks are paid in full; documents to read are in the office." },
  { _id: "garage", text: "Bicycles are kept in the garage." },
];
/** The deadline of a rewrite, so that a test of it is quick. */
const CONFIG =
  "rewrite: { adapter: openai-compatible, options: { model: m, baseUrl: http://127.0.0.1:9 }, deadlineMs: 100 }\n";

let directory: TemporaryDirectory;
let store: Store;
let assembly: Assembly;

before(async () => {
  directory = makeTemporaryDirectory();
  const { path } = directory;
  writeFileSync(join(path, "rows.jsonl"), ROWS.map((row) => JSON.stringify(row)).join("\n"));
  writeFileSync(join(path, "plumbline.yaml"), CONFIG);
  const loaded = await loadConfig({ workingDirectory: path, environment: {} });
  const options = { loaded, workingDirectory: path };
  {
    await using app = await openApp(options);
    for await (const _ of app.ingest({ path: "rows.jsonl", collection: "hr", access: [] }));
  }
  const assembled = await assemble({
    ...options,
    clock: systemClock,
    entropy: systemEntropy,
    log: () => undefined,
  });
  assembly = { ...assembled, rewriter: undefined };
  store = openSqliteStore({
    directory: loaded.dataDirectory,
    mode: "read",
    clock: systemClock,
  });
});
after(async () => {
  await store[Symbol.asyncDispose]();
  directory[Symbol.dispose]();
});

async function askWith(change: Partial<Assembly>, input: Partial<AskInput> = {}) {
  const answer = await ask({ ...assembly, ...change }, store, OWNER, {
    question: QUESTION,
    ...input,
  });
  return { answer, record: await store.findAnswer(OWNER, answer.id) };
}

const HISTORY: readonly Turn[] = [
  { role: "user", text: QUESTION },
  { role: "assistant", text: "Parents take twelve weeks of leave." },
];

describe("the record of an answer", () => {
  it("says how much of the question nothing speaks of", async () => {
    const { record } = await askWith({});
    assert.equal(record?.terms?.unknown, 0);
    const strange = await askWith({}, { question: "How many weeks of quuxleave do parents take?" });
    assert.deepEqual(strange.record?.terms, { asked: record?.terms?.asked, unknown: 1 });
  });
});

describe("streamAnswer", () => {
  it("tells the start, each sentence, and last the answer that is on record", async () => {
    const events: AnswerEvent[] = [];
    for await (const event of streamAnswer(assembly, store, OWNER, { question: QUESTION }))
      events.push(event);
    const [started, ...rest] = events;
    const last = rest.pop();
    assert.ok(started?.type === "answer-started" && last?.type === "answer-completed");
    assert.equal(last.answer.id, started.id);
    const told = rest.flatMap((event) => (event.type === "sentence-checked" ? event.text : []));
    assert.equal(told.join(""), last.answer.text);
    assert.deepEqual((await store.findAnswer(OWNER, started.id))?.answer, last.answer);
    assert.equal(last.answer.usage, undefined);
  });

  it("leaves a record of what had passed when its reader stops", async () => {
    let id = "";
    for await (const event of streamAnswer(assembly, store, OWNER, { question: QUESTION })) {
      if (event.type === "answer-started") id = event.id;
      if (event.type === "sentence-checked") break;
    }
    const record = await store.findAnswer(OWNER, id);
    assert.deepEqual([record?.outcome, record?.reason], ["incomplete", "stopped"]);
    assert.equal(record?.answer.text, ROWS[0]?.text);
    assert.equal(record?.answer.incomplete, true);
  });

  it("leaves a record of a failure, and throws it", async () => {
    const failure = new Error("gone");
    const generator = lock("generator", createFakeGenerator({ drafts: [], finish: failure }));
    let id = "";
    await assert.rejects(async () => {
      const events = streamAnswer({ ...assembly, generator }, store, OWNER, { question: QUESTION });
      for await (const event of events) if (event.type === "answer-started") id = event.id;
    }, failure);
    const record = await store.findAnswer(OWNER, id);
    assert.deepEqual([record?.outcome, record?.reason], ["error", "Error: gone"]);
  });

  it("is refused before it starts without a question", async () => {
    const events = streamAnswer(assembly, store, OWNER, { question: " " });
    await assert.rejects(events.next(), { code: "retrieve.empty-question" });
  });
});

describe("ask in a conversation", () => {
  it("answers a question that leans on the one before, and records what was said", async () => {
    const { answer, record } = await askWith({}, { question: "And why?", history: HISTORY });
    assert.equal(answer.text, ROWS[0]?.text);
    assert.deepEqual(record?.history, HISTORY);
    assert.equal(record?.rewrite, undefined);
    assert.equal((await askWith({}, { question: "And why?" })).answer.abstained, true);
  });

  it("takes nothing from a reply that abstained", async () => {
    const bicycles = { role: "user", text: "Bicycles garage" } as const;
    const { answer: abstention } = await askWith({}, { question: "Granite quarries?" });
    const scoresOf = async (reply: string) => {
      const history = [bicycles, { role: "assistant", text: reply } as const];
      return (await askWith({}, { history })).record?.legs.lexical.map(({ score }) => score);
    };
    assert.deepEqual(await scoresOf(abstention.message ?? ""), await scoresOf(""));
    assert.notDeepEqual(await scoresOf("office documents read"), await scoresOf(""));
  });
});

describe("ask with a rewriter", () => {
  const rewriter = lock("rewriter", createFakeRewriter());
  const input = { question: "And why?", history: HISTORY };

  it("searches question and rewrite, and records the rewrite", async () => {
    const { answer, record } = await askWith({ rewriter }, input);
    assert.deepEqual(record?.rewrite, { rewriter: "fake-1", text: `${QUESTION} And why?` });
    assert.equal(answer.question, "And why?");
    assert.equal(answer.text, ROWS[0]?.text);
  });

  it("does not ask it where nothing was said", async () => {
    assert.equal((await askWith({ rewriter })).record?.rewrite, undefined);
  });

  const FAILURES: Readonly<Record<string, readonly [Rewriter["rewrite"], RegExp]>> = {
    "that fails": [() => Promise.reject(new Error("gone")), /^gone$/],
    "that gives nothing": [async () => undefined, /^it gave nothing usable$/],
    "that is late": [
      ({ signal }) =>
        new Promise((_, reject) => {
          signal?.addEventListener("abort", () => reject(new Error("aborted")));
        }),
      /^no reply within 100 ms$/,
    ],
  };
  for (const [what, [rewrite, failure]] of Object.entries(FAILURES))
    it(`asks the question as it is with one ${what}, and says so in the record`, async () => {
      const bad = lock("rewriter", { id: "bad-1", rewrite });
      const { answer, record } = await askWith({ rewriter: bad }, input);
      assert.equal(answer.text, ROWS[0]?.text);
      assert.match(record?.rewrite?.failure ?? "", failure);
      assert.equal(record?.rewrite?.text, undefined);
    });

  it("keeps what the plain question finds beside a bad rewrite", async () => {
    const rewrite = async () => "Where are bicycles kept?";
    const bad = lock("rewriter", { id: "bad-1", rewrite });
    const { record } = await askWith({ rewriter: bad }, { history: HISTORY });
    const { record: plain } = await askWith({}, { history: HISTORY });
    const keys = (of: typeof record) => new Set(of?.passages.map(({ documentId }) => documentId));
    for (const key of keys(plain)) assert.ok(keys(record).has(key));
  });
});
