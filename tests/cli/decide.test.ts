import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
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
    const made = await makeProgram(80, folder);
    let failure: unknown;
    try {
      await made.program.parseAsync(["decide", ...words], { from: "user" });
    } catch (error) {
      failure = error;
    }
    return { out: made.out.join("\n"), err: made.err.join("\n"), failure, code: made.code() };
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

  it("measures the arms that there are, and names what would measure the others", async () => {
    const rooms = Array.from({ length: 31 }, (_, room) => room);
    const lines = (rows: readonly object[]): string =>
      rows.map((row) => `${JSON.stringify(row)}\n`).join("");
    mkdirSync(join(folder, "set", "qrels"), { recursive: true });
    const files: Readonly<Record<string, string>> = {
      "rooms.jsonl": lines(
        rooms.map((room) => ({
          _id: `r${room}`,
          text: `Room ${room} holds ${100 + room} chairs.`,
        })),
      ),
      "set/queries.jsonl": lines(
        rooms.map((room) => ({ _id: `q${room}`, text: `How many chairs does room ${room} hold?` })),
      ),
      "set/answers.jsonl": lines(
        rooms.map((room) => ({ _id: `q${room}`, answers: [`${100 + room}`] })),
      ),
      "set/qrels/test.tsv": `query-id\tcorpus-id\tscore\n${rooms.map((room) => `q${room}\tr${room}\t1\n`).join("")}`,
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const ingest = await makeProgram(80, folder);
    await ingest.program.parseAsync(["ingest", "rooms.jsonl", "--collection", "rooms"], {
      from: "user",
    });
    const measured = await run("measure", "--golden", "set", "--collection", "rooms");
    assert.equal(measured.failure, undefined);
    assert.equal(measured.code, 4, "one arm alone");
    assert.match(measured.out, /^set@[0-9a-f]{8}, part test: 31 cases\n/);
    assert.match(measured.out, /retrieval +\d+\.\d % \[\d.* an answer\n +evl_[0-9a-f]+\n/);
    assert.match(measured.out, /fewshot: the generator is extractive/);
    assert.match(measured.out, /both: no tuned .*\n +plumbline evaluate set --part test --release/);
    const report: unknown = JSON.parse((await run("measure", "--golden", "set", "--json")).out);
    assert.ok(typeof report === "object" && report !== null && "comparisons" in report);

    const gate = await run("gate", "reranker", "--golden", "set");
    assert.equal(gate.code, 1);
    assert.match(gate.out, /^reranker: closed\n/);
    assert.match(gate.out, /- G4 there are enough clean examples: missing\n +0 questions/);
    await assert.rejects(async () => {
      const { failure } = await run("measure");
      throw failure;
    }, /--golden/);

    const decided = await run("--answers", "answers.yaml", "--html", "kept.html");
    const [id = ""] = /dec_[0-9a-f]{16}/.exec(decided.out) ?? [];
    await run("show", id, "--html", "again.html");
    assert.equal(
      readFileSync(join(folder, "again.html"), "utf8"),
      readFileSync(join(folder, "kept.html"), "utf8"),
    );
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
