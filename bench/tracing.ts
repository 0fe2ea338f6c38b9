/**
 * @module What a trace and a record cost an answer, in time and in bytes:
 * `node bench/tracing.ts --sets FOLDER [--set handbook-hr] [--questions 400]`.
 *
 * FOLDER holds the open sets, a folder each with corpus.jsonl and queries.jsonl. Each question is
 * answered with and without, in turn and in changing order, five times; its best time of each counts,
 * so that what else the machine does is not counted as tracing. Content is what people and documents
 * say: questions, answers, quotes, titles and headings.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { parseArgs } from "node:util";
import { DATABASE_FILE, openSqliteStore } from "../src/adapters/stores/sqlite/index.ts";
import { answerQuestion } from "../src/answer/index.ts";
import { toAccess } from "../src/app/access.ts";
import { ask } from "../src/app/ask.ts";
import { assemble } from "../src/app/assembly.ts";
import { systemClock, systemEntropy } from "../src/app/effects.ts";
import { loadConfig, openApp } from "../src/app/index.ts";
import { lendRetrieval, OPERATOR } from "../src/app/spend/lend-retrieval.ts";
import type { AnswerRecord } from "../src/domain/answer-record.ts";
import { retrieve } from "../src/retrieve/index.ts";
import { percentile } from "./statistics.ts";

const { values } = parseArgs({
  options: {
    sets: { type: "string" },
    set: { type: "string", default: "handbook-hr" },
    questions: { type: "string", default: "400" },
  },
});
if (!values.sets) throw new Error("usage: node bench/tracing.ts --sets FOLDER");
const folder = resolve(values.sets, values.set);
const directory = mkdtempSync(join(tmpdir(), "plumbline-tracing-"));
process.once("exit", () => rmSync(directory, { recursive: true, force: true }));

const loaded = await loadConfig({ workingDirectory: directory, environment: {} });
const options = { loaded, workingDirectory: directory };
let questions: readonly string[];
{
  await using app = await openApp(options);
  const path = join(folder, "corpus.jsonl");
  for await (const _ of app.ingest({ path, collection: "bench", access: [] }));
  questions = (await app.readQueries(join(folder, "queries.jsonl"))).map(({ text }) => text);
}
questions = questions.slice(0, Number(values.questions));
const assembly = await assemble({
  ...options,
  clock: systemClock,
  entropy: systemEntropy,
  log: (line) => console.error(line),
});
const open = (at: string) => openSqliteStore({ directory: at, mode: "write", clock: systemClock });
const owner = toAccess(undefined);

/** The same work, and nothing left of it. */
async function answerBare(store: ReturnType<typeof open>, question: string): Promise<void> {
  const { generator, verifier, answerSettings, spend } = assembly;
  const { passages, result } = await retrieve(
    owner,
    {
      question,
      history: [],
      collections: undefined,
      filter: [],
      topK: loaded.config.retrieve.topK,
      legs: "both",
      identify: false,
    },
    lendRetrieval(assembly, store),
  );
  const progress = answerQuestion(
    owner,
    { id: "ans_0", question, language: "en", passages, statistics: result.statistics },
    {
      store,
      generator: generator.paidBy(spend.purseOf(store, OPERATOR)),
      verifier,
      settings: answerSettings,
    },
  );
  for await (const _ of progress);
}

/** The record without what people and documents say. */
const withoutContent = ({ answer, ...record }: AnswerRecord): AnswerRecord => ({
  ...record,
  answer: {
    ...answer,
    question: "",
    text: "",
    sentences: answer.sentences.map((sentence) => ({ ...sentence, text: "" })),
    citations: answer.citations.map((citation) => ({
      ...citation,
      key: "",
      title: "",
      headings: [],
      quote: "",
    })),
  },
});

const ROUNDS = 5;
const took = {
  on: questions.map(() => Number.POSITIVE_INFINITY),
  off: questions.map(() => Number.POSITIVE_INFINITY),
};
const ids: string[] = [];
const measure = async (
  name: "on" | "off",
  index: number,
  work: () => Promise<unknown>,
): Promise<void> => {
  const started = performance.now();
  await work();
  took[name][index] = Math.min(took[name][index] ?? 0, performance.now() - started);
};

await using store = open(loaded.dataDirectory);
for (const question of questions.slice(0, 40)) {
  await ask(assembly, store, owner, { question });
  await answerBare(store, question);
}
for (let round = 0; round < ROUNDS; round++)
  for (const [index, question] of questions.entries()) {
    const on = () =>
      measure("on", index, async () => {
        ids.push((await ask(assembly, store, owner, { question })).id);
      });
    const off = () => measure("off", index, () => answerBare(store, question));
    for (const run of (index + round) % 2 === 0 ? [on, off] : [off, on]) await run();
  }
const added = took.on.map((ms, index) => ms - (took.off[index] ?? 0));
const describe = (numbers: readonly number[], unit: string, digits: number): string =>
  [0.5, 0.95, 0.99]
    .map((p) => `p${p * 100} ${percentile(numbers, p).toFixed(digits)} ${unit}`)
    .join("  ");
console.log(`${questions.length} questions of ${values.set}`);
console.log(`without          ${describe(took.off, "ms", 2)}`);
console.log(`with             ${describe(took.on, "ms", 2)}`);
console.log(`added, paired    ${describe(added, "ms", 2)}`);

const bare = mkdtempSync(join(directory, "bare-"));
{
  await using scratch = open(bare);
  for (const id of ids) {
    const record = await store.findAnswer(owner, id);
    const trace = await store.findTrace(owner, id);
    if (record && trace) await scratch.putAnswer(withoutContent(record), trace);
  }
}
for (const [name, at] of [
  ["whole", loaded.dataDirectory],
  ["without content", bare],
] as const) {
  const database = new DatabaseSync(join(at, DATABASE_FILE), { readOnly: true });
  const rows = database
    .prepare(
      `SELECT length(a.body) AS answer, length(t.body) AS trace
       FROM answer a JOIN trace t ON t.answer = a.hash`,
    )
    .all();
  database.close();
  const answers = rows.map((row) => Number(row["answer"]));
  const traces = rows.map((row) => Number(row["trace"]));
  const both = answers.map((bytes, index) => bytes + (traces[index] ?? 0));
  console.log(`bytes, ${name}`);
  console.log(`  record         ${describe(answers, "B", 0)}`);
  console.log(`  trace          ${describe(traces, "B", 0)}`);
  console.log(`  both           ${describe(both, "B", 0)}`);
}
