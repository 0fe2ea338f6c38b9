/**
 * @module Holds golden/meridian to its documents: every quote of the evidence stands verbatim at its
 * span of the parsed text, queries, answers and qrels tell of the same questions, and golden.json
 * names the files by hash. `--write` sets spans and hashes.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { loadConfig, openApp } from "../src/app/index.ts";
import { sha256 } from "../src/foundation/hash.ts";

const FOLDER = "golden/meridian";
const FILES = ["queries.jsonl", "answers.jsonl", "qrels/test.tsv"];
const { values } = parseArgs({ options: { write: { type: "boolean", default: false } } });

const Evidence = z.looseObject({
  document: z.string(),
  quote: z.string(),
  start: z.int().optional(),
  end: z.int().optional(),
});
const Answer = z.looseObject({
  _id: z.string(),
  answerable: z.boolean(),
  evidence: z.array(z.array(Evidence)),
});
const Query = z.looseObject({ _id: z.string() });
type Answer = z.output<typeof Answer>;
type Evidence = z.output<typeof Evidence>;

const mistakes: string[] = [];

/** Current texts by key, as the configured sources and parsers give them. */
async function readTexts(): Promise<ReadonlyMap<string, string>> {
  const data = mkdtempSync(join(tmpdir(), "plumbline-golden-"));
  try {
    const loaded = await loadConfig({
      workingDirectory: process.cwd(),
      environment: {},
      path: join(FOLDER, "plumbline.yaml"),
      data,
    });
    await using app = await openApp({ loaded, workingDirectory: process.cwd() });
    for await (const event of app.ingest({}))
      if (event.type === "document-rejected") mistakes.push(`${event.key}: ${event.message}`);
    const documents = await app.listDocuments(undefined, { limit: 10_000 });
    const texts = new Map<string, string>();
    for (const { id, key } of documents)
      texts.set(key, (await app.getDocument(undefined, id)).text);
    return texts;
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

/** Where a quote stands, white space counting as one blank; `undefined` when nowhere. */
function locate(text: string, quote: string): { start: number; end: number } | undefined {
  const exact = text.indexOf(quote);
  if (exact >= 0) return { start: exact, end: exact + quote.length };
  const words = quote
    .trim()
    .split(/\s+/)
    .map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const found = new RegExp(words.join("\\s+"), "u").exec(text);
  return found ? { start: found.index, end: found.index + found[0].length } : undefined;
}

function settle(id: string, evidence: Evidence, texts: ReadonlyMap<string, string>): Evidence {
  const text = texts.get(evidence.document);
  if (text === undefined) {
    mistakes.push(`${id}: there is no document ${evidence.document}`);
    return evidence;
  }
  const { start, end, quote } = evidence;
  if (start !== undefined && end !== undefined && text.slice(start, end) === quote) return evidence;
  const place = values.write ? locate(text, quote) : undefined;
  if (!place) {
    mistakes.push(
      `${id}: the quote is not at its place in ${evidence.document}: ${quote.slice(0, 80)}`,
    );
    return evidence;
  }
  return { ...evidence, ...place, quote: text.slice(place.start, place.end) };
}

function readLines<T>(name: string, schema: z.ZodType<T>): readonly T[] {
  const lines = readFileSync(join(FOLDER, name), "utf8").trim().split("\n");
  return lines.map((line) => schema.parse(JSON.parse(line)));
}

/** Each question once, in one order, relevant to it the documents of its evidence. */
function compareFiles(answers: readonly Answer[]): void {
  const queries = readLines("queries.jsonl", Query).map(({ _id }) => _id);
  const ids = answers.map(({ _id }) => _id);
  for (const [index, id] of ids.entries())
    if (ids.indexOf(id) < index) mistakes.push(`${id}: the id stands twice`);
  if (queries.join("\n") !== ids.join("\n"))
    mistakes.push("queries.jsonl and answers.jsonl do not name the same questions in one order");
  const qrels = readFileSync(join(FOLDER, "qrels/test.tsv"), "utf8").trim().split("\n").slice(1);
  const judged = new Set(qrels.map((line) => line.slice(0, line.lastIndexOf("\t"))));
  const expected = new Set(
    answers.flatMap(({ _id, evidence }) =>
      evidence.flat().map((each) => `${_id}\t${each.document}`),
    ),
  );
  for (const pair of new Set([...judged, ...expected]))
    if (!judged.has(pair) || !expected.has(pair))
      mistakes.push(`${pair.replace("\t", ": ")} is not both in the qrels and in the evidence`);
  for (const { _id, answerable, evidence } of answers)
    if (answerable !== evidence.length > 0)
      mistakes.push(`${_id}: answerable and evidence do not go together`);
}

function makeManifest(answers: readonly Answer[]): string {
  const files = Object.fromEntries(
    FILES.map((name) => [name, sha256(readFileSync(join(FOLDER, name)))]),
  );
  const lines = Object.keys(files)
    .sort()
    .map((name) => `${name}\t${files[name]}\n`);
  const count = (test: (answer: Answer) => boolean): number => answers.filter(test).length;
  const manifest = {
    schema: "plumbline.golden/1",
    name: "meridian",
    language: "en",
    files,
    hash: sha256(lines.join("")),
    counts: {
      queries: answers.length,
      answerable: count(({ evidence }) => evidence.length > 0),
      unanswerable: count(({ evidence }) => evidence.length === 0),
    },
    licence: "Apache-2.0",
    provenance: "written for this repository; the company, its people and its figures are invented",
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

const texts = await readTexts();
const answersPath = join(FOLDER, "answers.jsonl");
const answers = readLines("answers.jsonl", Answer);
compareFiles(answers);
const settled = answers.map((answer) => ({
  ...answer,
  evidence: answer.evidence.map((set) => set.map((each) => settle(answer._id, each, texts))),
}));
if (values.write)
  writeFileSync(answersPath, settled.map((answer) => `${JSON.stringify(answer)}\n`).join(""));
const manifestPath = join(FOLDER, "golden.json");
const manifest = makeManifest(settled);
if (values.write) writeFileSync(manifestPath, manifest);
else if (readFileSync(manifestPath, "utf8") !== manifest)
  mistakes.push("golden.json does not match its files: run node scripts/check-golden.ts --write");
for (const mistake of mistakes) process.stderr.write(`${mistake}\n`);
process.stdout.write(
  `${answers.length} questions, ${texts.size} documents, ${mistakes.length} mistakes\n`,
);
process.exitCode = mistakes.length > 0 ? 1 : 0;
