import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom, type Random } from "../../random.ts";
import { computeJensenShannon, computeStabilityIndex } from "./counts.ts";
import { extendCusum, isCusumAlarm } from "./cusum.ts";
import {
  computeKolmogorovShare,
  computeKolmogorovSmirnov,
  computeMeanShift,
  computeWasserstein,
} from "./distances.ts";
import { testMeanDiscrepancy } from "./mean-discrepancy.ts";
import { testByPermutation } from "./permutation.ts";

const draw = (n: number, random: Random, shift = 0): number[] =>
  Array.from({ length: n }, () => random.uniform() + shift);

/** Box and Muller's method. */
const drawNormal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());

describe("distances of one number", () => {
  it("are the largest gap between shares, by looking at every value", () => {
    const random = createRandom("gaps");
    for (let round = 0; round < 30; round++) {
      const a = draw(1 + random.below(30), random).map((value) => Math.round(value * 20));
      const b = draw(1 + random.below(30), random, 0.2).map((value) => Math.round(value * 20));
      const shareUpTo = (list: readonly number[], x: number): number =>
        list.filter((value) => value <= x).length / list.length;
      const gaps = [...a, ...b].map((x) => Math.abs(shareUpTo(a, x) - shareUpTo(b, x)));
      assert.ok(Math.abs(computeKolmogorovSmirnov(a, b) - Math.max(...gaps)) < 1e-12);
    }
  });

  it("are the mean distance of sorted pairs for samples of one size", () => {
    const random = createRandom("earth");
    const a = draw(50, random);
    const b = draw(50, random, 0.3);
    const sort = (list: readonly number[]): number[] => list.toSorted((x, y) => x - y);
    const other = sort(b);
    const mean = sort(a).reduce((sum, x, i) => sum + Math.abs(x - (other[i] ?? 0)), 0) / 50;
    assert.ok(Math.abs(computeWasserstein(a, b) - mean) < 1e-12);
    assert.deepEqual([computeWasserstein([], b), computeKolmogorovSmirnov(a, [])], [0, 0]);
  });

  it("have p-values of printed tables", () => {
    // Smirnov's 1 % point is 1.628/√(nm/(n + m)) for large samples.
    const n = 100_000;
    const p = computeKolmogorovShare(1.6276 / Math.sqrt(n / 2), n, n);
    assert.ok(Math.abs(p - 0.01) < 2e-4, `${p}`);
    assert.equal(computeKolmogorovShare(0, 50, 50), 1);
  });

  it("count a shift in standard errors", () => {
    // Means 2 and 4, variances 1: 2/√(1/3 + 1/3)
    assert.ok(Math.abs(computeMeanShift([1, 2, 3], [3, 4, 5]) - 2 / Math.sqrt(2 / 3)) < 1e-12);
    assert.deepEqual([computeMeanShift([1], [3, 4]), computeMeanShift([1, 1], [2, 2])], [0, 0]);
  });
});

describe("distances of counts", () => {
  it("are 0 for equal shares, and one bit for shares that never meet", () => {
    assert.equal(computeJensenShannon([5, 10], [10, 20]), 0);
    assert.ok(Math.abs(computeJensenShannon([5, 0], [0, 3]) - 1) < 1e-12);
    assert.equal(computeJensenShannon([0, 0], [1, 2]), 0);
    assert.ok(computeStabilityIndex([0, 10], [10, 0]) > 1);
  });
});

