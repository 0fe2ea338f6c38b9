import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../random.ts";
import { toSample } from "../intervals/sample.ts";
import { testByMcNemar } from "./mcnemar.ts";
import { adjustByBenjaminiHochberg, adjustByHolm } from "./multiplicity.ts";
import { computeSmallestSeen, countCasesToSee } from "./power.ts";
import { testByRandomization } from "./randomization.ts";

describe("testByRandomization", () => {
  it("is McNemar's exact test where differences are 1 and -1", () => {
    for (const [wins, losses] of [
      [7, 2],
      [1, 0],
      [4, 4],
      [0, 12],
    ] as const) {
      const values = [...Array<number>(wins).fill(1), ...Array<number>(losses).fill(-1), 0, 0];
      const { p } = testByRandomization(values, { seed: "none" });
      assert.ok(Math.abs(p - testByMcNemar(wins, losses).p) < 1e-12);
    }
  });

  it("comes near, by sampling, to what counting all patterns gives", () => {
    const values = [0.31, 0.12, 0.22, -0.05, 0.41, 0.08, -0.17, 0.29, 0.15, 0.02, 0.33, -0.11];
    const exact = testByRandomization(values, { seed: "none" }).p;
    // Differences too small to matter make sixteen of twelve, one too many to count.
    const sampled = testByRandomization([...values, 1e-13, 1e-13, 1e-13, 1e-13], { seed: "s" });
    assert.equal(sampled.method, "sampled");
    assert.ok(Math.abs(sampled.p - exact) < 0.006, `${sampled.p} ${exact}`);
  });

  it("flips whole clusters when it is given their sums", () => {
    const values = Array.from({ length: 12 }, () => 0.1);
    const clusters = values.map((_, place) => `c${place % 3}`);
    assert.equal(testByRandomization(values, { seed: "none" }).p, 2 / 2 ** 12);
    assert.equal(testByRandomization(toSample(values, clusters).sums, { seed: "none" }).p, 2 / 8);
  });

  it("is below a share of the time under no difference", () => {
    let below = 0;
    for (let round = 0; round < 400; round++) {
      const random = createRandom(`null/${round}`);
      const values = Array.from({ length: 14 }, () => random.uniform() - 0.5);
      if (testByRandomization(values, { seed: "none" }).p <= 0.1) below++;
    }
    assert.ok(below >= 22 && below <= 58, `${below} of 400`);
  });
});

describe("tests at once", () => {
  /** Holm's rule as he states it: reject in order of p until one is above α over those left. */
  const rejectsByHolm = (p: readonly number[], place: number, alpha: number): boolean => {
    const order = p.map((_, at) => at).toSorted((a, b) => (p[a] ?? 0) - (p[b] ?? 0));
    for (const [rank, at] of order.entries()) {
      if ((p[at] ?? 0) > alpha / (p.length - rank)) return false;
      if (at === place) return true;
    }
    return false;
  };

  it("reject by Holm's adjusted values what his rule rejects", () => {
    const random = createRandom("holm");
    for (let round = 0; round < 200; round++) {
      const p = Array.from({ length: 1 + random.below(8) }, () => random.uniform() ** 3);
      const adjusted = adjustByHolm(p);
      for (const place of p.keys())
        assert.equal((adjusted[place] ?? 1) <= 0.05, rejectsByHolm(p, place, 0.05));
    }
  });

  it("are never smaller than single ones, nor larger than by Holm for Benjamini and Hochberg", () => {
    const random = createRandom("order");
    const p = Array.from({ length: 20 }, () => random.uniform() ** 2);
    const holm = adjustByHolm(p);
    for (const [place, adjusted] of adjustByBenjaminiHochberg(p).entries()) {
      assert.ok(adjusted >= (p[place] ?? 0));
      assert.ok(adjusted <= (holm[place] ?? 0) + 1e-15);
    }
    assert.deepEqual([adjustByHolm([]), adjustByHolm([0.3])], [[], [0.3]]);
  });
});

describe("power", () => {
  it("needs as many cases for a difference as show that difference", () => {
    for (const n of [10, 77, 400]) {
      const seen = computeSmallestSeen(0.3, n);
      assert.equal(countCasesToSee(0.3, seen), n);
    }
    assert.equal(countCasesToSee(0, 0.02), 1);
  });
});
