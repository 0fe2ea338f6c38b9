import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import type { RankingReply } from "../../../domain/evaluation.ts";
import { parseQrels } from "../../trec/parse-qrels.ts";
import { parseRun } from "../../trec/parse-run.ts";
import { cutRanking } from "./order.ts";
import { parseRankingMeasure } from "./parse-measure.ts";
import { scoreRankings, totalScores } from "./score-rankings.ts";

const FOLDER = "tests/fixtures/trec";
const read = (path: string): string => readFileSync(`${FOLDER}/${path}`, "utf8");

/** Rows of a file of expected values: measure, query, value. */
const readRows = (path: string): readonly (readonly string[])[] =>
  read(path)
    .split("\n")
    .filter(Boolean)
    .map((line) => line.split("\t"));

/** Measures that see only relevant documents or only judged ones have no such parameter. */
const BLIND = new Set(["set_recall", "bpref", "num_q", "num_rel"]);

/** trec_eval's name with its options `-l 2` and `-J` as parameters. */
function toName(name: string, option: string): string {
  const { name: canonical } = parseRankingMeasure(name);
  const parameters = [
    ...(option === "l2" && !/^(?:nDCG|Unjudged|NumQ)/.test(canonical) ? ["rel=2"] : []),
    ...(option === "J" && !BLIND.has(name) ? ["judged_only=True"] : []),
  ];
  // `num_ret` counts all that came back at any level.
  if (name === "num_ret" && option === "l2") return canonical;
  const [, base = "", given = "", cut = ""] = /^(\w+)(?:\((.*)\))?(@\d+)?$/.exec(canonical) ?? [];
  const kept = given.split(",").filter((one) => one && !(one === "rel=1" && option === "l2"));
  const all = [...kept, ...parameters];
  return `${base}${all.length > 0 ? `(${all.join(",")})` : ""}${cut}`;
}

interface Case {
  readonly folder: "hand" | "synthetic";
  readonly run: string;
  readonly expected: string;
  readonly option?: string;
}

const CASES: readonly Case[] = [
  { folder: "hand", run: "run.txt", expected: "expected.c.tsv" },
  { folder: "hand", run: "run.txt", expected: "expected.c.l2.tsv", option: "l2" },
  { folder: "hand", run: "run.txt", expected: "expected.c.J.tsv", option: "J" },
  { folder: "hand", run: "run.txt", expected: "expected.c.M2.tsv", option: "M2" },
  { folder: "hand", run: "run.txt", expected: "expected.extra.tsv" },
  { folder: "synthetic", run: "run-a.txt", expected: "expected-a.c.tsv" },
  { folder: "synthetic", run: "run-a.txt", expected: "expected-a.c.l2.tsv", option: "l2" },
  { folder: "synthetic", run: "run-a.txt", expected: "expected-a.c.J.tsv", option: "J" },
  { folder: "synthetic", run: "run-a.txt", expected: "expected-a.c.M10.tsv", option: "M10" },
  { folder: "synthetic", run: "run-a.txt", expected: "expected-a.extra.tsv" },
  { folder: "synthetic", run: "run-b.txt", expected: "expected-b.c.tsv" },
];

/** trec_eval's sum of relevant documents counts from grade 1 whatever the level. */
const isQuirk = (name: string, query: string, option: string): boolean =>
  option === "l2" && name === "num_rel" && query === "all";

describe("values of trec_eval", () => {
  let compared = 0;
  for (const { folder, run: file, expected, option = "" } of CASES)
    it(`are ours to 1e-9: ${folder}/${expected}`, () => {
      const qrels = parseQrels(read(`${folder}/qrels.txt`), { path: "qrels" });
      const whole = parseRun(read(`${folder}/${file}`), { path: "run" });
      const cut = option.startsWith("M") ? Number(option.slice(1)) : Infinity;
      const run = new Map(
        [...whole].map(([query, ranking]): [string, RankingReply] => [
          query,
          cutRanking(ranking, cut),
        ]),
      );
      for (const [name = "", rows = []] of Map.groupBy(
        readRows(`${folder}/${expected}`),
        ([n]) => n,
      )) {
        const measure = parseRankingMeasure(toName(name, option));
        const { scores } = scoreRankings([measure], qrels, run);
        const byQuery = scores.get(measure.name) ?? new Map<string, number>();
        for (const [, query = "", value] of rows) {
          if (isQuirk(name, query, option)) continue;
          const ours = Number(query === "all" ? totalScores(measure, byQuery) : byQuery.get(query));
          assert.ok(
            Math.abs(ours - Number(value)) <= 1e-9,
            `${measure.name} of ${query}: ${ours}, trec_eval ${value}`,
          );
          compared++;
        }
      }
    });

  it("are all compared but the two that trec_eval counts at another level", () => {
    const rows = CASES.reduce(
      (sum, { folder, expected }) => sum + readRows(`${folder}/${expected}`).length,
      0,
    );
    assert.equal(compared, rows - 2);
  });

  it("count relevant documents from the level asked for, where trec_eval does not", () => {
    const measure = parseRankingMeasure("NumRel(rel=2)");
    for (const [folder, sum] of [
      ["hand", 2],
      ["synthetic", 236],
    ] as const) {
      const qrels = parseQrels(read(`${folder}/qrels.txt`), { path: "qrels" });
      const { scores } = scoreRankings([measure], qrels, new Map());
      assert.equal(totalScores(measure, scores.get(measure.name) ?? new Map()), sum);
    }
  });

  it("tie scores as floats where trec_eval 9 is to be met", () => {
    const qrels = parseQrels(read("float32/qrels.txt"), { path: "qrels" });
    const measure = parseRankingMeasure("recip_rank");
    const scoreIn = (precision: "f64" | "f32"): unknown => {
      const run = parseRun(read("float32/run.txt"), { path: "run", precision });
      return scoreRankings([measure], qrels, run).scores.get("RR")?.get("q1");
    };
    assert.equal(scoreIn("f64"), 1);
    assert.equal(scoreIn("f32"), 0.5);
  });
});
