import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, beforeEach, describe, it } from "node:test";
import type { Evaluation } from "../../domain/evaluation.ts";
import { startFaultServer, type FaultServer } from "../../testing/fault-server.ts";
import {
  makeTemporaryDirectory,
  type TemporaryDirectory,
} from "../../testing/temporary-directory.ts";
import { spendCapReached } from "../errors.ts";
import { loadConfig, openApp, type LocalApp } from "../index.ts";

/** One search of a thousand, in dollars; a chat of the server is 120 and 30 tokens. */
const SEARCH_USD = 0.1;
const CHAT_USD = 0.00015;
const QUESTION = "How many weeks of parental leave do employees get?";
const ROWS = [
  { _id: "leave", text: "Employees get 26 weeks of parental leave." },
  { _id: "garage", text: "Bicycles are kept in the garage." },
  { _id: "canteen", text: "The canteen serves lunch from noon to two." },
  { _id: "pay", text: "Wages are paid on the last day of a month." },
];
const QUERIES = [
  { _id: "q1", text: QUESTION },
  { _id: "q2", text: "Where are bicycles kept?" },
  { _id: "q3", text: "When does the canteen serve lunch?" },
  { _id: "q4", text: "When are wages paid?" },
];
const ANSWERS = ["26 weeks", "garage", "noon to two", "last day of a month"];

let directory: TemporaryDirectory;
let server: FaultServer;

before(async () => {
  server = await startFaultServer();
});
after(() => server[Symbol.asyncDispose]());
beforeEach(() => {
  directory?.[Symbol.dispose]();
  directory = makeTemporaryDirectory();
  const toLines = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).join("\n");
  writeFileSync(join(directory.path, "rows.jsonl"), toLines(ROWS));
  mkdirSync(join(directory.path, "set", "qrels"), { recursive: true });
  const answers = QUERIES.map(({ _id }, at) => ({ _id, answers: [ANSWERS[at]] }));
  writeFileSync(join(directory.path, "set", "queries.jsonl"), toLines(QUERIES));
  writeFileSync(join(directory.path, "set", "answers.jsonl"), toLines(answers));
  const qrels = QUERIES.map(({ _id }, at) => `${_id}\t${ROWS[at]?._id}\t1`).join("\n");
  writeFileSync(join(directory.path, "set", "qrels", "test.tsv"), `query-id\tcorpus-id\tscore\n${qrels}\n`); // prettier-ignore
});
after(() => directory[Symbol.dispose]());

const toOptions = (price: string, more = ""): string =>
  `options: { model: toy, baseUrl: "${server.url}", price: { ${price} }${more} }`;
const CHAT_PRICE = "inputPerMillion: 1, outputPerMillion: 1";
const capped = (config: string, dayUsd: number): string =>
  `${config}costs: { caps: { dayUsd: ${dayUsd} } }\n`;

async function open(config: string): Promise<LocalApp> {
  const { path } = directory;
  writeFileSync(join(path, "plumbline.yaml"), config);
  const loaded = await loadConfig({ workingDirectory: path, environment: {} });
  return openApp({ loaded, workingDirectory: path });
}

async function ingest(app: LocalApp): Promise<void> {
  for await (const _ of app.ingest({ path: "rows.jsonl", collection: "hr", access: ["public"] }));
}

const countCalls = (wire: string): number =>
  server.calls.filter((call) => call.wire === wire).length;

async function costsByKind(app: LocalApp, as?: readonly string[]) {
  const { rows } = await app.computeCosts(as, { by: "kind" });
  return rows.map(({ key, calls, costUsd }) => [key, calls, Number(costUsd.toFixed(6))]);
}

