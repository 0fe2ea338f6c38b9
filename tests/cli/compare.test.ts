import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { run } from "../../src/cli/index.ts";
import type { Terminal } from "../../src/cli/terminal.ts";
import { makeTemporaryDirectory } from "../../src/testing/temporary-directory.ts";

const PAGES = [
  ["leave", "Annual leave", "Employees take twenty days of holidays each year."],
  ["rent", "Tenancy", "The tenant pays the rent on the first day of the month."],
  ["heart", "Cardiology", "A myocardial infarction is treated within the hour."],
] as const;

function writeCompany(path: string): void {
  const toLines = (rows: readonly unknown[]): string =>
    `${rows.map((row) => JSON.stringify(row)).join("\n")}\n`;
  mkdirSync(join(path, "golden/qrels"), { recursive: true });
  writeFileSync(join(path, "plumbline.yaml"), "embedder: {adapter: hashed}\n");
  const documents = PAGES.map(([_id, title, text]) => ({ _id, title, text }));
  writeFileSync(join(path, "docs.jsonl"), toLines(documents));
  const metadata = { part: "test" };
  const queries = PAGES.map(([id, title]) => ({ _id: `q-${id}`, text: title, metadata }));
  writeFileSync(join(path, "golden/queries.jsonl"), toLines(queries));
  const judged = PAGES.map(([id]) => `q-${id}\t${id}\t1`);
  const qrels = ["query-id\tcorpus-id\tscore", ...judged].join("\n");
  writeFileSync(join(path, "golden/qrels/test.tsv"), `${qrels}\n`);
}

async function plumbline(path: string, ...words: readonly string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const terminal: Terminal = {
    width: 200,
    interactive: false,
    watched: false,
    color: false,
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    problem: (line) => void err.push(line),
    hush: () => undefined,
    draw: () => undefined,
  };
  const { signal } = new AbortController();
  const code = await run(words, { terminal, workingDirectory: path, environment: {}, signal });
  return { code, out: out.join("\n"), err: err.join("\n") };
}

describe("plumbline compare embedders", () => {
  it("prints tables, writes a page, and gives a program the same figures", async () => {
    using folder = makeTemporaryDirectory();
    const { path } = folder;
    writeCompany(path);
    await plumbline(path, "ingest", "docs.jsonl", "--collection", "hr");
    const words = ["compare", "embedders", "golden", "--collection", "hr", "--with", "static"];
    const { code, out, err } = await plumbline(path, ...words, "--html", "report.html");
    assert.equal(code, 0, err);
    assert.match(out, /^nDCG@10 over 3 questions of .*, 3 chunks of hr$/m);
    for (const caption of ["vectors alone", "fused with BM25", "reranked, as it serves"])
      assert.match(out, new RegExp(`^${caption}$`, "m"));
    assert.match(out, /^BM25, no embedder +1\.000$/m);
    assert.match(out, /^static +256 +\.\d+ +[\d.]+ ms +[\d.]+ ms +[\d,]+ +none +1\.3 GB +\d+ MB$/m);
    assert.match(err, /^written: report\.html$/m);
    assert.match(readFileSync(join(path, "report.html"), "utf8"), /Embedders compared/);
    const told = JSON.parse((await plumbline(path, ...words, "--json")).out);
    assert.equal(told.format, "plumbline.embedder-comparison/1");
    assert.deepEqual(
      told.embedders.map(({ name }: { readonly name: string }) => name),
      ["hashed", "static"],
    );
  });

  it("refuses what it does not know with a hint", async () => {
    using folder = makeTemporaryDirectory();
    const { path } = folder;
    writeCompany(path);
    await plumbline(path, "ingest", "docs.jsonl", "--collection", "hr");
    const words = ["compare", "embedders", "golden", "--collection", "hr", "--with", "word3vec"];
    const { code, err } = await plumbline(path, ...words);
    assert.equal(code, 2);
    assert.match(err, /error\[app\.unknown-adapter\].*word3vec\nhint: /);
  });
});
