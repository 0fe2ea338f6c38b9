import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom, type Random } from "../../foundation/random.ts";
import { createContrastiveLoss } from "./contrastive-loss.ts";
import { createDistillationLoss } from "./distillation-loss.ts";
import { createMatrixProducts, type Matrix } from "./matrices.ts";
import { addRowGradients, computeUnits, createRowGradients } from "./row-means.ts";
import { addSliceGradients, sliceUnits } from "./slices.ts";
import type { TokenLists } from "./token-lists.ts";

const DIMENSIONS = 16;
const VOCABULARY = 12;
const COUNT = 5;
const BATCH = 8;
const STEP = 1e-5;
/** The kernels keep 32 bits; the differences are taken in 64. */
const TOLERANCE = 2e-5;

type Vectors = readonly (readonly number[])[];

const dotOf = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
const unitOf = (values: readonly number[]): readonly number[] => {
  const length = Math.sqrt(dotOf(values, values));
  return values.map((value) => (length === 0 ? 0 : value / length));
};

/** Means of rows in double precision, made unit vectors. */
const unitsOf = (rows: Float64Array, texts: Vectors, kept = DIMENSIONS): Vectors =>
  texts.map((text) =>
    unitOf(
      Array.from({ length: kept }, (_, i) =>
        text.reduce((sum, token) => sum + (rows[token * DIMENSIONS + i] ?? 0), 0),
      ),
    ),
  );

const softmax = (scores: readonly number[]): readonly number[] => {
  const powers = scores.map(Math.exp);
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
};

function toLists(texts: Vectors): TokenLists {
  const starts = new Uint32Array(texts.length + 1);
  for (const [i, text] of texts.entries()) starts[i + 1] = (starts[i] ?? 0) + text.length;
  return { starts, numbers: Uint16Array.from(texts.flat()) };
}

const drawTexts = (random: Random, count: number): Vectors =>
  Array.from({ length: count }, () =>
    Array.from({ length: 1 + random.below(5) }, () => random.below(VOCABULARY)),
  );

/** Compares a gradient with central differences of a loss, value by value. */
function assertGradient(
  rows: Float64Array,
  loss: (rows: Float64Array) => number,
  gradient: Float32Array,
): void {
  let largest = 0;
  for (let i = 0; i < rows.length; i++) {
    const [more, less] = [Float64Array.from(rows), Float64Array.from(rows)];
    more[i] = (rows[i] ?? 0) + STEP;
    less[i] = (rows[i] ?? 0) - STEP;
    const expected = (loss(more) - loss(less)) / (2 * STEP);
    largest = Math.max(largest, Math.abs(expected));
    const found = gradient[i] ?? Number.NaN;
    assert.ok(Math.abs(found - expected) <= TOLERANCE, `value ${i}: ${found}, ${expected}`);
  }
  assert.ok(largest > 0.01, "the loss does not depend on the rows");
}

function setUp(seed: string) {
  const random = createRandom(seed);
  const rows = Float64Array.from({ length: VOCABULARY * DIMENSIONS }, () =>
    Math.fround(random.uniform() - 0.5),
  );
  const products = createMatrixProducts();
  const create = (columns = DIMENSIONS): Matrix => products.create(BATCH, columns);
  return { random, rows, products, create };
}

const identity = Array.from({ length: COUNT }, (_, i) => i);