describe("a paid reranker", () => {
  const RERANKER = () =>
    `reranker: { adapter: cohere, ${toOptions("perThousandSearches: 100", ", deadlineMs: 5000")} }\n`;

  it("leaves the light order beyond a cap, and says so in result and trace", async () => {
    const search = { question: QUESTION } as const;
    const orderOf = (passages: readonly { readonly key: string }[]) =>
      passages.map(({ key }) => key);
    let light: readonly string[];
    {
      await using app = await open("");
      await ingest(app);
      light = orderOf((await app.search(["public"], search)).passages);
    }
    await using app = await open(capped(RERANKER(), 1.5 * SEARCH_USD));
    const earlier = countCalls("rerank");
    for (let n = 0; n < 2; n++) {
      const { reranking } = await app.search(["user:ana"], search);
      assert.deepEqual([reranking.by.length, reranking.failed], [2, []]);
    }
    const { passages, reranking } = await app.search(["user:ana"], search);
    assert.equal(countCalls("rerank") - earlier, 2);
    assert.equal(reranking.by.length, 1);
    const [failed] = reranking.failed;
    assert.equal(failed?.code, "app.spend-cap-reached");
    assert.deepEqual(orderOf(passages), light);
    const [trace] = await app.listTraces(undefined, { limit: 1 });
    assert.equal(trace?.outcome, "found");
    const spans = trace.spans.filter(({ kind }) => kind === "rerank");
    assert.deepEqual(
      spans.map(({ error }) => error),
      [undefined, "app.spend-cap-reached"],
    );
    assert.deepEqual(await costsByKind(app), [["reranker", 2, 2 * SEARCH_USD]]);
  });

  it("has its price in the trace of the search that it ordered", async () => {
    await using app = await open(RERANKER());
    await ingest(app);
    await app.search(["user:ana"], { question: QUESTION });
    const [trace] = await app.listTraces(undefined, { limit: 1 });
    const usages = trace?.spans.flatMap(({ usage }) => usage ?? []);
    assert.deepEqual(usages, [
      { model: "toy", inputTokens: "unknown", outputTokens: "unknown", costUsd: SEARCH_USD },
    ]);
  });
});

describe("a paid embedder", () => {
  const EMBEDDER = () =>
    `embedder: { adapter: openai-compatible, ${toOptions("inputPerMillion: 1000", ", dimensions: 8")} }\n`;

  it("is not asked beyond a cap, neither for questions nor for documents", async () => {
    const earlier = countCalls("embeddings");
    await using app = await open(capped(EMBEDDER(), 0.000001));
    await ingest(app);
    const asked = countCalls("embeddings");
    assert.ok(asked > earlier);
    await assert.rejects(app.search(["user:ana"], { question: QUESTION }), spendCapReached.is);
    await assert.rejects(app.rank(["user:ana"], { question: QUESTION }), spendCapReached.is);
    await assert.rejects(app.measureRanking("set"), spendCapReached.is);
    assert.equal(countCalls("embeddings"), asked);
    assert.ok((await app.search([], { question: QUESTION, legs: "lexical" })).passages.length > 0);
    const [[kind, calls] = []] = await costsByKind(app);
    assert.deepEqual([kind, calls], ["embedder", asked - earlier]);
  });

  it("is paid by whoever asks, in the ledger as in caps of their own", async () => {
    await using app = await open(EMBEDDER());
    await ingest(app);
    await app.search(["user:ana"], { question: QUESTION });
    await app.rank(["user:ana"], { question: QUESTION });
    await app.search(["user:bo"], { question: QUESTION });
    const callsOf = async (as?: readonly string[]) => (await costsByKind(app, as))[0]?.[1];
    assert.deepEqual([await callsOf(["user:ana"]), await callsOf(["user:bo"])], [2, 1]);
    assert.equal(await callsOf(["user:eve"]), undefined);
    assert.equal(await callsOf(), 4);
  });
});

