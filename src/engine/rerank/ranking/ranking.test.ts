import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { toTermKey } from "../../analysis/index.ts";
import { createRandom } from "../../../foundation/random.ts";
import { prepareQuestion } from "../question.ts";
import type { TermSequence } from "../term-sequences.ts";
import { createQuestionAnalysis } from "./analyze-question.ts";
import { createDetailReader } from "./details.ts";
import {
  RANKING_FEATURES,
  readRankingFeatures,
  standardize,
  type RankingCandidate,
} from "./features.ts";
import { explainScores, findModelFault, type RankingModel } from "./model.ts";
import { scoreRow, type RegressionTree } from "./tree.ts";

/** Headings before the bar, each word a term. */
function toSequence(text: string): TermSequence {
  const [headings = "", body = ""] = text.split("|");
  const toKeys = (part: string): readonly number[] =>
    part
      .trim()
      .split(/\s+/)
      .filter(Boolean)
      .map((word) => toTermKey(word) | 1);
  const keys = [...toKeys(headings), ...toKeys(body)];
  return { keys: Int32Array.from(keys), body: toKeys(headings).length };
}

const IDF = { leave: 1, parent: 3, days: 2 };
const question = prepareQuestion(
  Object.keys(IDF).map((term, i) => ({ term, position: i, start: 0, end: 0 })),
  Object.entries(IDF).map(([term, idf]) => ({ term, idf })),
);

describe("createDetailReader", () => {
  const read = createDetailReader(question, [toTermKey("days")]);

  it("tells headings from text, and what the text adds to them", () => {
    const found = read(toSequence("leave | days days other"));
    assert.equal(found.body, 2 / 6);
    assert.equal(found.rest, 2 / 5);
    assert.equal(found.repeated, (2 * 2) / 2.9 / 6);
    assert.equal(found.rarest, 0);
    assert.equal(found.exact, 1);
    assert.equal(found.length, 3);
  });

  it("finds the rarest term and the exact ones in headings as well", () => {
    const found = read(toSequence("parent days | leave"));
    assert.deepEqual([found.rarest, found.exact, found.rest], [1, 1, 1]);
  });

  it("says nothing but the length where no term is known", () => {
    const none = createDetailReader(prepareQuestion([], []), []);
    const { length, ...shares } = none(toSequence("leave | days other"));
    assert.equal(length, 2);
    assert.ok(Object.values(shares).every((share) => share === 0));
  });
});

const candidateOf = (given: Partial<RankingCandidate> = {}): RankingCandidate => ({
  analyzer: "und-1",
  terms: toSequence("leave | days"),
  position: 0,
  headings: ["Leave"],
  document: "doc_1",
  fused: 0.5,
  lexical: 0.4,
  dense: 0.6,
  ...given,
});

const read = (candidates: readonly RankingCandidate[], name: (typeof RANKING_FEATURES)[number]) => [
  ...readRankingFeatures(candidates, [name], () => ({ question, exact: [] })).values,
];

describe("readRankingFeatures", () => {
  it("counts better candidates of the same document and title", () => {
    const candidates = [
      candidateOf(),
      candidateOf({ document: "doc_2" }),
      candidateOf({ headings: ["Pay"] }),
      candidateOf(),
    ];
    assert.deepEqual(read(candidates, "sameDocument"), [0, 0, 1, 1]);
    assert.deepEqual(read(candidates, "sameTitle"), [0, Math.log(2), 0, Math.log(3)]);
  });

  it("takes reciprocals of ranks up to 100, and none behind", () => {
    const candidates = [1, 100, 101, undefined].map((rank) => candidateOf({ lexicalRank: rank }));
    assert.deepEqual(read(candidates, "lexicalRank"), [1 / 61, 1 / 160, 0, 0]);
    assert.deepEqual(read(candidates.slice(0, 2), "fusedRank"), [1 / 61, 1 / 62]);
  });

  it("gives finite values for every feature, whatever a chunk holds", () => {
    const random = createRandom("rerank/ranking");
    const words = ["leave", "parent", "days", "x", "y"];
    for (let round = 0; round < 50; round++) {
      const candidates = Array.from({ length: random.below(6) }, () =>
        candidateOf({
          terms: toSequence(
            Array.from({ length: random.below(9) }, () =>
              random.below(4) === 0 ? "|" : (words[random.below(words.length)] ?? ""),
            ).join(" "),
          ),
          headings: [],
        }),
      );
      const table = readRankingFeatures(candidates, RANKING_FEATURES, () => ({
        question,
        exact: [],
      }));
      assert.ok(standardize(table).every(Number.isFinite));
    }
  });
});

