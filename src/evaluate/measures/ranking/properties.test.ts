import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Score } from "../../../domain/evaluation.ts";
import { createRandom, type Random } from "../../../foundation/random.ts";
import { parseRun } from "../../trec/parse-run.ts";
import { toDocumentRanking } from "./order.ts";
import { parseRankingMeasure, splitMeasureNames } from "./parse-measure.ts";
import {
  countRankings,
  listUnjudged,
  scoreRankings,
  totalScores,
  type Rankings,
} from "./score-rankings.ts";
import type { Qrels } from "../../../domain/retrieval-judgments.ts";
import { computeNdcg } from "./ndcg.ts";
import { computeRecall } from "./precision-and-recall.ts";

const NAMES =
  "nDCG@10 nDCG R@10 RR RR@5 P@5 Success@5 AP AP@10 Rprec Bpref SetP SetR SetF RBP Judged@10 " +
  "nDCG(dcg='exp-log2')@10 P(rel=2)@5 nDCG(judged_only=True)@10 AP(judged_only=True)";
const measures = splitMeasureNames(NAMES).map(parseRankingMeasure);
const ROUNDS = 200;

const shuffle = <T>(items: readonly T[], random: Random): readonly T[] =>
  items
    .map((item) => ({ item, at: random.uniform() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);

interface Drawn {
  readonly grades: ReadonlyMap<string, number>;
  /** Some of them are tied, some documents are not judged. */
  readonly scored: readonly { readonly document: string; readonly score: number }[];
}

function draw(random: Random): Drawn {
  const pool = Array.from({ length: 30 }, (_, i) => `d${i}`);
  const grades = new Map<string, number>();
  for (const document of pool)
    if (random.below(3) > 0) grades.set(document, Math.max(-1, random.below(6) - 2));
  const scored = shuffle(pool, random)
    .slice(0, random.below(25))
    .map((document) => ({ document, score: random.below(8) }));
  return { grades: grades.size > 0 ? grades : new Map([["d0", 1]]), scored };
}

const toLines = ({ scored }: Drawn): readonly string[] =>
  scored.map(({ document, score }) => `q Q0 ${document} 1 ${score} r`);

const scoreAll = (
  grades: ReadonlyMap<string, number>,
  documents: readonly string[],
): Readonly<Record<string, Score>> =>
  Object.fromEntries(measures.map(({ name, score }) => [name, score({ grades }, { documents })]));

const orderOf = (lines: readonly string[]): readonly string[] =>
  parseRun(lines.join("\n"), { path: "run" }).get("q")?.documents ?? [];

describe("every ranking measure", () => {
  it("is the same whatever the order of a run's lines", () => {
    const random = createRandom("lines");
    for (let round = 0; round < ROUNDS; round++) {
      const drawn = draw(random);
      const lines = toLines(drawn);
      assert.deepEqual(
        scoreAll(drawn.grades, orderOf(shuffle(lines, random))),
        scoreAll(drawn.grades, orderOf(lines)),
      );
    }
  });

  it("is the same for other names of the documents where no score is tied", () => {
    const random = createRandom("names");
    for (let round = 0; round < ROUNDS; round++) {
      const { grades, scored } = draw(random);
      const untied = scored.map(({ document }, index) => ({ document, score: index }));
      const rename = (document: string): string => `x${99 - Number(document.slice(1))}`;
      const renamed = new Map([...grades].map(([document, grade]) => [rename(document), grade]));
      assert.deepEqual(
        scoreAll(
          renamed,
          orderOf(
            toLines({
              grades,
              scored: untied.map((one) => ({ ...one, document: rename(one.document) })),
            }),
          ),
        ),
        scoreAll(grades, orderOf(toLines({ grades, scored: untied }))),
      );
    }
  });

  it("stays in its range", () => {
    const random = createRandom("range");
    for (let round = 0; round < ROUNDS; round++) {
      const { grades, scored } = draw(random);
      const documents = scored.map(({ document }) => document);
      for (const { name, range, score } of measures) {
        const value = Number(score({ grades }, { documents }));
        assert.ok(value >= range[0] && value <= range[1] + 1e-12, `${name} ${value}`);
      }
    }
  });

  it("is lowered by no relevant document at the end", () => {
    const random = createRandom("hit");
    for (let round = 0; round < ROUNDS; round++) {
      const { grades, scored } = draw(random);
      const documents = scored.map(({ document }) => document);
      const hit = [...grades].find(([id, grade]) => grade > 0 && !documents.includes(id))?.[0];
      if (hit === undefined) continue;
      const [before, after] = [scoreAll(grades, documents), scoreAll(grades, [...documents, hit])];
      for (const { name } of measures)
        assert.ok(Number(after[name]) >= Number(before[name]) - 1e-12, name);
    }
  });

  it("is unscored for a case that nobody judged, and 0 for a query left out", () => {
    for (const { name, score } of measures) {
      const unjudged = score({ grades: new Map() }, { documents: ["a"] });
      assert.notEqual(typeof unjudged, "number", name);
      assert.equal(score({ grades: new Map([["a", 1]]) }, { documents: [] }), 0, name);
    }
  });
});

describe("R@k and nDCG@k", () => {
  it("are changed by no unjudged document behind the others", () => {
    const random = createRandom("tail");
    for (let round = 0; round < ROUNDS; round++) {
      const { grades, scored } = draw(random);
      const documents = scored.map(({ document }) => document);
      const longer = [...documents, "u1", "u2", "u3"];
      assert.equal(computeNdcg(10, grades, longer), computeNdcg(10, grades, documents));
      assert.equal(computeRecall(10, grades, longer), computeRecall(10, grades, documents));
    }
  });

  it("are what the formula gives by hand", () => {
    const grades = new Map([
      ["d1", 3],
      ["d2", 2],
      ["d3", 0],
    ]);
    // (2/log2(2) + 3/log2(3)) / (3/log2(2) + 2/log2(3)) = 3.8928 / 4.2619
    assert.ok(Math.abs(computeNdcg(2, grades, ["d2", "d1"]) - 0.9134) < 1e-4);
    assert.equal(computeRecall(1, grades, ["d1", "d2"]), 0.5);
    assert.equal(computeNdcg(10, undefined, ["d1"]), 0);
    assert.equal(computeRecall(10, grades, undefined), 0);
  });
});

describe("scoreRankings", () => {
  const qrels: Qrels = new Map([
    ["q1", new Map([["a", 1]])],
    ["q2", new Map([["a", 1]])],
    ["q3", new Map([["a", 0]])],
  ]);
  const rankings: Rankings = new Map([
    ["q1", { documents: ["b", "a"], scores: [1, 1] }],
    ["q3", { documents: ["a", "b"], scores: [2, 1] }],
    ["other", { documents: ["a"] }],
  ]);

  it("means over all queries of the qrels, and counts what is odd about them", () => {
    const measure = parseRankingMeasure("Success@1");
    const wide = parseRankingMeasure("Success@2");
    const { scores, counts } = scoreRankings([measure, wide], qrels, rankings);
    assert.equal(totalScores(wide, scores.get("Success@2") ?? new Map()), 1 / 3);
    assert.deepEqual(counts, {
      queries: 3,
      missing: 1,
      noRelevant: 1,
      foreign: 1,
      tiedAtCutoff: 1,
      shortRankings: 0,
    });
  });

  it("counts rankings that are shorter than the deepest cut-off", () => {
    const deep = [parseRankingMeasure("R@3"), parseRankingMeasure("RR")];
    assert.equal(countRankings(deep, qrels, rankings).shortRankings, 2);
  });

  it("has no mean where nothing is scored", () => {
    assert.equal(totalScores({ total: "mean" }, new Map()), undefined);
    assert.equal(totalScores({ total: "mean" }, new Map([["q", { unscored: "why" }]])), undefined);
  });

  it("names the unjudged hits by rank", () => {
    assert.deepEqual(listUnjudged(qrels, rankings, 1), [{ query: "q1", document: "b", rank: 1 }]);
  });

  it("folds chunks to documents before it scores them", () => {
    const ranking = toDocumentRanking([
      { document: "b", start: 0, end: 1 },
      { document: "b", start: 1, end: 2 },
      { document: "a", start: 0, end: 1 },
    ]);
    const { scores } = scoreRankings(
      [parseRankingMeasure("RR")],
      new Map([["q1", new Map([["a", 1]])]]),
      new Map([["q1", ranking]]),
    );
    assert.equal(scores.get("RR")?.get("q1"), 0.5);
  });
});
