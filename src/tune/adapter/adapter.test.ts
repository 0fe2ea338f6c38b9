import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../foundation/random.ts";
import { dot, toUnitVector } from "../../foundation/vectors.ts";
import { adaptQuery } from "../../engine/query-adapter/index.ts";
import { computeAdapterGradient, type AdapterWeights } from "./adapter-loss.ts";
import { toAdapter, trainAdapter } from "./train-adapter.ts";
import { tuneAdapter, type AdapterCase } from "./tune-adapter.ts";

const random = createRandom("adapter");
const value = (): number => random.uniform() - 0.5;
const unitOf = (dimensions: number): Float32Array =>
  toUnitVector(Float64Array.from({ length: dimensions }, value)) ?? new Float32Array(dimensions);

function makeWeights(dimensions: number, rank: number): AdapterWeights {
  const a = Float64Array.from({ length: rank * dimensions }, value);
  const b = Float64Array.from({ length: dimensions * rank }, value);
  return { dimensions, rank, a, b };
}

/** Documents of topics; a question's vector is its document's with two axes exchanged. */
function makeWorld(count: number, dimensions: number) {
  const documents = Array.from({ length: count }, () => unitOf(dimensions));
  const cases = documents.map((document, index): AdapterCase => {
    const vector = Float32Array.from(
      document,
      (own, d) => (document[d ^ 1] ?? own) + 0.05 * value(),
    );
    const query = toUnitVector(vector) ?? vector;
    const id = `q${index}`;
    const negatives = documents.filter((_, at) => at !== index).slice(0, 20);
    return {
      id,
      text: `what about word${index}x`,
      group: id,
      documents: [`d${index}`],
      vector: query,
      pair: { query, positive: document, negatives, documents: [`d${index}`] },
    };
  });
  const score = async (index: number, vector: Float32Array | undefined): Promise<number> => {
    const own = documents[index];
    if (!vector || !own) return 0;
    const nearer = documents.filter((other) => dot(other, vector) > dot(own, vector)).length;
    return nearer < 10 ? 1 / Math.log2(nearer + 2) : 0;
  };
  return { cases, score };
}

describe("the gradient of a query adapter", () => {
  for (const [name, settings] of [
    ["with all candidates", { scale: 20, pull: 0.1, keepBelow: 9 }],
    ["without those that may be right", { scale: 5, pull: 0.7, keepBelow: 0.95 }],
  ] as const)
    it(`is that of central differences, ${name}`, () => {
      const weights = makeWeights(7, 3);
      const examples = Array.from({ length: 4 }, () => {
        const query = unitOf(7);
        const near = toUnitVector(query.map((own, d) => own + (d === 0 ? 0.2 : 0))) ?? query;
        return { query, candidates: [near, unitOf(7), unitOf(7), near] };
      });
      const gradient = computeAdapterGradient(weights, examples, settings);
      const lossAt = (side: "a" | "b", at: number, change: number): number => {
        const moved = {
          ...weights,
          [side]: weights[side].map((v, i) => (i === at ? v + change : v)),
        };
        return computeAdapterGradient(moved, examples, settings).loss;
      };
      const step = 1e-5;
      for (const side of ["a", "b"] as const)
        for (const [at, found] of gradient[side].entries()) {
          const expected = (lossAt(side, at, step) - lossAt(side, at, -step)) / (2 * step);
          assert.ok(Math.abs(found - expected) < 1e-6, `${side}[${at}]: ${found}, ${expected}`);
        }
    });

  it("is nothing in A where B is nothing, and the loss that of the questions as they are", () => {
    const weights = { ...makeWeights(5, 2), b: new Float64Array(10) };
    const [query, right, wrong] = [unitOf(5), unitOf(5), unitOf(5)];
    const settings = { scale: 2, pull: 3, keepBelow: 99 };
    const examples = [{ query, candidates: [right, wrong] }];
    const { a, loss } = computeAdapterGradient(weights, examples, settings);
    assert.ok(a.every((g) => g === 0));
    const isKept = dot(query, wrong) < 99 * dot(query, right);
    const [near, far] = [2 * dot(query, right), 2 * dot(query, wrong)];
    const expected = isKept ? Math.log(Math.exp(near) + Math.exp(far)) - near : 0;
    assert.ok(Math.abs(loss - expected) < 1e-6);
  });
});

describe("a query adapter", () => {
  it("changes nothing while B is nothing, and keeps length 1", () => {
    const weights = makeWeights(6, 2);
    const query = unitOf(6);
    const none = adaptQuery(toAdapter({ ...weights, b: new Float64Array(12) }), query);
    for (const [d, own] of none.entries()) assert.ok(Math.abs(own - (query[d] ?? 0)) < 1e-6);
    const moved = adaptQuery(toAdapter(weights), query);
    assert.ok(Math.abs(dot(moved, moved) - 1) < 1e-6);
    // Worked out the slow way.
    const { a, b } = toAdapter(weights);
    const slow = query.map((own, d) => {
      let sum = own;
      for (let r = 0; r < 2; r++)
        for (let e = 0; e < 6; e++)
          sum += (b[d * 2 + r] ?? 0) * (a[r * 6 + e] ?? 0) * (query[e] ?? 0);
      return sum;
    });
    const expected = toUnitVector(slow) ?? slow;
    for (const [d, own] of moved.entries()) assert.ok(Math.abs(own - (expected[d] ?? 0)) < 1e-6);
  });

  it("leaves a vector without direction alone", () => {
    const zeros = new Float32Array(6);
    assert.deepEqual(adaptQuery(toAdapter(makeWeights(6, 2)), zeros), zeros);
  });

  it("is trained to the same bytes again by the same seed, and to others by another", async () => {
    const { cases, score } = makeWorld(60, 8);
    const pairs = cases.flatMap(({ pair }) => pair ?? []);
    const train = async (seed: string) =>
      (
        await trainAdapter(pairs, {
          seed,
          rounds: 8,
          validate: async (adapter) => {
            let sum = 0;
            for (const [index, { vector }] of cases.entries())
              sum += await score(index, vector && adapter ? adaptQuery(adapter, vector) : vector);
            return sum;
          },
        })
      ).adapter;
    const first = await train("one");
    assert.ok(first);
    assert.deepEqual(await train("one"), first);
    assert.notDeepEqual((await train("two"))?.b, first.b);
  });
});

describe("the lane of query adapters", () => {
  it("finds what all questions have in common, and proves it on those held out", async () => {
    const { cases, score } = makeWorld(120, 8);
    const result = await tuneAdapter(cases, { seed: "lane", repeats: 1, score });
    assert.equal(result.verdict, "pass", result.reasons.join());
    assert.ok(result.adapter);
    assert.equal(result.folds, 5);
    const [comparison] = result.comparisons;
    assert.ok((comparison?.interval.low ?? 0) > 0);
  });

  it("accepts nothing where there is nothing to learn", async () => {
    const { cases, score } = makeWorld(60, 16);
    const strangers = cases.map((each) => {
      const vector = unitOf(16);
      return { ...each, vector, pair: each.pair && { ...each.pair, query: vector } };
    });
    const result = await tuneAdapter(strangers, { seed: "lane", repeats: 1, score });
    assert.notEqual(result.verdict, "pass");
  });

  it("stops when it is told to", async () => {
    const { cases, score } = makeWorld(40, 8);
    const signal = AbortSignal.abort(new Error("no longer wanted"));
    await assert.rejects(tuneAdapter(cases, { seed: "x", score, signal }), /no longer wanted/);
  });
});
