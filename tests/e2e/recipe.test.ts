import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { describe, it } from "node:test";
import { promisify } from "node:util";
import { parse } from "yaml";
import { z } from "zod";
import { makeFolder } from "./command.ts";

const RECIPE = resolve("examples/github-actions/evaluate.yml");
const BIN = resolve("bin/plumbline.js");
const SIZE = 40;

const Workflow = z.object({
  jobs: z.object({
    evaluate: z.object({
      steps: z.array(z.looseObject({ run: z.string().optional(), uses: z.string().optional() })),
    }),
  }),
});

const toLines = (rows: readonly object[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join("");

const topics = Array.from({ length: SIZE }, (_, at) => `topic${at}`);
const FILES = {
  "docs/rules.jsonl": toLines(
    topics.map((topic, at) => ({ _id: topic, text: `The ${topic} budget is ${at + 100} crowns.` })),
  ),
  "plumbline.yaml": [
    "collections:",
    "  hr:",
    "    access: [public]",
    "    sources: [{ adapter: folder, options: { path: docs } }]",
    "",
  ].join("\n"),
  "gate.yaml": "primary: { measures: [RR@10], margin: 0.2 }\n",
  "golden/hr/queries.jsonl": toLines(
    topics.map((topic) => ({ _id: topic, text: `How high is the ${topic} budget?` })),
  ),
  "golden/hr/qrels/test.tsv": `query-id\tcorpus-id\tscore\n${topics.map((topic) => `${topic}\t${topic}\t1\n`).join("")}`,
};

describe("the recipe for GitHub Actions", () => {
  it("runs, step by step, and leaves a verdict in the summary", async () => {
    using folder = makeFolder(FILES);
    const tools = join(folder.path, "tools");
    mkdirSync(tools);
    // What `npx plumbline` finds in a project that has the package.
    writeFileSync(
      join(tools, "npx"),
      `#!/bin/sh\nshift\nexec "${process.execPath}" "${BIN}" "$@"\n`,
    );
    chmodSync(join(tools, "npx"), 0o755);
    const summary = join(folder.path, "summary.md");
    const run = async (script: string): Promise<string> => {
      const { stdout } = await promisify(execFile)("bash", ["-e", "-c", script], {
        cwd: folder.path,
        env: { PATH: `${tools}${delimiter}${process.env["PATH"]}`, GITHUB_STEP_SUMMARY: summary },
        maxBuffer: 64 * 1024 * 1024,
      });
      return stdout;
    };
    const recipe = readFileSync(RECIPE, "utf8");
    const { steps } = Workflow.parse(parse(recipe)).jobs.evaluate;
    const scripts = steps.flatMap(({ run: script }) => script ?? []);
    const [install, ingest, evaluate] = scripts;
    assert.equal(scripts.length, 3);
    assert.equal(install, "npm ci");
    await run(ingest ?? "");
    const baseline = /^# +(npx plumbline evaluate .+ > baseline\.json)$/m.exec(recipe)?.[1];
    await run(baseline ?? "false");
    await run(evaluate ?? "");
    assert.match(readFileSync(summary, "utf8"), /^## Evaluation: pass/);
    assert.match(readFileSync(join(folder.path, "report.xml"), "utf8"), /failures="0" errors="0"/);
    assert.match(readFileSync(join(folder.path, "report.html"), "utf8"), /<\/html>/);
  });
});
