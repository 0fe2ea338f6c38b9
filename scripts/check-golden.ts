/**
 * @module Holds golden/meridian to its documents: every quote of the evidence stands verbatim at its
 * span of the parsed text, relevant are the documents of the evidence, and every number that is
 * checked is one that a right answer states, unit and scale included. `--write` sets spans and
 * numbers, and makes a version of it: parts, seed and facts stay, and the version before is its parent.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openUnpinned, writeGoldenFiles } from "../src/app/golden/set-folder.ts";
import { loadConfig, openApp } from "../src/app/index.ts";
import type { EvidenceSpan, GoldenCase } from "../src/domain/golden-set.ts";
import { toFacts, writeGoldenSet } from "../src/evaluate/index.ts";
import { settleNumber } from "./settle-number.ts";

const FOLDER = "golden/meridian";
const { values } = parseArgs({ options: { write: { type: "boolean", default: false } } });

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

function settle(id: string, span: EvidenceSpan, texts: ReadonlyMap<string, string>): EvidenceSpan {
  const { document, start, end, quote = "" } = span;
  const text = texts.get(document);
  if (text === undefined) {
    mistakes.push(`${id}: there is no document ${document}`);
    return span;
  }
  if (start !== undefined && end !== undefined && text.slice(start, end) === quote) return span;
  const place = values.write ? locate(text, quote) : undefined;
  if (!place) {
    mistakes.push(`${id}: the quote is not at its place in ${document}: ${quote.slice(0, 80)}`);
    return span;
  }
  return { document, ...place, quote: text.slice(place.start, place.end) };
}

/** A number that is stated otherwise is written as the answer has it; one that is not, left out. */
function settleChecks({ id, answers, checks, language = "en" }: GoldenCase): GoldenCase["checks"] {
  const { numbers, ...rest } = checks;
  if (!numbers) return checks;
  const settled = numbers.flatMap((number) => {
    const stated = settleNumber(number, answers, language);
    if (stated !== number && !values.write)
      mistakes.push(
        `${id}: the number checked is ${number}, and its answers state ${stated ?? "none"}`,
      );
    return stated ?? [];
  });
  return settled.length > 0 ? { ...rest, numbers: [...new Set(settled)] } : rest;
}

/** Relevant are the documents of the evidence. */
function compareGrades({ id, answerable, evidence, grades }: GoldenCase): void {
  const cited = new Set(evidence.flat().map(({ document }) => document));
  for (const document of new Set([...cited, ...grades.keys()]))
    if (!cited.has(document) || !grades.has(document))
      mistakes.push(`${id}: ${document} is not both in the qrels and in the evidence`);
  if (answerable !== evidence.length > 0)
    mistakes.push(`${id}: answerable and evidence do not go together`);
}

const texts = await readTexts();
const { path, files, set, manifest, partsStored } = openUnpinned(process.cwd(), FOLDER);
const cases = set.cases.map((golden) => {
  compareGrades(golden);
  return {
    ...golden,
    evidence: golden.evidence.map((places) => places.map((each) => settle(golden.id, each, texts))),
    checks: settleChecks(golden),
  };
});
if (!partsStored) mistakes.push("its parts are not stored: plumbline golden split golden/meridian");
const written = writeGoldenSet(toFacts(manifest, set.name, manifest?.hash), cases, files);
if (written.manifest.hash !== manifest?.hash) {
  if (values.write) writeGoldenFiles(path, written.files, files);
  else mistakes.push("it is no version as it stands: run node scripts/check-golden.ts --write");
}
for (const mistake of mistakes) process.stderr.write(`${mistake}\n`);
process.stdout.write(
  `${cases.length} questions, ${texts.size} documents, ${mistakes.length} mistakes\n`,
);
process.exitCode = mistakes.length > 0 ? 1 : 0;
