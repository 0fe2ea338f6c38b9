import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { RANKING_FEATURES, scoreRow } from "../../engine/rerank/index.ts";
import { computeNdcg } from "../../evaluate/index.ts";
import { createRandom, type Random } from "../../foundation/random.ts";
import type { FoldCase } from "../folds/make-folds.ts";
import { binRows, MOST_BINS } from "./bins.ts";
import { findSplit, growTree } from "./grow-tree.ts";
import { computeIdeal, computeLambdas } from "./lambda-gradients.ts";
import { fitLambdaMart } from "./lambda-mart.ts";
import { measureScores, type RankedQuestion } from "./learning-data.ts";
import { computeLoss, fitPairwiseLogistic, listPairs, toDifferences } from "./pairwise-logistic.ts";
import { fitLinear, measureModel, tuneReranker } from "./tune-reranker.ts";

const signed = (random: Random): number => 2 * random.uniform() - 1;
const ROWS = 12;

interface Planted {
  readonly question: RankedQuestion;
  readonly served: number;
}

/** The good row is the one that is best by a rule over the features, as far as noise lets it. */
function plant(
  random: Random,
  width: number,
  rule: (row: Float64Array) => number,
  noise: number,
): Planted {
  const features = Float64Array.from({ length: ROWS * width }, () => signed(random));
  const values = Array.from({ length: ROWS }, (_, row) => {
    return rule(features.subarray(row * width, (row + 1) * width)) + noise * signed(random);
  });
  const good = values.indexOf(Math.max(...values));
  const documents = Array.from({ length: ROWS }, (_, row) => `d${row}`);
  const judged = new Map([[`d${good}`, 1]]);
  const grades = Float64Array.from(documents, (key) => judged.get(key) ?? 0);
  const question = { features, grades, documents, behind: [], judged, served: 0 };
  const served = measureScores(question, new Float64Array(ROWS));
  return { question: { ...question, served }, served };
}

const plantMany = (
  seed: string,
  count: number,
  width: number,
  rule: (row: Float64Array) => number,
  noise = 0.2,
): readonly RankedQuestion[] => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => plant(random, width, rule, noise).question);
};

describe("fitPairwiseLogistic", () => {
  it("has the gradient of its loss, by central differences", () => {
    const questions = plantMany("gradient", 6, 4, ([a = 0, b = 0]) => a - b);
    const pairs = toDifferences(questions, 4);
    const random = createRandom("gradient/at");
    const w = Float64Array.from({ length: 4 }, () => signed(random));
    const gradient = new Float64Array(4);
    computeLoss(pairs, w, gradient, 0.01);
    const valueAt = (i: number, shift: number): number => {
      const moved = Float64Array.from(w, (each, j) => each + (i === j ? shift : 0));
      return computeLoss(pairs, moved, new Float64Array(4), 0.01);
    };
    for (let i = 0; i < 4; i++) {
      const slope = (valueAt(i, 1e-5) - valueAt(i, -1e-5)) / 2e-5;
      assert.ok(Math.abs(slope - (gradient[i] ?? 0)) < 1e-8, `weight ${i}`);
    }
  });

  it("finds the direction that was planted, from any start", () => {
    const questions = plantMany("direction", 150, 3, ([a = 0, b = 0]) => 2 * a - b);
    const [a = 0, b = 0, c = 0] = fitPairwiseLogistic(questions, 3, { decay: 0.001 });
    assert.ok(a > 0 && b < 0 && Math.abs(c) < 0.2 * a && Math.abs(a / b + 2) < 0.5);
    const start = Float64Array.of(-3, 3, 3);
    const other = fitPairwiseLogistic(questions, 3, { decay: 0.001, start });
    assert.ok(other.every((weight, i) => Math.abs(weight - ([a, b, c][i] ?? 0)) < 0.05));
  });

  it("pairs each good row with the first thirty worse ones, and no row with an untold one", () => {
    const grades = Float64Array.from({ length: 50 }, (_, i) => (i === 3 ? 2 : i === 4 ? 1 : 0));
    grades[0] = Number.NaN;
    const pairs = [...listPairs(grades)];
    assert.equal(pairs.length, 2 * 60);
    assert.ok(!pairs.includes(0));
    assert.deepEqual(pairs.slice(0, 4), [3, 1, 3, 2]);
  });

  it("is 0 where nobody said what is good", () => {
    const nothing = { features: new Float64Array(4), grades: Float64Array.of(0, Number.NaN) };
    assert.deepEqual([...fitPairwiseLogistic([nothing], 2, { decay: 0.1 })], [0, 0]);
  });
});

