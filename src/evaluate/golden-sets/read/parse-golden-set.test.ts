import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { PlumblineError } from "../../../foundation/errors.ts";
import { goldenInvalid, goldenNotFound } from "../../errors.ts";
import type { GoldenFiles } from "../files.ts";
import { parseGoldenSet, readGoldenFiles } from "./parse-golden-set.ts";

const toFiles = (texts: Readonly<Record<string, string>>): GoldenFiles =>
  new Map(Object.entries(texts).map(([path, text]) => [path, new TextEncoder().encode(text)]));

const lines = (...rows: readonly unknown[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join("");

const QUERIES = lines(
  { _id: "q1", text: "How many weeks?", metadata: { group: "leave", stratum: "fact" } },
  { _id: "q2", text: "Is there a bicycle?" },
);
const ANSWERS = lines(
  {
    _id: "q1",
    answers: ["16 weeks"],
    evidence: [[{ document: "leave.md", start: 4, end: 12, quote: "16 weeks" }]],
    principals: ["group:hr"],
    checks: { numbers: ["16"] },
  },
  { _id: "q2", answerable: false },
);
const QRELS = "query-id\tcorpus-id\tscore\nq1\tleave.md\t2\n";
const GOOD = { "queries.jsonl": QUERIES, "answers.jsonl": ANSWERS, "qrels/test.tsv": QRELS };

const mistakesOf = (texts: Readonly<Record<string, string>>): string => {
  try {
    parseGoldenSet("set", toFiles(texts));
  } catch (error) {
    assert.ok(error instanceof PlumblineError && goldenInvalid.is(error), String(error));
    return error.message;
  }
  return "no mistake";
};

describe("parseGoldenSet", () => {
  it("puts together what the files say of a case", () => {
    const { cases, qrels, id, hash } = parseGoldenSet("golden/hr", toFiles(GOOD));
    const [q1, q2] = cases;
    assert.equal(q1?.group, "leave");
    assert.equal(q1?.part, "test");
    assert.deepEqual(q1?.grades, new Map([["leave.md", 2]]));
    assert.deepEqual(q1?.checks, { numbers: ["16"] });
    assert.equal(q2?.answerable, false);
    assert.deepEqual([...qrels.keys()], ["q1"]);
    assert.equal(id, `gld_${hash.slice(0, 16)}`);
  });

  it("gives equal cases equal hashes, whatever part, group or label they have", () => {
    const moved = QUERIES.replace('"group":"leave"', '"group":"other","part":"test"');
    const [a] = parseGoldenSet("x", toFiles(GOOD)).cases;
    const [b] = parseGoldenSet("x", toFiles({ ...GOOD, "queries.jsonl": moved })).cases;
    const asked = QUERIES.replace("weeks?", "days?");
    const [c] = parseGoldenSet("x", toFiles({ ...GOOD, "queries.jsonl": asked })).cases;
    assert.equal(a?.hash, b?.hash);
    assert.notEqual(a?.hash, c?.hash);
  });

  it("reads the forms of open sets: id, one qrels.tsv, answers and spans inside of questions", () => {
    const set = parseGoldenSet(
      "open",
      toFiles({
        "queries.jsonl": lines(
          { id: 7, text: "Who?", answers: ["Bo"], meta: { doc: "d", spans: [[4, 6]], lang: "en" } },
          { id: "8", text: "Whose?", unanswerable: true },
        ),
        "corpus.jsonl": lines(
          { id: "d-1", text: "Bo went.", meta: { doc: "d", n: 1 } },
          { id: "d-0", text: "And ", meta: { doc: "d", n: 0 } },
        ),
        "qrels.tsv": "query-id\tcorpus-id\tscore\n7\td-1\t1\n",
      }),
    );
    const [one, two] = set.cases;
    assert.equal(one?.id, "7");
    assert.equal(one?.group, "d");
    assert.deepEqual(one?.evidence, [[{ document: "d-1", start: 0, end: 2, quote: "Bo" }]]);
    assert.equal(two?.answerable, false);
    assert.ok(set.cases.every(({ part }) => part === "test"));
  });

  it("counts again in UTF-16 units where a set counts code points", () => {
    const { cases } = parseGoldenSet(
      "open",
      toFiles({
        "queries.jsonl": lines({
          id: "q",
          text: "What?",
          answers: ["tea"],
          meta: { doc: "d", spans: [[3, 6]] },
        }),
        "documents.jsonl": lines({ id: "d", text: "😀😀 tea" }),
      }),
    );
    assert.deepEqual(cases[0]?.evidence, [[{ document: "d", start: 5, end: 8, quote: "tea" }]]);
    assert.deepEqual(cases[0]?.grades, new Map([["d", 1]]));
  });

  it("keeps apart the parts that files are named for", () => {
    const { cases } = parseGoldenSet(
      "open",
      toFiles({
        "queries.jsonl": lines({ id: "t", text: "test?" }),
        "queries.train.jsonl": lines({ id: "r", text: "train?" }),
        "qrels.tsv": "t\td\t1\n",
        "qrels.train.tsv": "r\td\t1\n",
      }),
    );
    assert.deepEqual(
      cases.map(({ id, part }) => [id, part]),
      [
        ["t", "test"],
        ["r", "train"],
      ],
    );
  });

  it("says what is missing", () => {
    assert.throws(() => parseGoldenSet("x", toFiles({})), goldenNotFound.is);
    assert.throws(
      () => parseGoldenSet("x", toFiles({ "queries.jsonl": lines({ id: "a", text: "b?" }) })),
      /qrels\/test\.tsv is missing/,
    );
  });

  const bad: Readonly<Record<string, readonly [Readonly<Record<string, string>>, RegExp]>> = {
    "an empty set": [{ ...GOOD, "queries.jsonl": "\n" }, /there is no question q1/],
    "a set of nothing at all": [{ "queries.jsonl": "" }, /queries\.jsonl: holds no question/],
    "a line that is no JSON": [
      { ...GOOD, "queries.jsonl": `${QUERIES}{` },
      /queries\.jsonl line 3: no JSON/,
    ],
    "an id that comes twice": [
      { ...GOOD, "queries.jsonl": QUERIES + lines({ _id: "q1", text: "again?" }) },
      /queries\.jsonl line 3: the id q1 stands in queries\.jsonl line 1 too/,
    ],
    "an empty question": [
      { ...GOOD, "queries.jsonl": QUERIES + lines({ _id: "q3", text: " " }) },
      /queries\.jsonl line 3: text is empty/,
    ],
    "a column too few": [
      { ...GOOD, "qrels/test.tsv": `${QRELS}q1 leave.md 1\n` },
      /qrels\/test\.tsv line 3: not query-id/,
    ],
    "a grade that is no integer": [
      { ...GOOD, "qrels/test.tsv": `${QRELS}q1\tother.md\t1.5\n` },
      /qrels\/test\.tsv line 3: the score 1\.5 is no integer/,
    ],
    "two grades of one pair": [
      { ...GOOD, "qrels/test.tsv": `${QRELS}q1\tleave.md\t0\n` },
      /line 3: q1 and leave\.md are judged in qrels\/test\.tsv line 2 too/,
    ],
    "a judgment of no question": [
      { ...GOOD, "qrels/test.tsv": `${QRELS}q9\tleave.md\t1\n` },
      /line 3: there is no question q9/,
    ],
    "an answer to no question": [
      { ...GOOD, "answers.jsonl": ANSWERS + lines({ _id: "q9" }) },
      /answers\.jsonl line 3: there is no question q9/,
    ],
    "evidence that ends before it starts": [
      {
        ...GOOD,
        "answers.jsonl": lines({ _id: "q1", evidence: [[{ document: "d", start: 4, end: 2 }]] }),
      },
      /answers\.jsonl line 1: evidence\.0\.0 needs a start at or before its end/,
    ],
    "a member that is not known": [
      { ...GOOD, "answers.jsonl": lines({ _id: "q1", anwsers: ["16"] }) },
      /answers\.jsonl line 1: anwsers is not known here/,
    ],
    "a case in two parts": [
      {
        ...GOOD,
        "queries.jsonl": lines(
          { _id: "q1", text: "a?", metadata: { part: "dev" } },
          { _id: "q2", text: "b?" },
        ),
      },
      /queries\.jsonl line 1: q1 says dev and is judged in test/,
    ],
  };
  for (const [name, [files, expected]] of Object.entries(bad))
    it(`refuses ${name}, by file and line`, () => {
      assert.match(mistakesOf(files), expected);
    });

  it("takes grades beyond 0 to 3 from others alone", () => {
    const negative = { ...GOOD, "qrels/test.tsv": "q1\tleave.md\t-1\n" };
    assert.equal(mistakesOf(negative), "no mistake");
    const { set, manifest } = readGoldenFiles("x", toFiles(GOOD));
    assert.equal(manifest, undefined);
    const ours = {
      schema: "plumbline.golden/1",
      name: "x",
      files: {},
      hash: set.hash,
      counts: { queries: 2, answerable: 1, unanswerable: 1 },
    };
    assert.match(
      mistakesOf({ ...negative, "golden.json": JSON.stringify(ours) }),
      /line 1: the grade -1 is not 0 to 3/,
    );
  });
});
