import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../foundation/random.ts";
import { testByMcNemar } from "../../foundation/statistics/hypotheses/mcnemar.ts";
import { computeBonettPriceInterval } from "../../foundation/statistics/intervals/paired-proportion.ts";
import type { CaseScores } from "./case-values.ts";
import { comparePaired, type PairedComparison } from "./compare-paired.ts";
import type { MeasureOptions } from "./summarize.ts";

const options: MeasureOptions = { measure: "nDCG@10", seed: "42" };

const toCases = (pairs: readonly (readonly [now: number, before: number])[]): CaseScores[] =>
  pairs.map(([now, before], place) => ({
    caseId: `q${place}`,
    scores: [now],
    baseline: [before],
  }));

const compare = (cases: readonly CaseScores[], more: Partial<MeasureOptions> = {}) => {
  const found = comparePaired(cases, { ...options, ...more });
  assert.ok(found);
  return found;
};

const drawPairs = (n: number, seed: string, shift = 0): CaseScores[] => {
  const random = createRandom(seed);
  return toCases(
    Array.from({ length: n }, () => {
      const before = random.uniform();
      return [before + shift + 0.4 * (random.uniform() - random.uniform()), before] as const;
    }),
  );
};

describe("comparePaired", () => {
  it("is the mean difference with Student's interval, worked by hand", () => {
    // Differences .1, .2, .3: mean .2, deviation .1, t(2) at .975 is 4.302653.
    const found = compare(
      toCases([
        [0.5, 0.4],
        [0.5, 0.3],
        [0.5, 0.2],
      ]),
    );
    const reach = (4.302653 * 0.1) / Math.sqrt(3);
    assert.equal(found.method, "t");
    for (const [actual, expected] of [
      [found.difference, 0.2],
      [found.baseline, 0.3],
      [found.interval.low, 0.2 - reach],
      [found.interval.high, 0.2 + reach],
      // All eight sign patterns: two are as extreme.
      [found.p, 0.25],
      [found.smallestSeen, (2.801585 * 0.1) / Math.sqrt(3)],
    ] as const)
      assert.ok(Math.abs(actual - expected) < 1e-6, `${actual} is not ${expected}`);
    assert.deepEqual([found.wins, found.losses, found.ties], [3, 0, 0]);
  });

  it("turns around where less is better", () => {
    const cases = drawPairs(40, "direction", 0.05);
    const higher = compare(cases);
    const lower = compare(cases, { direction: "lower" });
    assert.equal(lower.difference, -higher.difference);
    assert.ok(Math.abs(lower.interval.low + higher.interval.high) < 1e-12);
    assert.equal(lower.baseline, higher.baseline);
    assert.deepEqual([lower.wins, lower.losses], [higher.losses, higher.wins]);
  });

  it("averages repeats first, so that they are no further cases", () => {
    const once = toCases([
      [0.5, 0.4],
      [0.6, 0.3],
      [0.2, 0.3],
    ]);
    const thrice = once.map(({ scores, ...rest }) => {
      const [score] = scores;
      const value = typeof score === "number" ? score : 0;
      return { ...rest, scores: [value - 0.125, value, value + 0.125] };
    });
    assert.equal(compare(thrice).cases, 3);
    assert.ok(Math.abs(compare(thrice).difference - compare(once).difference) < 1e-12);
  });

  it("leaves out cases that one of the two has no score on, and counts them", () => {
    const cases: CaseScores[] = [
      ...drawPairs(20, "unscored"),
      { caseId: "a", scores: [{ unscored: "judge timed out" }], baseline: [0.5] },
      { caseId: "b", scores: [Number.NaN], baseline: [0.5] },
      { caseId: "c", scores: [0.5] },
      { caseId: "d", scores: [], baseline: [0.5] },
    ];
    const found = compare(cases);
    assert.deepEqual([found.cases, found.unscored], [20, 2]);
  });

  it("counts questions of one group as one: they say less together", () => {
    const single = drawPairs(40, "groups", 0.1);
    const copied = single.flatMap((each, place) => [
      { ...each, caseId: `${place}a`, group: `g${place}` },
      { ...each, caseId: `${place}b`, group: `g${place}` },
    ]);
    const grouped = compare(copied);
    const alone = compare(single);
    assert.deepEqual([grouped.cases, grouped.units, grouped.method], [80, 40, "clustered-t"]);
    assert.ok(Math.abs(grouped.interval.low - alone.interval.low) < 1e-9);
    assert.ok(Math.abs(grouped.smallestSeen - alone.smallestSeen) < 1e-9);
    assert.equal(grouped.p, alone.p);
  });

  it("takes the exact test and Bonett and Price's interval where few binary cases differ", () => {
    const cases = toCases([
      ...Array.from({ length: 6 }, () => [1, 0] as const),
      ...Array.from({ length: 2 }, () => [0, 1] as const),
      ...Array.from({ length: 92 }, () => [1, 1] as const),
    ]);
    const found = compare(cases);
    const { p, midP } = testByMcNemar(6, 2);
    assert.equal(found.method, "bonett-price");
    assert.deepEqual(found.interval, computeBonettPriceInterval(6, 2, 100));
    assert.ok(Math.abs(found.p - p) < 1e-12);
    assert.equal(found.midP, midP);
  });

  it("is not sure of two systems that never differ, where answers are right or wrong", () => {
    const found = compare(toCases(Array.from({ length: 40 }, () => [1, 1] as const)));
    assert.equal(found.p, 1);
    assert.ok(found.bounds.low < -0.02, `${found.bounds.low}`);
    const grouped = compare(
      Array.from({ length: 80 }, (_, i) => ({
        caseId: `q${i}`,
        group: `g${i % 40}`,
        scores: [1],
        baseline: [1],
      })),
    );
    assert.deepEqual(grouped.bounds, found.bounds);
  });

  it("reaches further to the side of rare large differences", () => {
    const pairs = Array.from({ length: 100 }, (_, i) => [i % 20 === 0 ? 0.9 : 0.5, 0.5] as const);
    const { method, interval, difference } = compare(toCases(pairs));
    assert.equal(method, "hull");
    assert.ok(interval.high - difference > difference - interval.low);
  });

  it("says nothing of fewer than two cases or groups", () => {
    assert.equal(comparePaired([], options), undefined);
    assert.equal(comparePaired(toCases([[1, 0]]), options), undefined);
    const group = toCases([
      [1, 0],
      [1, 0.5],
    ]).map((each) => ({ ...each, group: "one" }));
    assert.equal(comparePaired(group, options), undefined);
  });

  it("is the same for the same seed, and each measure has numbers of its own", () => {
    const cases = drawPairs(60, "seed", 0.02);
    const pick = ({ p }: PairedComparison): number => p;
    assert.deepEqual(compare(cases), compare(cases));
    assert.notEqual(pick(compare(cases)), pick(compare(cases, { measure: "R@100" })));
    assert.notEqual(pick(compare(cases)), pick(compare(cases, { seed: "43" })));
  });
});