describe("a paid rewriter", () => {
  it("costs the rewrite beyond a cap, and not the answer", async () => {
    const config = `rewrite: { adapter: openai-compatible, ${toOptions(CHAT_PRICE)} }\n`;
    await using app = await open(capped(config, CHAT_USD));
    await ingest(app);
    const history = [{ role: "user", text: "Tell me of leave." }] as const;
    const input = { question: QUESTION, history };
    await app.ask(undefined, input);
    const { id, abstained } = await app.ask(undefined, input);
    assert.equal(abstained, false);
    const { rewrite } = await app.getAnswer(undefined, id);
    assert.match(rewrite?.failure ?? "", /costs\.caps\.dayUsd is reached/);
    assert.deepEqual(await costsByKind(app), [["rewriter", 1, CHAT_USD]]);
  });
});

describe("a paid judge in an evaluation", () => {
  const JUDGE = () =>
    `evaluate: { judge: { adapter: openai-compatible, repeats: 1, ${toOptions(CHAT_PRICE)} } }\n`;

  async function evaluate(app: LocalApp) {
    for await (const event of app.evaluate({
      golden: "set",
      part: "all",
      measures: ["JudgedCorrect"],
    }))
      if (event.type === "evaluation-completed") return event;
    return assert.fail("it has no end");
  }
  const scoresOf = ({ cases }: Evaluation) =>
    cases.map(({ scores }) => scores["JudgedCorrect"]?.[0]);

  it("leaves cases unscored beyond a cap, and goes on with those alone when there is more", async () => {
    server.setAnswer('{"evidence": [], "verdict": "no"}');
    try {
      const reason = { unscored: "the judge failed: app.spend-cap-reached" };
      {
        await using app = await open(capped(JUDGE(), 2 * CHAT_USD));
        await ingest(app);
        const earlier = countCalls("chat");
        const { evaluation, faults } = await evaluate(app);
        assert.equal(countCalls("chat") - earlier, 2);
        assert.deepEqual(scoresOf(evaluation), [told(), told(), reason, reason]);
        assert.deepEqual([faults.tooMany, faults.codes], [true, { [reason.unscored]: 2 }]);
        assert.match(evaluation.warnings.join(), /app\.spend-cap-reached 2/);
        assert.deepEqual(await costsByKind(app), [["judge", 2, 2 * CHAT_USD]]);
      }
      await using app = await open(capped(JUDGE(), 1));
      const earlier = countCalls("chat");
      const { evaluation } = await evaluate(app);
      assert.equal(countCalls("chat") - earlier, 2, "what was judged is not judged again");
      assert.deepEqual(scoresOf(evaluation), [told(), told(), told(), told()]);
      await evaluate(app);
      assert.equal(countCalls("chat") - earlier, 2, "nothing has changed, and nothing is paid");
    } finally {
      server.setAnswer("Employees get 26 weeks of parental leave [1].");
    }
  });

  /** A verdict that rests on no quote tells nothing, and was paid for. */
  const told = () => ({ unscored: "the verdict rests on no quote" });
});

describe("a paid writer in an evaluation", () => {
  it("leaves cases unscored beyond a cap, with the reason, at nobody's own expense", async () => {
    const generator = `generator: { adapter: openai-compatible, ${toOptions(CHAT_PRICE)} }\n`;
    const caps = `costs: { caps: { dayUsd: ${3 * CHAT_USD}, callerDayUsd: ${3 * CHAT_USD} } }\n`;
    await using app = await open(generator + caps);
    await ingest(app);
    for await (const event of app.evaluate({ golden: "set", part: "all", concurrency: 1 }))
      if (event.type === "evaluation-completed") {
        const { cases } = event.evaluation;
        assert.deepEqual(cases.map(({ scores }) => scores["AnswerSuccess"]?.[0]).slice(3), [
          { unscored: "the system failed: app.spend-cap-reached" },
        ]);
        assert.match(cases[3]?.replies[0]?.failure?.message ?? "", /dayUsd is reached/);
      }
    assert.deepEqual(await costsByKind(app), [["generator", 3, 3 * CHAT_USD]]);
    assert.deepEqual(await costsByKind(app, ["user:ana"]), []);
  });
});
