import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { Evaluation } from "../../domain/evaluation.ts";
import {
  makeTemporaryDirectory,
  type TemporaryDirectory,
} from "../../testing/temporary-directory.ts";
import { loadConfig, openApp, type FailureReport, type LocalApp } from "../index.ts";

const OPEN = [
  { _id: "leave", text: "Parents take twelve weeks of leave after a birth." },
  { _id: "garage", text: "Bicycles are kept in the garage behind the canteen." },
  { _id: "tea", text: "The kitchen serves tea from four to five." },
];
/** What only the leadership may read; its words are looked for in every report. */
const SECRET = [{ _id: "canary-merger", text: "The merger with Zubrowka closes in October." }];
const CANARY = /canary|zubrowka/i;

/** Each fails in a way of its own, but for the first. */
const CASES = [
  {
    _id: "right",
    text: "How many weeks of leave do parents take?",
    answers: ["twelve weeks"],
    at: "leave",
  },
  { _id: "gone", text: "Where are the keys of the boat?", answers: ["drawer"], at: "boat" },
  { _id: "misread", text: "Where are bicycles kept?", answers: ["attic"], at: "garage" },
  {
    _id: "narrow",
    text: "When does the kitchen serve tea?",
    answers: ["four"],
    at: "tea",
    collection: "annex",
  },
  {
    _id: "secret",
    text: "When does the merger with Zubrowka close?",
    answers: ["May"],
    at: "canary-merger",
    group: "leadership",
  },
] as const;

const toLines = (rows: readonly object[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join("");

let directory: TemporaryDirectory;
let app: LocalApp;
let evaluation: Evaluation;

async function ingest(file: string, collection: string, group: string): Promise<void> {
  for await (const _ of app.ingest({ path: file, collection, access: [`group:${group}`] }));
}

before(async () => {
  directory = makeTemporaryDirectory();
  const { path } = directory;
  mkdirSync(join(path, "set", "qrels"), { recursive: true });
  const files: Readonly<Record<string, string>> = {
    "open.jsonl": toLines(OPEN),
    "secret.jsonl": toLines(SECRET),
    "annex.jsonl": toLines([{ _id: "roof", text: "The roof is flat." }]),
    "set/queries.jsonl": toLines(
      CASES.map(({ _id, text, ...rest }) => ({
        _id,
        text,
        metadata: "collection" in rest ? { collection: rest.collection } : {},
      })),
    ),
    "set/answers.jsonl": toLines(
      CASES.map(({ _id, answers, ...rest }) => ({
        _id,
        answers,
        principals: [`group:${"group" in rest ? rest.group : "staff"}`],
      })),
    ),
    "set/qrels/test.tsv": `query-id\tcorpus-id\tscore\n${CASES.map(({ _id, at }) => `${_id}\t${at}\t1\n`).join("")}`,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  app = await openApp({
    loaded: await loadConfig({ workingDirectory: path, environment: {} }),
    workingDirectory: path,
  });
  await ingest("open.jsonl", "hr", "staff");
  await ingest("annex.jsonl", "annex", "staff");
  await ingest("secret.jsonl", "hr", "leadership");
  for await (const event of app.evaluate({ golden: "set", part: "all" }))
    if (event.type === "evaluation-completed") ({ evaluation } = event);
});
after(async () => {
  await app[Symbol.asyncDispose]();
  directory[Symbol.dispose]();
});

const summarize = ({ classes }: FailureReport): readonly string[] =>
  classes
    .flatMap(({ class: name, examples }) =>
      examples.map(({ id, cause }) => `${id} ${name} ${cause}`),
    )
    .toSorted();

describe("failures of an evaluation", () => {
  it("have class, cause and an example each, the newest evaluation unless one is named", async () => {
    const report = await app.failures(undefined, {});
    assert.equal(report.evaluation?.id, evaluation.id);
    assert.deepEqual(summarize(report), [
      "gone missing_document absent",
      "misread wrong_answer misread",
      "narrow not_retrieved filtered",
      "secret wrong_answer misread",
    ]);
    assert.deepEqual(await app.failures(undefined, { evaluation: evaluation.id }), report);
  });

  it("come with shares, what mends each, and the word that so few have no sure order", async () => {
    const { cases, failures, orderUnsure, classes, families } = await app.failures(undefined, {});
    assert.deepEqual([cases, failures, orderUnsure], [5, 4, true]);
    const [largest] = classes;
    assert.equal(largest?.class, "wrong_answer");
    assert.deepEqual([largest.share, largest.causes], [0.5, [{ cause: "misread", failures: 2 }]]);
    assert.ok(largest.interval.low > 0 && largest.interval.high < 1);
    assert.match(largest.fixes[0]?.text ?? "", /prompt/);
    assert.match(classes.at(-1)?.fixes[0]?.text ?? "", /filter/);
    assert.deepEqual(
      families.map(({ family, failures: of }) => [family, of]),
      [
        ["knowledge", 2],
        ["behaviour", 2],
        ["abstention", 0],
      ],
    );
  });

  it("of one class are told alone, and counted among all", async () => {
    const report = await app.failures(undefined, { class: "not_retrieved" });
    assert.deepEqual(summarize(report), ["narrow not_retrieved filtered"]);
    assert.equal(report.classes[0]?.share, 0.25);
    assert.deepEqual(
      report.groups.map(({ values }) => values.class),
      ["not_retrieved"],
    );
  });

  it("hide from a reader each case whose evidence they may not read, counts too", async () => {
    const owner = await app.failures(undefined, {});
    assert.match(JSON.stringify(owner), CANARY);
    const report = await app.failures(["group:staff"], {});
    assert.doesNotMatch(JSON.stringify(report), CANARY);
    // A document that is gone looks like one that is hidden.
    assert.deepEqual([report.cases, report.failures], [3, 2]);
    assert.deepEqual(await app.failures(["user:nobody"], {}), {
      ...report,
      cases: 0,
      failures: 0,
      others: { ok: 0, run_error: 0, undetermined: 0 },
      classes: [],
      families: report.families.map(({ family }) => ({
        family,
        failures: 0,
        share: 0,
        interval: { low: 0, high: 1 },
      })),
      groups: [],
      clusters: [],
    });
  });

  it("of an evaluation that is not there are not found", async () => {
    await assert.rejects(app.failures(undefined, { evaluation: "evl_0" }), {
      code: "app.not-found",
    });
  });
});

describe("failures of live traffic", () => {
  it("are suspected from abstentions, narrow collections and what people say", async () => {
    const ask = (question: string, collections?: readonly string[]) =>
      app.ask(["user:maria", "group:staff"], { question, collections });
    await ask("How many weeks of leave do parents take?");
    const disliked = await ask("Where are bicycles kept?");
    await app.addFeedback(["user:maria", "group:staff"], {
      answerId: disliked.id,
      feedback: { kind: "reason", value: "source-does-not-say-that" },
    });
    await ask("Who waters the plants of the moon base?");
    const report = await app.failures(undefined, { traces: {} });
    assert.equal(report.of, "traffic");
    assert.equal(report.cases, 3);
    assert.deepEqual(
      report.classes.map(({ class: name, causes }) => [name, causes[0]?.cause]),
      [
        ["unsupported_answer", "feedback: source-does-not-say-that"],
        ["wrong_abstention", "it abstained"],
      ],
    );
    assert.equal((await app.failures(["user:paul"], { traces: {} })).cases, 0);
  });
});
