import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { run } from "../../src/cli/index.ts";
import type { Terminal } from "../../src/cli/terminal.ts";
import { makeTemporaryDirectory } from "../../src/testing/temporary-directory.ts";

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}
type Plumbline = (...words: readonly string[]) => Promise<Ran>;

const CLASSES = ["leave", "travel"] as const;
const toLabels = (each: number): string =>
  CLASSES.flatMap((label) =>
    Array.from({ length: each }, (_, at) => ({
      text: `${label} question about a${at} b${at} c${at} and ${label}`,
      label,
    })),
  )
    .map((row) => `${JSON.stringify(row)}\n`)
    .join("");

/** The whole command line beside a few labels and a document that nobody may learn from. */
async function inFolder(use: (plumbline: Plumbline, path: string) => Promise<void>): Promise<void> {
  using directory = makeTemporaryDirectory();
  const { path } = directory;
  mkdirSync(join(path, "docs"));
  writeFileSync(join(path, "docs/leave.md"), "# Leave for parents of children\n\nSixteen weeks.\n");
  for (const each of [4, 12]) writeFileSync(join(path, `labels${each}.jsonl`), toLabels(each));
  const plumbline: Plumbline = async (...words) => {
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
  };
  await plumbline("ingest", "docs", "--collection", "hr", "--access", "public");
  await use(plumbline, path);
}

const classifier = (command: string, file: string, ...more: readonly string[]) =>
  ["trainset", command, "--lane", "classifier", "--labels", file, ...more] as const;

describe("plumbline trainset", () => {
  it("says open, too little, or closed by its exit code, and writes nothing", async () => {
    await inFolder(async (plumbline) => {
      const open = await plumbline(...classifier("check", "labels12.jsonl"));
      assert.equal(open.code, 0, open.out + open.err);
      assert.match(open.out, /open: there is enough/);
      const little = await plumbline(...classifier("check", "labels4.jsonl"));
      assert.equal(little.code, 4);
      assert.match(little.out, /too few 4 texts of each class/);
      const forbidden = await plumbline("trainset", "check", "--lane", "embedder");
      assert.equal(forbidden.code, 1);
      assert.match(forbidden.err, /training: internal/);
      assert.equal((await plumbline("trainset", "show")).out, "");
    });
  });

  it("builds a set once, lists it, and shows samples to the owner alone", async () => {
    await inFolder(async (plumbline) => {
      const [first, again] = [
        await plumbline(...classifier("build", "labels12.jsonl", "--json")),
        await plumbline(...classifier("build", "labels12.jsonl", "--json")),
      ];
      const { artifact, isNew } = JSON.parse(first.out);
      assert.deepEqual([first.code, isNew], [0, true]);
      assert.deepEqual(JSON.parse(again.out).artifact, artifact);
      assert.equal(JSON.parse(again.out).isNew, false);
      assert.match(
        (await plumbline("trainset", "show")).out,
        new RegExp(`^${artifact}  .*classifier  pass  clean$`),
      );
      const shown = await plumbline("trainset", "show", artifact, "--samples", "2");
      assert.match(shown.out, /user: (?:leave|travel) question/);
      const other = await plumbline("trainset", "show", artifact, "--as", "user:ada");
      assert.deepEqual([other.code, other.out], [2, ""]);
    });
  });

  it("names each mistake of a file of labels by its line", async () => {
    await inFolder(async (plumbline, path) => {
      writeFileSync(join(path, "bad.jsonl"), '{"text":"a","label":"b"}\n{"text":"a"}\nno json\n');
      const { code, err } = await plumbline(...classifier("build", "bad.jsonl"));
      assert.equal(code, 2);
      assert.match(err, /error\[tune\.labels-file-invalid\]/);
      assert.match(err, /line 2: label/);
      assert.match(err, /line 3/);
      assert.match(
        (await plumbline(...classifier("build", "none.jsonl"))).err,
        /app\.no-labels-file/,
      );
    });
  });

  it("refuses lanes, collections and principals that are none", async () => {
    await inFolder(async (plumbline) => {
      assert.equal((await plumbline("trainset", "build", "--lane", "poetry")).code, 2);
      const { err } = await plumbline(
        "trainset",
        "build",
        "--lane",
        "embedder",
        "--collection",
        "x",
      );
      assert.match(err, /app\.unknown-collection/);
      const bad = await plumbline(
        ...classifier("build", "labels12.jsonl", "--audience", "everyone"),
      );
      assert.match(bad.err, /app\.bad-principal/);
    });
  });
});