describe("testByPermutation", () => {
  it("is the share of all splits that are as extreme", () => {
    // 1 2 3 | 10 11: of the ten splits one has the largest sum on the right.
    const values = [1, 2, 3, 10, 11];
    const sumOf = (places: Int32Array): number =>
      places.reduce((sum, place) => sum + (values[place] ?? 0), 0);
    const options = { random: createRandom("splits"), rounds: 20_000, enough: 3000 };
    const { statistic, p } = testByPermutation({ reference: 3, current: 2 }, sumOf, options);
    assert.equal(statistic, 21);
    assert.ok(Math.abs(p - 0.1) < 0.01, `${p}`);
  });

  it("stops early where nothing is unusual", () => {
    let rounds = 0;
    const count = (): number => (rounds++, 0);
    const options = { random: createRandom("stop"), rounds: 1000 };
    assert.equal(testByPermutation({ reference: 5, current: 5 }, count, options).p, 1);
    assert.equal(rounds, 21);
  });
});

describe("testMeanDiscrepancy", () => {
  const drawVectors = (n: number, random: Random, shift = 0): Float32Array[] =>
    Array.from({ length: n }, () =>
      Float32Array.from([drawNormal(random) + shift, drawNormal(random), drawNormal(random)]),
    );

  it("is the unbiased estimate by its definition", () => {
    const random = createRandom("kernel");
    const a = drawVectors(7, random);
    const b = drawVectors(5, random, 1);
    const squared = (x: Float32Array, y: Float32Array): number =>
      x.reduce((sum, value, i) => sum + (value - (y[i] ?? 0)) ** 2, 0);
    const all = [...a, ...b];
    const distances = all
      .flatMap((x, i) => all.slice(0, i).map((y) => squared(x, y)))
      .toSorted((x, y) => x - y);
    const median = distances[Math.floor(distances.length / 2)] ?? 1;
    const kernel = (x: Float32Array, y: Float32Array): number =>
      x === y ? 0 : Math.exp(-squared(x, y) / (2 * median));
    const meanOf = (left: readonly Float32Array[], right: readonly Float32Array[], n: number) =>
      left.flatMap((x) => right.map((y) => kernel(x, y))).reduce((s, k) => s + k, 0) / n;
    const expected = meanOf(a, a, 42) + meanOf(b, b, 20) - 2 * meanOf(a, b, 35);
    const { discrepancy } = testMeanDiscrepancy(a, b, { random, rounds: 10 });
    assert.ok(Math.abs(discrepancy - expected) < 1e-9, `${discrepancy} ${expected}`);
  });

  it("sees a shift, and nothing where there is none", () => {
    const random = createRandom("shift");
    const reference = drawVectors(60, random);
    const moved = testMeanDiscrepancy(reference, drawVectors(60, random, 1), {
      random,
      rounds: 999,
    });
    assert.equal(moved.p, 0.001);
    const same = testMeanDiscrepancy(reference, drawVectors(60, random), { random, rounds: 999 });
    assert.ok(same.p > 0.05, `${same.p}`);
  });
});

describe("a cumulative sum", () => {
  const sumUp = (values: readonly number[]): number => values.reduce(extendCusum, 0);

  it("adds what lies above the slack, and starts again at 0", () => {
    assert.equal(sumUp([1, -3, 2, 2.5]), 3.5);
    assert.ok(Math.abs(sumUp([2, 2, 2.6]) - 5.1) < 1e-12);
    assert.deepEqual([isCusumAlarm(5), isCusumAlarm(5.1), sumUp([])], [false, true, 0]);
  });

  it("alarms once in about 930 quiet values, and within about 10 after a rise of a deviation", () => {
    const lengthOf = (shift: number, seed: string): number => {
      const random = createRandom(seed);
      let sum = 0;
      let weeks = 0;
      for (; !isCusumAlarm(sum); weeks++) sum = extendCusum(sum, drawNormal(random) + shift);
      return weeks;
    };
    const average = (shift: number): number =>
      Array.from({ length: 400 }, (_, i) => lengthOf(shift, `cusum/${shift}/${i}`)).reduce(
        (a, b) => a + b,
        0,
      ) / 400;
    const quiet = average(0);
    assert.ok(quiet > 780 && quiet < 1090, `${quiet}`);
    const risen = average(1);
    assert.ok(risen > 8 && risen < 12, `${risen}`);
  });
});
