import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { makeTemporaryDirectory } from "../../src/testing/temporary-directory.ts";
import { makeProgram } from "./program.ts";

const ANSWERS =
  "k.change: weekly\nk.gap: knowledge\nk.citations: required\nb.task: qa\nk.live: no\n";

describe("plumbline decide", () => {
  const temporary = makeTemporaryDirectory();
  const folder = temporary.path;
  before(() => writeFileSync(join(folder, "answers.yaml"), ANSWERS));
  after(() => temporary[Symbol.dispose]());

  const run = async (...words: readonly string[]) => {
    const made = makeProgram(80, folder);
    let failure: unknown;
    try {
      await made.program.parseAsync(["decide", ...words], { from: "user" });
    } catch (error) {
      failure = error;
    }
    return { out: made.out.join("\n"), err: made.err.join("\n"), failure };
  };

  it("says in one sentence what to do, what it costs, and what to do next", async () => {
    const { out, failure } = await run("--answers", "answers.yaml");
    assert.equal(failure, undefined);
    assert.match(out, /^Build retrieval, and tune no model\.\nConfidence low, provisional\.\n/);
    assert.match(out, /retrieval +\$49,4\d\d +\$\d+,\d+ to \$\d+,\d+/);
    assert.match(out, /1\. Make a golden set/);
  });

  it("writes the report as a page and as Markdown", async () => {
    await run("--answers", "answers.yaml", "--html", "d.html", "--markdown", "d.md");
    assert.match(readFileSync(join(folder, "d.html"), "utf8"), /^<!doctype html>/);
    assert.match(readFileSync(join(folder, "d.md"), "utf8"), /^# Decision dec_/);
  });

  it("prints the whole decision as JSON", async () => {
    const { out } = await run("--answers", "answers.yaml", "--json");
    const decision: unknown = JSON.parse(out);
    assert.ok(typeof decision === "object" && decision !== null && "recommendation" in decision);
  });

  it("refuses what it does not know, and says what there is", async () => {
    writeFileSync(join(folder, "wrong.yaml"), "k.change: sometimes\n");
    writeFileSync(join(folder, "costs.yaml"), "questionsPerMonth: -4\n");
    const wrong = await run("--answers", "wrong.yaml");
    assert.match(String(wrong.failure), /k\.change is "sometimes", not one of live, weekly/);
    const costs = await run("--answers", "answers.yaml", "--costs", "costs.yaml");
    assert.match(String(costs.failure), /questionsPerMonth is -4: it cannot be negative/);
    const missing = await run("--answers", "none.yaml");
    assert.match(String(missing.failure), /none\.yaml: ENOENT/);
  });

  it("does not wait for answers where nobody can give them", async () => {
    const { failure } = await run();
    assert.match(String(failure), /nobody can be asked here/);
  });

  it("explains every row, and prints them for programs with id, kind, text, articles", async () => {
    const { out } = await run("--explain");
    assert.match(out, /k\.change {1,2}How often/);
    assert.match(out, /our line: /);
    const { rows } = JSON.parse((await run("--explain", "--json")).out) as {
      rows: readonly Record<string, unknown>[];
    }; // printed by the command under test
    assert.ok(rows.length > 80);
    for (const row of rows)
      for (const field of ["id", "kind", "text", "articles"]) assert.ok(field in row, field);
  });
});
