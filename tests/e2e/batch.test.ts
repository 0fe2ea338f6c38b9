import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { makeFolder, plumbline } from "./command.ts";

const ROWS = Array.from({ length: 150 }, (_, i) => ({
  _id: i === 0 ? "leave policy 0" : `d${i}`,
  title: `Rule ${i}`,
  // Many equal scores, and text outside of the basic plane before what is cited.
  text: `😀🧑‍🚀 Rule number ${i} on leave. Parents take ${i} weeks of leave 👶.`,
}));
const QUERIES = [
  { id: "q 1", text: "How many weeks of leave do parents take by rule number 7?" },
  { _id: "q2", text: "rule on leave" },
  { id: "q3", text: "" },
  { id: "q4", text: "Which bicycles are leased?" },
];
const toLines = (rows: readonly object[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join("");

describe("batches", () => {
  const folder = makeFolder({ "corpus.jsonl": toLines(ROWS), "queries.jsonl": toLines(QUERIES) });
  after(() => folder[Symbol.dispose]());
  const read = (name: string): readonly string[] =>
    readFileSync(join(folder.path, name), "utf8").trimEnd().split("\n");

  before(async () => {
    const { code, stderr } = await plumbline(folder.path, [
      "ingest",
      "corpus.jsonl",
      "--collection",
      "rules",
      "--access",
      "public",
    ]);
    assert.equal(code, 0, stderr);
  });

  it("rank documents as a TREC run: six columns, scores that fall, as many as asked for", async () => {
    const args = ["search", "--queries", "queries.jsonl", "--run", "out.run", "-k", "120"];
    const { code, stdout, stderr } = await plumbline(folder.path, args);
    assert.deepEqual([code, stdout], [0, ""], stderr);
    const rows = read("out.run").map((line) => line.split(" "));
    const byQuery = Map.groupBy(rows, ([id = ""]) => id);
    assert.deepEqual([...byQuery.keys()].slice(0, 2), ["q%201", "q2"]);
    for (const id of ["q%201", "q2"]) {
      const ranked = byQuery.get(id) ?? [];
      assert.equal(ranked.length, 120, id);
      assert.equal(new Set(ranked.map(([, , key]) => key)).size, 120);
      for (const [index, row] of ranked.entries()) {
        assert.equal(row.length, 6);
        assert.deepEqual([row[1], row[3], row[5]], ["Q0", String(index + 1), "plumbline-both"]);
        const above = ranked[index - 1]?.[4];
        if (above !== undefined)
          assert.ok(Number(row[4]) < Number(above), `${id} rank ${index + 1}`);
      }
    }
    assert.ok(byQuery.get("q2")?.some(([, , key]) => key === "leave%20policy%200"));
    assert.equal(byQuery.get("q3"), undefined);
  });

  it("answer each question in a line with every field, its quotes verbatim", async () => {
    const args = ["ask", "--queries", "queries.jsonl", "--answers", "out.jsonl", "--as", "user:a"];
    const { code, stdout, stderr } = await plumbline(folder.path, args);
    assert.deepEqual([code, stdout], [0, ""], stderr);
    const answers = read("out.jsonl").map((line) => JSON.parse(line));
    const texts = new Map(ROWS.map(({ _id, text }) => [_id, text]));
    assert.deepEqual(
      answers.map(({ id }) => id),
      ["q 1", "q2", "q3", "q4"],
    );
    for (const answer of answers) {
      assert.deepEqual(
        Object.entries(answer).map(([name, value]) => [name, typeof value]),
        [
          ["id", "string"],
          ["answer", "string"],
          ["abstained", "boolean"],
          ["reason", answer.reason === null ? "object" : "string"],
          ["score", "number"],
          ["citations", "object"],
          ["conflict", "boolean"],
          ["latencyMs", "number"],
          ["incomplete", "boolean"],
          ["usage", "object"],
        ],
      );
      assert.equal(answer.reason === null, !answer.abstained);
      for (const { documentId, versionHash, start, end, quote } of answer.citations) {
        assert.match(versionHash, /^[0-9a-f]{64}$/);
        assert.equal(texts.get(documentId)?.slice(start, end), quote);
        assert.ok(quote.length > 0 && start >= 0);
      }
    }
    const [first, , empty, foreign] = answers;
    assert.ok(
      first.citations.some(({ start }: { start: number }) => start > 4),
      "no span behind the emoji",
    );
    assert.match(first.answer, /7/);
    assert.deepEqual([empty.abstained, empty.reason, empty.latencyMs], [true, "empty-question", 0]);
    assert.equal(foreign.abstained, true);
  });

  it("go to stdout where no file is named, and nothing else does", async () => {
    const asked = await plumbline(folder.path, ["ask", "--queries", "queries.jsonl"]);
    const lines = asked.stdout.trimEnd().split("\n");
    assert.equal(lines.length, 4);
    for (const line of lines) JSON.parse(line);
    assert.match(asked.stderr, /^4 questions, \d answered\n$/);
    const ranked = await plumbline(folder.path, ["search", "--queries", "queries.jsonl"]);
    for (const line of ranked.stdout.trimEnd().split("\n")) assert.equal(line.split(" ").length, 6);
  });
});
