import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { PlumblineError } from "../../foundation/errors.ts";
import { idNotWritable, qrelsInvalid, runInvalid } from "./errors.ts";
import { formatBeirQrels, formatRun, formatTrecQrels } from "./format-files.ts";
import { parseQrels } from "./parse-qrels.ts";
import { parseRun } from "./parse-run.ts";

const run = (text: string) => parseRun(text, { path: "out.trec" });
const qrels = (text: string, idsOfRuns = false) => parseQrels(text, { path: "q.tsv", idsOfRuns });

function refuse(read: () => unknown): PlumblineError {
  try {
    read();
  } catch (error) {
    if (error instanceof PlumblineError) return error;
    throw error;
  }
  throw new Error("it was read");
}

describe("files that trec_eval should not let through", () => {
  const folder = "tests/fixtures/trec/invalid";
  const lines: Readonly<Record<string, number>> = {
    "qrels-fractional-grade.txt": 1,
    "qrels-missing-column.txt": 1,
    "qrels-two-grades.txt": 2,
    "run-duplicate-document.txt": 3,
    "run-infinite-score.txt": 1,
    "run-missing-column.txt": 2,
    "run-nan-score.txt": 1,
    "run-text-score.txt": 1,
  };
  for (const file of readdirSync(folder))
    it(`are refused with file and line: ${file}`, () => {
      const text = readFileSync(`${folder}/${file}`, "utf8");
      const isRun = file.startsWith("run");
      const error = refuse(() => (isRun ? parseRun : parseQrels)(text, { path: file }));
      assert.ok((isRun ? runInvalid : qrelsInvalid).is(error));
      assert.equal(error.kind, "invalid");
      assert.ok(error.message.includes(`${file} `));
      assert.match(error.message, new RegExp(`line ${lines[file]}:`));
    });
});

describe("parseRun", () => {
  it("orders by score whatever the ranks say, and keeps the scores", () => {
    const ranking = run("q1 Q0 a 1 1.5 t\nq2 Q0 x 1 1 t\nq1 Q0 b 2 2e1 t\n").get("q1");
    assert.deepEqual(ranking, { documents: ["b", "a"], scores: [20, 1.5] });
  });

  it("reads blanks of any width, any line ending, and a byte order mark", () => {
    const ranked = run("\uFEFFq1\tQ0  a\t1 .5 t  \r\n\r\nq1 Q0 b 2 -1 t");
    assert.deepEqual([...ranked.keys()], ["q1"]);
    assert.deepEqual(ranked.get("q1")?.documents, ["a", "b"]);
  });

  it("takes a no-break space as part of an id", () => {
    assert.deepEqual(run("q Q0 a\u00A0b 1 1 t").get("q")?.documents, ["a\u00A0b"]);
  });

  it("is a run without queries for an empty text", () => {
    assert.equal(run("").size, 0);
    assert.equal(run("\n \n").size, 0);
  });

  it("names every line that is wrong, and says how many more there are", () => {
    const text = Array.from({ length: 14 }, (_, i) => `q Q0 d${i} 1 ?? t`).join("\n");
    const { message } = refuse(() => run(text));
    assert.match(message, /line 1: the score "\?\?" is no finite number/);
    assert.match(message, /line 10:/);
    assert.doesNotMatch(message, /line 11:/);
    assert.match(message, /and 4 more lines/);
  });

  it("refuses scores that only look like numbers", () => {
    for (const score of ["0x10", "1e999", "-Infinity", "1,5", "1_000", "--1", "."])
      assert.ok(runInvalid.is(refuse(() => run(`q Q0 a 1 ${score} t`))), score);
  });

  it("refuses a column too many, as an id with a blank makes", () => {
    assert.match(refuse(() => run("q Q0 my doc 1 2 t")).message, /7 columns/);
  });
});

describe("parseQrels", () => {
  it("reads TREC's columns, negative grades too", () => {
    const read = qrels("q1 0 a -1\nq1 0 b 2\nq2 0 a 0\n");
    assert.deepEqual(
      [...(read.get("q1") ?? [])],
      [
        ["a", -1],
        ["b", 2],
      ],
    );
    assert.equal(read.get("q2")?.get("a"), 0);
  });

  it("reads BEIR's, with a header and without, ids with blanks as they are", () => {
    for (const head of ["query-id\tcorpus-id\tscore\n", ""]) {
      const read = qrels(`${head}q 1\tmy doc.pdf\t1\n`);
      assert.equal(read.get("q 1")?.get("my doc.pdf"), 1);
    }
  });

  it("writes ids as runs have them where asked", () => {
    const read = qrels("q 1\tmy doc.pdf\t1\n", true);
    assert.equal(read.get("q%201")?.get("my%20doc.pdf"), 1);
  });

  it("refuses what has no judgment, with or without a header", () => {
    for (const text of ["", "\n", "query-id\tcorpus-id\tscore\n"])
      assert.match(refuse(() => qrels(text)).message, /no judgment/);
  });

  it("refuses grades that are no integer, and pairs that stand twice, in both forms", () => {
    for (const text of [
      "q\td\t0.5",
      "q\td\thigh",
      "q\td\t",
      "q\td\t1\nq\td\t1",
      "q 0 d 1e0",
      "q 0 d 99999999999999999999",
      "q\t\t1",
      "query-id\tcorpus-id\tscore\nq\td\t1\textra",
    ]) {
      const error = refuse(() => qrels(text));
      assert.ok(qrelsInvalid.is(error), text);
      assert.match(error.message, /line [12]:/);
    }
  });
});

describe("files for other tools", () => {
  it("hold a served order that any tool finds again, tied scores or not", () => {
    const served = new Map([["q 1", { documents: ["a", "z", "my doc"], scores: [1, 1, 1] }]]);
    const text = formatRun(served, "our system");
    assert.equal(
      text,
      "q%201 Q0 a 1 3 our-system\nq%201 Q0 z 2 2 our-system\nq%201 Q0 my%20doc 3 1 our-system\n",
    );
    assert.deepEqual(run(text).get("q%201")?.documents, ["a", "z", "my%20doc"]);
    assert.equal(formatRun(new Map(), "x"), "");
  });

  it("hold qrels that come back as they were", () => {
    const judged = new Map([
      [
        "q1",
        new Map([
          ["my doc", 2],
          ["b", -1],
        ]),
      ],
    ]);
    assert.deepEqual(qrels(formatBeirQrels(judged)), judged);
    assert.equal(formatTrecQrels(judged), "q1 0 my%20doc 2\nq1 0 b -1\n");
  });

  it("hold no id that would break their lines", () => {
    const judged = new Map([["q1", new Map([["a\tb", 1]])]]);
    assert.ok(idNotWritable.is(refuse(() => formatBeirQrels(judged))));
    assert.ok(
      idNotWritable.is(refuse(() => formatRun(new Map([["", { documents: ["a"] }]]), "t"))),
    );
  });
});