describe("distillation loss", () => {
  for (const [cosine, neighbors] of [
    [1, 0],
    [0, 1],
    [1, 0.5],
  ] as const)
    it(`has the gradient of its definition, weights ${cosine} and ${neighbors}`, () => {
      const { random, rows, products, create } = setUp(`distil/${cosine}/${neighbors}`);
      const texts = drawTexts(random, COUNT);
      const wanted = Array.from({ length: COUNT }, () =>
        unitOf(Array.from({ length: DIMENSIONS }, () => random.uniform() - 0.5)),
      );
      const others = (vectors: Vectors, i: number): readonly number[] =>
        vectors.filter((_, j) => j !== i).map((v) => dotOf(vectors[i] ?? [], v) / 0.05);
      const slow = (at: Float64Array): number => {
        const units = unitsOf(at, texts);
        return identity.reduce((sum, i) => {
          const [p, q] = [softmax(others(wanted, i)), softmax(others(units, i))];
          const divergence = p.reduce(
            (s, share, k) => s + share * Math.log(share / (q[k] ?? 0)),
            0,
          );
          const away = 1 - dotOf(units[i] ?? [], wanted[i] ?? []);
          return sum + (cosine * away + neighbors * divergence) / COUNT;
        }, 0);
      };
      const lists = toLists(texts);
      const [units, targets, unitGradients] = [create(), create(), create()];
      const lengths = new Float64Array(BATCH);
      for (const [i, vector] of wanted.entries()) targets.values.set(vector, i * DIMENSIONS);
      computeUnits(lists, identity, Float32Array.from(rows), units, lengths);
      const loss = createDistillationLoss(products, BATCH, 0.05, { cosine, neighbors });
      const value = loss.compute(units, targets, COUNT, unitGradients);
      assert.ok(Math.abs(value - slow(rows)) < 1e-5, `${value}, ${slow(rows)}`);
      const gradients = createRowGradients(VOCABULARY, DIMENSIONS);
      addRowGradients(lists, identity, { units, lengths, unitGradients }, gradients);
      assertGradient(rows, slow, gradients.values);
    });

  it("is 0 where the vectors are the teacher's", () => {
    const { random, rows, products, create } = setUp("equal");
    const lists = toLists(drawTexts(random, COUNT));
    const [units, gradients] = [create(), create()];
    computeUnits(lists, identity, Float32Array.from(rows), units, new Float64Array(BATCH));
    const loss = createDistillationLoss(products, BATCH, 0.05);
    assert.ok(Math.abs(loss.compute(units, units, COUNT, gradients)) < 1e-6);
  });
});

describe("contrastive loss", () => {
  for (const kept of [DIMENSIONS, DIMENSIONS / 2])
    it(`has the gradient of its definition on ${kept} of ${DIMENSIONS} dimensions`, () => {
      const { random, rows, products, create } = setUp(`contrast/${kept}`);
      const texts = drawTexts(random, 2 * COUNT);
      const groups = [0, 1, 2, 1, 3];
      const masked = new Set<string>();
      const slow = (at: Float64Array, drawMask = false): number => {
        const all = unitsOf(at, texts, kept);
        const [asked, answers] = [all.slice(0, COUNT), all.slice(COUNT)];
        const scores = asked.map((q) => answers.map((p) => dotOf(q, p)));
        if (drawMask)
          for (const i of identity)
            for (const j of identity) {
              const near = (scores[i]?.[j] ?? 0) >= 0.95 * (scores[i]?.[i] ?? 0);
              if (i !== j && (groups[i] === groups[j] || near)) masked.add(`${i},${j}`);
            }
        const fair = (i: number, j: number): number =>
          masked.has(`${i},${j}`) ? -Infinity : 20 * (scores[i]?.[j] ?? 0);
        return identity.reduce((sum, i) => {
          const row = softmax(identity.map((j) => fair(i, j)))[i] ?? 0;
          const column = softmax(identity.map((j) => fair(j, i)))[i] ?? 0;
          return sum - (Math.log(row) + Math.log(column)) / (2 * COUNT);
        }, 0);
      };
      const expected = slow(rows, true);
      assert.ok(masked.has("1,3") && masked.has("3,1"));

      const lists = toLists(texts);
      const batches = [identity, identity.map((i) => i + COUNT)];
      const sides = batches.map((batch) => {
        const side = { units: create(), unitGradients: create(), lengths: new Float64Array(BATCH) };
        computeUnits(lists, batch, Float32Array.from(rows), side.units, side.lengths);
        const sliced = { slices: create(kept), lengths: new Float64Array(BATCH) };
        sliceUnits(side.units, sliced.slices, sliced.lengths);
        return { ...side, batch, sliced, sliceGradients: create(kept) };
      });
      const [questions, passages] = sides;
      assert.ok(questions && passages);
      const value = createContrastiveLoss(products, BATCH, 20).compute(
        { questions: questions.sliced.slices, passages: passages.sliced.slices },
        groups,
        COUNT,
        { questions: questions.sliceGradients, passages: passages.sliceGradients },
      );
      assert.ok(Math.abs(value - expected) < 1e-5, `${value}, ${expected}`);
      const gradients = createRowGradients(VOCABULARY, DIMENSIONS);
      for (const side of sides) {
        addSliceGradients(side.sliced, side.sliceGradients, 1, side.unitGradients);
        addRowGradients(lists, side.batch, side, gradients);
      }
      assertGradient(rows, slow, gradients.values);
    });
});