describe("standardize", () => {
  it("gives each column mean 0 and deviation 1, and 0 where it does not vary", () => {
    const table = {
      names: ["cov", "ord"],
      rows: 3,
      values: Float64Array.of(1, 5, 2, 5, 6, 5),
    } as const;
    const scaled = standardize(table);
    const deviation = Math.sqrt((4 + 1 + 9) / 3);
    const near = (value: number | undefined, wanted: number): void =>
      assert.ok(Math.abs((value ?? Number.NaN) - wanted) < 1e-12);
    near(scaled[0], -2 / deviation);
    near(scaled[2], -1 / deviation);
    near(scaled[4], 3 / deviation);
    assert.deepEqual([scaled[1], scaled[3], scaled[5]], [0, 0, 0]);
  });
});

describe("createQuestionAnalysis", () => {
  it("takes numbers and quoted words as they are", () => {
    const analyze = createQuestionAnalysis({
      question: 'What does clause 12 say of "notice period"?',
      terms: () => ["12", "notic", "period", "claus"].map((term) => ({ term, weight: 1 })),
      statistics: { chunks: 10, terms: [] },
    });
    const { exact } = analyze("en-1");
    for (const term of ["12", "notic", "period"]) assert.ok(exact.includes(toTermKey(term)), term);
    assert.ok(!exact.includes(toTermKey("claus")));
  });
});

const TREE: RegressionTree = {
  feature: [0, -1, 1, -1, -1],
  threshold: [0.5, 0, -1, 0, 0],
  left: [1, 0, 3, 0, 0],
  right: [2, 0, 4, 0, 0],
  value: [1, 0.2, 1.5, 0.9, 2],
};

describe("explainScores", () => {
  it("gives weights times values", () => {
    const model: RankingModel = {
      format: "plumbline.reranker/1",
      kind: "linear",
      features: ["cov", "ord"],
      weights: [2, -1],
    };
    assert.deepEqual(
      explainScores(model, Float64Array.of(1, 2, 3, 4), 2).map((row) => [...row]),
      [
        [2, -2],
        [6, -4],
      ],
    );
  });

  it("gives each split of a tree what it changed, summing to the tree's score", () => {
    const row = Float64Array.of(1, 0);
    assert.equal(scoreRow(TREE, row), 1);
    const model: RankingModel = {
      format: "plumbline.reranker/1",
      kind: "trees",
      features: ["cov", "ord"],
      trees: [TREE, TREE],
    };
    assert.deepEqual([...(explainScores(model, row, 1)[0] ?? [])], [1, 1]);
  });
});

describe("findModelFault", () => {
  const linear = { format: "plumbline.reranker/1", kind: "linear" } as const;
  const trees = {
    format: "plumbline.reranker/1",
    kind: "trees",
    features: ["cov", "ord"],
  } as const;
  const FAULTS: readonly (readonly [string, RankingModel])[] = [
    ["too few weights", { ...linear, features: ["cov", "ord"], weights: [1] }],
    ["a feature twice", { ...linear, features: ["cov", "cov"], weights: [1, 1] }],
    // A value from a file may be anything; the types know better.
    ["an unknown feature", { ...linear, features: ["maxsim" as "cov"], weights: [1] }],
    ["a child before its parent", { ...trees, trees: [{ ...TREE, left: [0, 0, 3, 0, 0] }] }],
    ["a child that is not there", { ...trees, trees: [{ ...TREE, right: [9, 0, 4, 0, 0] }] }],
    ["a column that is not there", { ...trees, trees: [{ ...TREE, feature: [7, -1, 1, -1, -1] }] }],
    ["columns of different lengths", { ...trees, trees: [{ ...TREE, value: [1] }] }],
  ];
  for (const [name, model] of FAULTS)
    it(`refuses ${name}`, () => {
      assert.match(findModelFault(model) ?? "", /\S/);
    });

  it("has nothing against what is whole", () => {
    assert.equal(findModelFault({ ...trees, trees: [TREE] }), undefined);
    assert.equal(findModelFault({ ...linear, features: ["cov"], weights: [1] }), undefined);
  });
});
