/**
 * Parses every file below a folder and prints one line for each, then counts by outcome. Where
 * `<name>.expected.md` or `<stem>.expected.txt` stands beside a file, the share of its words that
 * the text has is printed too (recall of the multiset of words, Markdown marks left out), with the
 * mean by type and the files below .95, worst first.
 *
 *   npx node scripts/parse-corpus.ts <folder> [--print <part of a path>]
 */
import { globSync, readFileSync, existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { createParsers } from "../src/adapters/parsers/index.ts";
import type { ParsedDocument } from "../src/domain/document.ts";
import { PlumblineError } from "../src/foundation/errors.ts";

const [folder, flag, wanted] = process.argv.slice(2);
if (folder === undefined) {
  console.error("usage: npx node scripts/parse-corpus.ts <folder> [--print <part of a path>]");
  process.exit(2);
}

function toWords(markdown: string): string[] {
  const plain = markdown
    .replaceAll(/<!--[^]*?-->/g, " ")
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, " $1 ")
    .replaceAll("&amp;", "&")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll(/\\(?=[^\w\s])/g, "")
    .normalize("NFKC");
  return plain.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

function recallOf(expected: string, text: string): number {
  const have = new Map<string, number>();
  for (const word of toWords(text)) have.set(word, (have.get(word) ?? 0) + 1);
  const words = toWords(expected);
  let found = 0;
  for (const word of words) {
    const left = have.get(word) ?? 0;
    if (left === 0) continue;
    have.set(word, left - 1);
    found += 1;
  }
  return words.length === 0 ? 1 : found / words.length;
}

function findExpected(path: string): string | undefined {
  const candidates = [`${path}.expected.md`, path.replace(/\.[^.]+$/, ".expected.txt")];
  const found = candidates.find((candidate) => existsSync(candidate));
  return found === undefined ? undefined : readFileSync(found, "utf8");
}

function printDocument(document: ParsedDocument): void {
  const { text, blocks, pages, ...rest } = document;
  console.log(JSON.stringify(rest, undefined, 1), `${pages?.length ?? 0} pages`);
  for (const block of blocks) {
    const mark = `${block.kind}${block.level ?? ""}${block.boilerplate ? " boilerplate" : ""}`;
    const header = block.rows ? ` (${block.rows.length} rows, header ${block.headerRows})` : "";
    console.log(`[${mark}${header}] ${text.slice(block.start, block.end)}`);
  }
}

const outcomes = new Map<string, number>();
const recalls = new Map<string, number[]>();
const poor: { path: string; recall: number }[] = [];
const times: number[] = [];
const parsers = createParsers();
const files = globSync("**/*", { cwd: folder }).filter((path) => !/\.expected\.\w+$/.test(path));

for (const path of files.toSorted()) {
  const full = join(folder, path);
  if (!statSync(full).isFile() || (wanted !== undefined && !path.includes(wanted))) continue;
  const startedAt = performance.now();
  let outcome = "ok";
  let said = "";
  try {
    const document = await parsers.parse({ bytes: readFileSync(full), name: path });
    const expected = findExpected(full);
    said = `${document.text.length}`;
    if (expected !== undefined) {
      const recall = recallOf(expected, document.text);
      const extension = path.slice(path.lastIndexOf(".") + 1);
      recalls.set(extension, [...(recalls.get(extension) ?? []), recall]);
      if (recall < 0.95) poor.push({ path, recall });
      said += `\trecall ${recall.toFixed(3)}`;
    }
    if (flag === "--print") printDocument(document);
  } catch (error) {
    if (!(error instanceof PlumblineError)) throw error;
    outcome = error.code;
    said = JSON.stringify(error.details["reason"] ?? "");
  }
  const ms = performance.now() - startedAt;
  times.push(ms);
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  console.log(`${path}\t${ms.toFixed(0)} ms\t${outcome}\t${said}`);
}
await parsers[Symbol.asyncDispose]();

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

for (const [outcome, count] of [...outcomes].toSorted(([a], [b]) => (a < b ? -1 : 1)))
  console.log(`${count}\t${outcome}`);
for (const [extension, values] of [...recalls].toSorted(([a], [b]) => (a < b ? -1 : 1)))
  console.log(
    `recall ${extension}: ${values.length} files, median ${median(values).toFixed(3)}, ` +
      `mean ${(values.reduce((a, b) => a + b, 0) / values.length).toFixed(3)}, ` +
      `worst ${Math.min(...values).toFixed(3)}`,
  );
for (const { path, recall } of poor.toSorted((a, b) => a.recall - b.recall))
  console.log(`${recall.toFixed(3)}\t${path}`);
console.log(
  `time: median ${median(times).toFixed(0)} ms, worst ${Math.max(...times).toFixed(0)} ms`,
);
