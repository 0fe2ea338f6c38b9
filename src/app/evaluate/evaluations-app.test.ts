import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { openSqliteStore } from "../../adapters/index.ts";
import { toAccess } from "../access.ts";
import { systemClock } from "../effects.ts";
import { loadConfig, openApp, type LocalApp } from "../index.ts";
import {
  makeTemporaryDirectory,
  type TemporaryDirectory,
} from "../../testing/temporary-directory.ts";
import { renderEvaluation } from "./index.ts";
import type { EvaluateInput, EvaluationEvent } from "./evaluate-input.ts";

const OPEN = [
  { _id: "leave", text: "Parents take twelve weeks of leave after a birth." },
  { _id: "garage", text: "Bicycles are kept in the garage behind the canteen." },
  { _id: "canteen", text: "The canteen serves lunch from noon to two." },
];
/** What only the leadership may read; its words are looked for in every report. */
const SECRET = [{ _id: "canary-merger", text: "The merger with Zubrowka closes in October." }];

const QUERIES = [
  ["open-1", "How many weeks of leave do parents take?"],
  ["open-2", "Where are bicycles kept?"],
  ["none-1", "Who waters the plants?"],
  ["secret-1", "When does the merger with Zubrowka close?"],
] as const;
const ANSWERS = [
  { _id: "open-1", answers: ["twelve weeks"], principals: ["group:staff"] },
  { _id: "open-2", answers: ["garage"], principals: ["group:staff"] },
  { _id: "none-1", answerable: false, principals: ["group:staff"] },
  { _id: "secret-1", answers: ["October"], principals: ["group:leadership"] },
];
const QRELS = [
  ["open-1", "leave"],
  ["open-2", "garage"],
  ["secret-1", "canary-merger"],
] as const;

