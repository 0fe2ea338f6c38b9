import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { run } from "../../src/cli/index.ts";
import type { Terminal } from "../../src/cli/terminal.ts";
import { makeTemporaryDirectory } from "../../src/testing/temporary-directory.ts";

type Plumbline = (
  ...words: readonly string[]
) => Promise<{ readonly code: number; readonly out: string; readonly err: string }>;

/** Pages of which each is asked about by its title; judged bad ones are told, too. */
function writeCompany(path: string, questions: number): void {
  const rows = Array.from({ length: 60 }, (_, i) => ({
    _id: `p${i}`,
    title: `Rule word${i}x`,
    text: `What holds for case${i}x and word${(i + 1) % 60}x word${(i + 1) % 60}x is decided by the board.`,
  }));
  const asked = Array.from({ length: questions }, (_, i) => ({
    _id: `q${i}`,
    text: `word${i}x`,
    metadata: { part: "train" },
  }));
  mkdirSync(join(path, "golden/qrels"), { recursive: true });
  const toLines = (list: readonly unknown[]): string =>
    `${list.map((each) => JSON.stringify(each)).join("\n")}\n`;
  writeFileSync(join(path, "docs.jsonl"), toLines(rows));
  writeFileSync(join(path, "golden/queries.jsonl"), toLines(asked));
  const judged = asked.map(({ _id }, i) => `${_id}\tp${i}\t1`);
  const qrels = ["query-id\tcorpus-id\tscore", ...judged].join("\n");
  writeFileSync(join(path, "golden/qrels/train.tsv"), `${qrels}\n`);
}

async function inFolder(
  questions: number,
  use: (plumbline: Plumbline) => Promise<void>,
): Promise<void> {
  using directory = makeTemporaryDirectory();
  const { path } = directory;
  writeCompany(path, questions);
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
  await plumbline("ingest", "docs.jsonl", "--collection", "hr");
  await use(plumbline);
}

const FUSION = ["tune", "fusion", "--collection", "hr", "--golden", "golden"] as const;

describe("plumbline tune", () => {
  it("prints what came of it, and ends with the code of its verdict", async () => {
    await inFolder(50, async (plumbline) => {
      const { code, out } = await plumbline(...FUSION, "--json");
      const { verdict, artifact, release, reasons } = JSON.parse(out) as Record<string, unknown>;
      assert.equal(code, { pass: 0, fail: 1, inconclusive: 4 }[String(verdict)]);
      assert.equal(typeof artifact, verdict === "pass" ? "string" : "undefined");
      assert.equal(typeof release, verdict === "pass" ? "string" : "undefined");
      assert.match(String(reasons), /nDCG@10 against/);
      const told = await plumbline(...FUSION);
      assert.match(told.out, new RegExp(`fusion of hr: ${String(verdict)}`));
      assert.match(told.out, verdict === "pass" ? /registry promote/ : /nothing was registered/);
    });
  });

  it("says before any work whether there is enough, and what to collect", async () => {
    await inFolder(20, async (plumbline) => {
      const { code, out } = await plumbline(...FUSION, "--check", "--json");
      const check = JSON.parse(out) as Record<string, unknown>;
      assert.equal(code, { open: 0, closed: 1, inconclusive: 4 }[String(check["verdict"])]);
      assert.notEqual(code, 0);
      assert.deepEqual([check["questions"], check["least"]], [20, 30]);
      const told = await plumbline(...FUSION, "--check");
      assert.match(told.out, /20 judged questions can be learned from, and 30 are the least/);
    });
  });

  it("refuses what is not there with a hint", async () => {
    await inFolder(1, async (plumbline) => {
      const none = await plumbline("tune", "fusion", "--collection", "x", "--golden", "golden");
      assert.notEqual(none.code, 0);
      assert.match(none.err, /app\.unknown-collection[\s\S]*hint: collections here: hr/);
      const foreign = await plumbline(...FUSION, "--from", "art_0123456789abcdef");
      assert.match(foreign.err, /registry\.artifact-not-found/);
      const lane = await plumbline(
        "tune",
        "retrieval",
        "--collection",
        "hr",
        "--golden",
        "golden",
        "--minutes",
        "x",
      );
      assert.notEqual(lane.code, 0);
    });
  });
});
