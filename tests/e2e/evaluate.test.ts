import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, before, describe, it } from "node:test";
import { makeFolder, plumbline, type Ended } from "./command.ts";

const TREC = resolve("tests/fixtures/trec/synthetic");
const SIZE = 40;

const toLines = (rows: readonly object[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join("");

/** Half of these queries have the right document first; the other run has it second there. */
const toRun = (first: (query: number) => boolean): string =>
  Array.from({ length: SIZE }, (_, q) => {
    const [best, next] = first(q) ? ["good", "bad"] : ["bad", "good"];
    return `q${q} Q0 ${best} 1 2 tag\nq${q} Q0 ${next} 2 1 tag\n`;
  }).join("");

const FILES = {
  "rules.jsonl": toLines([
    { _id: "leave", text: "Parents take twelve weeks of leave." },
    { _id: "garage", text: "Bicycles are kept in the garage." },
  ]),
  "set/queries.jsonl": toLines([
    { _id: "a", text: "How many weeks of leave do parents take?" },
    { _id: "b", text: "Where are bicycles kept?" },
  ]),
  "set/answers.jsonl": toLines([
    { _id: "a", answers: ["twelve weeks"] },
    { _id: "b", answers: ["garage"] },
  ]),
  "set/qrels/test.tsv": "query-id\tcorpus-id\tscore\na\tleave\t1\nb\tgarage\t1\n",
  "toy.qrels": Array.from({ length: SIZE }, (_, q) => `q${q} 0 good 1\n`).join(""),
  "good.run": toRun(() => true),
  "bad.run": toRun((q) => q % 2 === 0),
  "ranking.yaml": "primary: { measures: [RR@10], margin: 0.1 }\n",
};

describe("plumbline evaluate", () => {
  const folder = makeFolder(FILES);
  after(() => folder[Symbol.dispose]());
  const evaluate = (...args: readonly string[]): Promise<Ended> =>
    plumbline(folder.path, ["evaluate", ...args]);
  const runOf = (name: string): readonly string[] => [
    "--run",
    name,
    "--qrels",
    "toy.qrels",
    "--measures",
    "RR@10",
  ];

  before(async () => {
    const { code, stderr } = await plumbline(folder.path, [
      "ingest",
      "rules.jsonl",
      "--collection",
      "rules",
    ]);
    assert.equal(code, 0, stderr);
  });

  it("prints mean, low, high and n of each measure of a run, as trec_eval -c has them", async () => {
    const { code, stdout, stderr } = await evaluate(
      "--run",
      join(TREC, "run-a.txt"),
      "--qrels",
      join(TREC, "qrels.txt"),
      "--measures",
      "nDCG@10,R@100,RR@10",
      "--json",
    );
    assert.equal(code, 0, stderr);
    const { measures } = JSON.parse(stdout) as {
      measures: { measure: string; mean: number; low: number; high: number; n: number }[];
    };
    assert.deepEqual(
      measures.map(({ measure, n }) => [measure, n]),
      [
        ["nDCG@10", 50],
        ["R@100", 50],
        ["RR@10", 50],
      ],
    );
    const expected = readFileSync(join(TREC, "expected-a.c.tsv"), "utf8");
    const mean = Number(/^ndcg_cut_10\tall\t(\S+)/m.exec(expected)?.[1]);
    const [first] = measures;
    assert.ok(first && Math.abs(first.mean - mean) < 1e-9);
    assert.ok(first.low < first.mean && first.mean < first.high);
  });

  it("ends with 0, 1 and 4 by what the gate says", async () => {
    const good = await evaluate(...runOf("good.run"), "--json");
    writeFileSync(join(folder.path, "good.json"), good.stdout);
    const gate = ["--gate", "ranking.yaml", "--baseline", "good.json"];
    assert.equal((await evaluate(...runOf("good.run"), ...gate)).code, 0);
    assert.equal((await evaluate(...runOf("bad.run"), ...gate)).code, 1);
    const few = await evaluate("set", "--gate", "--part", "all", "--baseline", "none");
    assert.equal(few.code, 4, few.stderr);
  });

  it("ends with 2 for a measure, a set or a policy that is none", async () => {
    for (const args of [
      [...runOf("good.run"), "--measures", "nDGC@10"],
      ["nowhere"],
      ["set@000000"],
      [...runOf("good.run"), "--gate", "good.run"],
      [...runOf("toy.qrels")],
    ]) {
      const { code, stderr } = await evaluate(...args);
      assert.equal(code, 2, `${args.join(" ")}: ${stderr}`);
      assert.match(stderr, /^error\[[a-z.-]+\]: .+\nhint: /);
    }
  });

  it("ends with 3 where the system fails, and shows the report all the same", async () => {
    const { code, stdout, stderr } = await evaluate(
      "set",
      "--part",
      "all",
      "--url",
      "http://127.0.0.1:9/v1",
    );
    assert.equal(code, 3, stderr);
    assert.match(stderr, /error\[evaluate\.too-many-faults\]: 2 of 2 cases failed/);
    assert.match(stdout, /^measure\t/);
  });

  it("writes every form, keeps the evaluation, and shows it again", async () => {
    const reports = ["--junit", "r.xml", "--markdown", "r.md", "--html", "r.html"];
    const { code, stdout, stderr } = await evaluate("set", "--part", "all", "--json", ...reports);
    assert.equal(code, 0, stderr);
    const { id } = JSON.parse(stdout) as { id: string };
    assert.match(readFileSync(join(folder.path, "r.xml"), "utf8"), /<testsuite name="set"/);
    assert.match(readFileSync(join(folder.path, "r.md"), "utf8"), /^## Evaluation/);
    assert.match(readFileSync(join(folder.path, "r.html"), "utf8"), /^<!doctype html>/);
    const listed = await plumbline(folder.path, ["evaluate", "list"]);
    assert.match(listed.stdout, new RegExp(`^${id}\t`, "m"));
    const shown = await plumbline(folder.path, ["evaluate", "show", id, "--json"]);
    assert.deepEqual(JSON.parse(shown.stdout), JSON.parse(stdout));
  });
});