describe("computeLambdas", () => {
  /** By swapping two rows of the ranking and measuring again. */
  function computeSlowly(scores: readonly number[], grades: readonly number[], cutoff: number) {
    const keys = grades.map((_, row) => String(row));
    const judged = new Map(keys.map((key, row) => [key, grades[row] ?? 0]));
    const order = [...keys.keys()].toSorted((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
    const measure = (rows: readonly number[]): number =>
      computeNdcg(cutoff, judged, rows.map(String));
    return keys.map((_, i) =>
      keys.reduce((sum, __, j) => {
        const [gi = 0, gj = 0] = [grades[i], grades[j]];
        if (gi === gj) return sum;
        const swapped = order.map((row) => (row === i ? j : row === j ? i : row));
        const delta = Math.abs(measure(swapped) - measure(order));
        const [better, worse] = gi > gj ? [i, j] : [j, i];
        const rho = 1 / (1 + Math.exp((scores[better] ?? 0) - (scores[worse] ?? 0)));
        return sum + (gi > gj ? 1 : -1) * rho * delta;
      }, 0),
    );
  }

  it("is what swapping two rows changes of the measure", () => {
    const random = createRandom("lambdas");
    for (let round = 0; round < 80; round++) {
      const rows = 2 + random.below(12);
      const scores = Array.from({ length: rows }, () => random.below(6) / 2);
      const grades = Array.from({ length: rows }, () => Math.max(0, random.below(5) - 2));
      if (!grades.some((grade) => grade > 0)) continue;
      const ideal = computeIdeal(grades, 5);
      const found = computeLambdas(scores, Float64Array.from(grades), { ideal, cutoff: 5 });
      for (const [row, wanted] of computeSlowly(scores, grades, 5).entries())
        assert.ok(Math.abs((found.gradients[row] ?? 0) - wanted) < 1e-12, `round ${round}`);
      assert.ok(found.hessians.every((slope) => slope >= 0));
    }
  });

  it("has no force on a row of which nobody knows", () => {
    const grades = Float64Array.of(Number.NaN, 1, 0);
    const { gradients } = computeLambdas([3, 2, 1], grades, { ideal: 1, cutoff: 10 });
    assert.equal(gradients[0], 0);
    assert.ok((gradients[1] ?? 0) > 0);
  });
});

describe("binRows", () => {
  it("puts equal values in one bin, and keeps the order", () => {
    const random = createRandom("bins");
    const values = Float64Array.from({ length: 500 }, () => random.below(200));
    const { bins, edges } = binRows(values, 500, 1);
    assert.ok((edges[0]?.length ?? 0) < MOST_BINS);
    for (let i = 0; i < 500; i++)
      for (let j = 0; j < i; j++) {
        const [a = 0, b = 0] = [values[i], values[j]];
        const [p = 0, q = 0] = [bins[i], bins[j]];
        assert.ok(a === b ? p === q : a < b ? p <= q : p >= q);
      }
  });

  it("has one bin for a column that does not vary", () => {
    assert.deepEqual(binRows(new Float64Array(9), 9, 1).edges, [[]]);
  });
});

describe("growTree", () => {
  const OPTIONS = { leaves: 15, leastRows: 5, increasing: new Set<number>(), damping: 1 };
  const UNBOUND = { low: -Infinity, high: Infinity };

  function draw(random: Random, rows: number, width: number) {
    const values = Float64Array.from({ length: rows * width }, () => random.below(12));
    return {
      values,
      data: binRows(values, rows, width),
      targets: {
        gradients: Float64Array.from({ length: rows }, () => signed(random)),
        hessians: Float64Array.from({ length: rows }, () => random.uniform()),
      },
    };
  }

  it("splits where trying every place says", () => {
    const random = createRandom("split");
    for (let round = 0; round < 40; round++) {
      const rows = 20 + random.below(40);
      const { data, values, targets } = draw(random, rows, 3);
      const all = Int32Array.from({ length: rows }, (_, row) => row);
      const worth = (of: readonly number[]): number => {
        const gradient = of.reduce((sum, row) => sum + (targets.gradients[row] ?? 0), 0);
        const hessian = of.reduce((sum, row) => sum + (targets.hessians[row] ?? 0), 0);
        return gradient ** 2 / (hessian + 1);
      };
      let best = 0;
      for (let column = 0; column < 3; column++)
        for (let at = 0; at < 12; at++) {
          const left = [...all].filter((row) => (values[row * 3 + column] ?? 0) <= at);
          const right = [...all].filter((row) => (values[row * 3 + column] ?? 0) > at);
          if (left.length < 5 || right.length < 5) continue;
          best = Math.max(best, (worth(left) + worth(right) - worth([...all])) / 2);
        }
      const found = findSplit(data, targets, all, UNBOUND, OPTIONS);
      assert.ok(Math.abs((found?.gain ?? 0) - best) < 1e-9, `round ${round}`);
    }
  });

  it("never scores a larger value of a rising column lower", () => {
    const random = createRandom("monotone");
    for (let round = 0; round < 20; round++) {
      const { data, targets } = draw(random, 200, 3);
      const tree = growTree(data, targets, { ...OPTIONS, increasing: new Set([1]) });
      for (let trial = 0; trial < 100; trial++) {
        const row = Float64Array.from({ length: 3 }, () => random.below(12));
        const raised = Float64Array.from(row, (value, i) => value + (i === 1 ? 3 : 0));
        assert.ok(scoreRow(tree, raised) >= scoreRow(tree, row) - 1e-12);
      }
    }
  });

  it("keeps to its leaves and rows, and stays a stump where nothing gains", () => {
    const { data, targets } = draw(createRandom("leaves"), 200, 3);
    const tree = growTree(data, targets, { ...OPTIONS, leaves: 4 });
    assert.equal(tree.feature.filter((column) => column < 0).length, 4);
    const flat = { gradients: new Float64Array(200), hessians: targets.hessians };
    assert.deepEqual(growTree(data, flat, OPTIONS).feature, [-1]);
    const few = growTree(data, targets, { ...OPTIONS, leastRows: 150 });
    assert.deepEqual(few.feature, [-1]);
  });
});

describe("fitLambdaMart", () => {
  /** No weighted sum can say it. */
  const both = ([a = 0, b = 0]: Float64Array): number => (a > 0 === b > 0 ? 1 : 0);

  it("learns what no weights can", async () => {
    const training = plantMany("both/train", 200, 3, both, 0.1);
    const held = plantMany("both/held", 80, 3, both, 0.1);
    const trees = await fitLambdaMart(training, [], 3, { increasing: new Set(), trees: 40 });
    const mean = (score: (question: RankedQuestion) => ArrayLike<number>): number =>
      held.reduce((sum, question) => sum + measureScores(question, score(question)), 0) / 80;
    const byTrees = mean(({ features }) =>
      Array.from({ length: ROWS }, (_, row) =>
        trees.reduce(
          (sum, tree) => sum + scoreRow(tree, features.subarray(3 * row, 3 * row + 3)),
          0,
        ),
      ),
    );
    const weights = fitPairwiseLogistic(training, 3, { decay: 0.001 });
    const byWeights = mean(({ features }) =>
      Array.from({ length: ROWS }, (_, row) =>
        weights.reduce((sum, weight, i) => sum + weight * (features[3 * row + i] ?? 0), 0),
      ),
    );
    assert.ok(byTrees > byWeights + 0.05, `${byTrees} and ${byWeights}`);
  });

  it("stops where more trees do not help the questions held back", async () => {
    const noise = plantMany("noise", 60, 3, () => 0, 1);
    const options = { increasing: new Set<number>(), trees: 300 };
    const trees = await fitLambdaMart(noise.slice(0, 40), noise.slice(40), 3, options);
    assert.ok(trees.length < 100, `${trees.length} trees`);
  });

  it("ends between two trees when it is stopped", async () => {
    const signal = AbortSignal.abort();
    const options = { increasing: new Set<number>(), trees: 5, signal };
    await assert.rejects(fitLambdaMart(plantMany("stop", 9, 3, both), [], 3, options), /abort/i);
  });
});

describe("tuneReranker", () => {
  const WIDTH = RANKING_FEATURES.length;
  const toCases = (count: number): readonly FoldCase[] =>
    Array.from({ length: count }, (_, i) => ({
      id: String(i),
      text: `question ${i}`,
      group: String(i),
      documents: [`g${i}`],
    }));
  const rule = (row: Float64Array): number => (row[6] ?? 0) + (row[9] ?? 0);

  it("accepts weights that find what was planted, and the same ones again", async () => {
    const questions = plantMany("tune", 120, WIDTH, rule, 0.5);
    const run = () => tuneReranker(toCases(120), questions, { seed: "s", repeats: 1 });
    const first = await run();
    assert.equal(first.verdict, "pass");
    assert.equal(first.model?.kind, "linear");
    assert.deepEqual(await run(), first);
  });

  it("changes nothing where there is nothing to learn", async () => {
    const questions = plantMany("nothing", 120, WIDTH, () => 0, 1);
    const found = await tuneReranker(toCases(120), questions, { seed: "s", repeats: 1 });
    assert.notEqual(found.verdict, "pass");
    assert.equal(found.model, undefined);
    assert.match(found.reasons[0] ?? "", /smallest gain|worse/);
  });

  it("tries trees where there are enough questions, and keeps weights where those do as well", async () => {
    const questions = plantMany("enough", 90, WIDTH, rule, 0.3);
    const options = { seed: "s", repeats: 1, leastForTrees: 90 };
    const { model, tried } = await tuneReranker(toCases(90), questions, options);
    assert.deepEqual(
      tried.map(({ kind }) => kind),
      ["linear", "trees"],
    );
    assert.equal(model?.kind, "linear");
  });

  it("chooses how much weights are held back on its own folds", async () => {
    const questions = plantMany("decay", 60, WIDTH, rule, 0.5);
    const subset = Array.from({ length: 40 }, (_, i) => i);
    const fit = await fitLinear({
      cases: toCases(60),
      questions,
      subset,
      seed: "s",
      signal: undefined,
    });
    const held = questions.slice(40).reduce((sum, each) => sum + measureModel(fit, each), 0) / 20;
    assert.ok(held > 0.6, `${held}`);
  });
});