const toLines = (rows: readonly object[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join("");

let directory: TemporaryDirectory;
let app: LocalApp;

async function ingest(file: string, group: string): Promise<void> {
  const input = { path: file, collection: "hr", access: [`group:${group}`] };
  for await (const _ of app.ingest(input));
}

before(async () => {
  directory = makeTemporaryDirectory();
  const { path } = directory;
  mkdirSync(join(path, "set", "qrels"), { recursive: true });
  const files: Readonly<Record<string, string>> = {
    "open.jsonl": toLines(OPEN),
    "secret.jsonl": toLines(SECRET),
    "set/queries.jsonl": toLines(QUERIES.map(([_id, text]) => ({ _id, text }))),
    "set/answers.jsonl": toLines(ANSWERS),
    "set/qrels/test.tsv": `query-id\tcorpus-id\tscore\n${QRELS.map(([q, d]) => `${q}\t${d}\t1\n`).join("")}`,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  app = await openApp({
    loaded: await loadConfig({ workingDirectory: path, environment: {} }),
    workingDirectory: path,
  });
  await ingest("open.jsonl", "staff");
  await ingest("secret.jsonl", "leadership");
});
after(async () => {
  await app[Symbol.asyncDispose]();
  directory[Symbol.dispose]();
});

async function run(input: EvaluateInput = {}) {
  const events: EvaluationEvent[] = [];
  for await (const event of app.evaluate({ golden: "set", part: "all", ...input }))
    events.push(event);
  const last = events.at(-1);
  assert.ok(last?.type === "evaluation-completed");
  const asked = events.filter((event) => event.type === "case-replied" && !event.cached).length;
  return {
    ...last,
    asked,
    meanOf: (name: string) =>
      last.evaluation.measures.find(({ measure }) => measure === name)?.mean,
  };
}

describe("evaluating a release", () => {
  it("asks each case as whom it names, and measures rankings, answers and abstention", async () => {
    const { evaluation, meanOf } = await run();
    assert.equal(evaluation.counts.cases, 4);
    assert.equal(meanOf("nDCG@10"), 1);
    assert.equal(meanOf("AbstentionRecall"), 1);
    assert.equal(meanOf("AnswerSuccess"), 1);
    assert.equal(evaluation.subject.name, app.release);
    assert.deepEqual((await app.getEvaluation(evaluation.id)).measures, evaluation.measures);
    assert.equal((await app.listEvaluations({ limit: 10 }))[0]?.id, evaluation.id);
  });

  it("leaves traces of evaluations, and none of users", async () => {
    await run();
    const traces = await app.listTraces(undefined, { limit: 100 });
    assert.ok(traces.length >= 4);
    assert.deepEqual([...new Set(traces.map(({ source }) => source))], ["evaluation"]);
  });

  it("asks an unchanged system nothing twice, and finds the same", async () => {
    const first = await run({ seed: "7" });
    const again = await run({ seed: "7" });
    assert.equal(again.asked, 0);
    assert.equal(again.evaluation.id, first.evaluation.id);
    assert.equal((await run({ seed: "7", fresh: true })).asked, 4);
  });

  it("asks again once a document has changed", async () => {
    await run();
    const changed = { _id: "menu", text: "The canteen has soup on Mondays." };
    writeFileSync(join(directory.path, "menu.jsonl"), toLines([changed]));
    await ingest("menu.jsonl", "staff");
    assert.equal((await run()).asked, 4);
  });

  it("compares with another configuration over the same data", async () => {
    writeFileSync(join(directory.path, "other.yaml"), "answer: { threshold: 1 }\n");
    const { evaluation, against } = await run({
      against: "other.yaml",
      measures: ["AnswerSuccess"],
    });
    const [success] = evaluation.measures;
    assert.equal(success?.comparison?.cases, 4);
    assert.ok((success.comparison?.baseline ?? 1) < 1);
    assert.equal(evaluation.baseline?.evaluation, against?.id);
  });

  it("compares with an evaluation that was kept, by id, as a file, and as the last", async () => {
    const { evaluation } = await run({ seed: "9" });
    const file = join(directory.path, "baseline.json");
    writeFileSync(file, renderEvaluation(evaluation, { form: "json" }));
    for (const baseline of [evaluation.id, "baseline.json", "last"]) {
      const { evaluation: next } = await run({ baseline, gate: true });
      assert.equal(next.baseline?.evaluation !== undefined, true, baseline);
      assert.equal(next.measures[0]?.comparison?.difference, 0);
      assert.equal(next.gate?.verdict, "inconclusive");
    }
    await assert.rejects(run({ baseline: "evl_0000" }), { code: "app.baseline-not-found" });
    await assert.rejects(run({ baseline: "no.json" }), { code: "app.baseline-not-found" });
  });

  it("says which stage broke", async () => {
    writeFileSync(join(directory.path, "strict.yaml"), "answer: { threshold: 1 }\n");
    const strict = await openApp({
      loaded: await loadConfig({
        workingDirectory: directory.path,
        environment: {},
        path: "strict.yaml",
        data: app.dataDirectory,
      }),
      workingDirectory: directory.path,
    });
    try {
      for await (const event of strict.evaluate({ golden: "set", part: "all" }))
        if (event.type === "evaluation-completed") {
          const classes = event.evaluation.cases.map(({ failure }) => failure);
          assert.deepEqual(classes, [
            "wrong_abstention",
            "wrong_abstention",
            undefined,
            "wrong_abstention",
          ]);
        }
    } finally {
      await strict[Symbol.asyncDispose]();
    }
  });
});

describe("the job of an evaluation", () => {
  const listJobs = async () => {
    const store = openSqliteStore({
      directory: app.dataDirectory,
      mode: "read",
      clock: systemClock,
    });
    const jobs = await store.listJobs(toAccess(undefined), 1);
    await store[Symbol.asyncDispose]();
    return jobs;
  };

  it("says how far it came, and goes on where it was interrupted", async () => {
    const stop = new AbortController();
    await assert.rejects(async () => {
      const input = { golden: "set", part: "all", fresh: true, signal: stop.signal } as const;
      for await (const event of app.evaluate(input))
        if (event.type === "case-replied") stop.abort(new Error("interrupted"));
    }, /interrupted/);
    const [interrupted] = await listJobs();
    assert.deepEqual([interrupted?.kind, interrupted?.state], ["evaluation", "interrupted"]);
    assert.match(interrupted?.source ?? "", /^set@[0-9a-f]{16}$/);
    await run();
    const [done] = await listJobs();
    assert.deepEqual(
      [done?.state, done?.counts["replies"], done?.counts["failed"]],
      ["ready", 4, 0],
    );
  });
});

describe("a report for a reader", () => {
  const FORMS = [
    { form: "text", width: 80 },
    { form: "tabs" },
    { form: "markdown" },
    { form: "html" },
    { form: "json" },
    { form: "junit", cases: true },
  ] as const;

  it("holds no case, count, name or word of what the reader may not read", async () => {
    const whole = await run({ seed: "reader" });
    const { evaluation } = await run({ reader: ["group:staff"], baseline: whole.evaluation.id });
    assert.equal(evaluation.counts.cases, 3);
    assert.equal(evaluation.counts.notCompared, 0);
    for (const form of FORMS) {
      const report = renderEvaluation(evaluation, form);
      assert.doesNotMatch(report, /canary|merger|Zubrowka|October|secret-1/i, form.form);
    }
    const page = renderEvaluation(whole.evaluation, { form: "html" });
    assert.match(page, /Zubrowka/);
  });

  it("has no case left for somebody who may read nothing", async () => {
    await assert.rejects(run({ reader: ["user:nobody"], cases: ["open-1"] }), {
      code: "evaluate.unknown-cases",
    });
  });
});

describe("evaluating files", () => {
  it("matches trec_eval on a run and its qrels", async () => {
    const fixtures = join(
      import.meta.dirname,
      "..",
      "..",
      "..",
      "tests",
      "fixtures",
      "trec",
      "hand",
    );
    const { evaluation } = await run({
      golden: undefined,
      run: join(fixtures, "run.txt"),
      qrels: join(fixtures, "qrels.txt"),
      measures: ["nDCG@10", "R@10", "RR"],
    });
    const expected = new Map(
      readFileSync(join(fixtures, "expected.c.tsv"), "utf8")
        .split("\n")
        .map((line) => line.split("\t"))
        .filter(([, query]) => query === "all")
        .map(([measure = "", , value]) => [measure, Number(value)]),
    );
    for (const [ours, theirs] of [
      ["nDCG@10", "ndcg_cut_10"],
      ["R@10", "recall_10"],
      ["RR", "recip_rank"],
    ] as const) {
      const found = evaluation.measures.find(({ measure }) => measure === ours);
      assert.ok(Math.abs((found?.mean ?? -1) - (expected.get(theirs) ?? -2)) < 1e-9, ours);
      assert.equal(found?.scored, 6);
    }
    assert.equal(evaluation.counts.ranking?.foreign, 1);
    assert.equal(evaluation.counts.ranking?.missing, 1);
    assert.equal(evaluation.precision, "f64");
  });

  it("measures answers of a file, and leaves abstention unscored where none is declared", async () => {
    const lines = [
      {
        id: "open-1",
        text: "Twelve weeks [1].",
        passages: [{ id: "1", document: "leave", text: "Parents take twelve weeks." }],
      },
      { id: "open-2", answer: "In the garage." },
      { id: "none-1", abstained: true },
      { id: "secret-1", text: "I do not know." },
    ];
    writeFileSync(join(directory.path, "out.jsonl"), toLines(lines));
    const { evaluation, meanOf } = await run({ answers: "out.jsonl" });
    assert.equal(meanOf("AbstentionRecall"), 1);
    assert.equal(meanOf("Correctness"), 2 / 3);
    const refusal = evaluation.measures.find(({ measure }) => measure === "OverRefusalRate");
    assert.deepEqual([refusal?.scored, refusal?.unscored], [0, 3]);
    assert.equal(evaluation.subject.kind, "files");
  });

  it("names the line of an answer that cannot be read", async () => {
    writeFileSync(join(directory.path, "bad.jsonl"), '{"id":"open-1","text":"x"}\n{"id":"q"}\n');
    await assert.rejects(
      run({ answers: "bad.jsonl" }),
      /bad\.jsonl holds no answers that can be read:\n {2}line 2/,
    );
  });

  it("asks for a golden set where there is none", async () => {
    await assert.rejects(run({ golden: undefined }), { code: "app.golden-needed" });
    await assert.rejects(run({ golden: undefined, run: "no.trec", qrels: "no.tsv" }), {
      code: "app.file-unreadable",
    });
  });
});
