import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../random.ts";
import {
  computeBinomialAt,
  computeBinomialAtLeast,
  computeBinomialAtMost,
} from "../distributions/binomial.ts";
import { computeNormalShare, computeNormalValue } from "../distributions/normal.ts";
import { hullOf } from "../interval.ts";
import { bootstrapMean, toBootstrapInterval } from "./bootstrap.ts";
import { computeStandardError, computeStudentInterval, estimateMean } from "./mean.ts";
import { computeBonettPriceInterval } from "./paired-proportion.ts";
import { computeExactBounds, computeExactInterval, computeWilsonInterval } from "./proportion.ts";
import { computeQuantileRanks } from "./quantile-ranks.ts";
import { toSample } from "./sample.ts";

const seed = "test";
const draw = (n: number, name: string): readonly number[] => {
  const random = createRandom(name);
  return Array.from({ length: n }, () => random.uniform());
};

describe("Student's interval", () => {
  it("is the same for clusters of one, and that of cluster means for clusters of one size", () => {
    const values = draw(40, "clusters");
    const names = values.map((_, place) => `c${place}`);
    assert.deepEqual(
      computeStudentInterval(toSample(values, names)),
      computeStudentInterval(toSample(values)),
    );
    const twice = toSample([...values, ...values], [...names, ...names]);
    const once = toSample(values);
    assert.ok(Math.abs(computeStandardError(twice) - computeStandardError(once)) < 1e-15);
    assert.deepEqual([twice.clustered, once.clustered], [true, false]);
  });

  it("knows nothing of a single unit", () => {
    assert.deepEqual(computeStudentInterval(toSample([0.4])), { low: -Infinity, high: Infinity });
    const one = toSample([0.4, 0.6], ["a", "a"]);
    assert.deepEqual(computeStudentInterval(one), { low: -Infinity, high: Infinity });
  });
});

describe("the bootstrap", () => {
  it("comes to what all resamples of a small sample come to", () => {
    const values = [0, 0, 0.2, 0.3, 1, 4];
    const n = values.length;
    const means = Array.from({ length: n ** n }, (_, resample) => {
      let sum = 0;
      for (let rest = resample, i = 0; i < n; i++, rest = Math.floor(rest / n))
        sum += values[rest % n] ?? 0;
      return sum / n;
    }).toSorted((a, b) => a - b);
    const mean = values.reduce((sum, value) => sum + value, 0) / n;
    const below = means.filter((value) => value < mean - 1e-9).length;
    const equal = means.filter((value) => Math.abs(value - mean) <= 1e-9).length;
    const bias = computeNormalValue((below + equal / 2) / means.length);
    const power = (k: number): number => values.reduce((sum, d) => sum + (d - mean) ** k, 0);
    const skew = power(3) / (6 * power(2) ** 1.5);
    const endAt = (z: number): number => {
      const share = computeNormalShare(bias + (bias + z) / (1 - skew * (bias + z)));
      return means[Math.round((means.length - 1) * share)] ?? Number.NaN;
    };
    const found = toBootstrapInterval(bootstrapMean(toSample(values), createRandom(seed), 40_000));
    assert.ok(Math.abs((found?.low ?? 0) - endAt(-1.959964)) < 0.02, `${found?.low}`);
    assert.ok(Math.abs((found?.high ?? 0) - endAt(1.959964)) < 0.02, `${found?.high}`);
  });

  it("draws whole clusters", () => {
    // Two clusters: the mean of a resample is that of one of them, or of all.
    const sample = toSample([0, 0, 1, 1, 1], ["a", "a", "b", "b", "b"]);
    const { means } = bootstrapMean(sample, createRandom(seed), 200);
    assert.deepEqual([...new Set(means)], [0, 0.6, 1]);
  });

  it("has nothing to say where values do not differ", () => {
    const { acceleration, bias } = bootstrapMean(toSample([1, 1, 1]), createRandom(seed), 50);
    assert.equal(acceleration, 0);
    assert.ok(Math.abs(bias) < 1e-12);
  });
});

describe("estimateMean", () => {
  it("is the hull of both beyond a skewness of 1, and Student's below", () => {
    const skewed = toSample(Array.from({ length: 60 }, (_, i) => (i % 20 === 0 ? 1 : 0)));
    const { method, at } = estimateMean(skewed, { seed });
    const resampled = toBootstrapInterval(bootstrapMean(skewed, createRandom(seed)));
    assert.ok(resampled);
    assert.equal(method, "hull");
    assert.deepEqual(at(0.95), hullOf(computeStudentInterval(skewed), resampled));
    const even = toSample(draw(60, "even"));
    assert.equal(estimateMean(even, { seed }).method, "t");
    assert.deepEqual(estimateMean(even, { seed }).at(0.9), computeStudentInterval(even, 0.9));
  });

  it("is wider at a higher level", () => {
    const sample = toSample(draw(30, "level").map((value) => value ** 8));
    const { at } = estimateMean(sample, { seed });
    assert.ok(at(0.99).low < at(0.8).low && at(0.8).high < at(0.99).high);
  });
});

describe("intervals of a rate", () => {
  it("stay in [0, 1], and know nothing of no cases", () => {
    assert.deepEqual(computeWilsonInterval(0, 0), { low: 0, high: 1 });
    assert.deepEqual(computeExactInterval(0, 0), { low: 0, high: 1 });
    for (const n of [1, 3, 50])
      for (const k of [0, n]) {
        const wilson = computeWilsonInterval(k, n);
        const exact = computeExactInterval(k, n);
        assert.equal(k === 0 ? wilson.low : wilson.high, k === 0 ? 0 : 1);
        assert.equal(k === 0 ? exact.low : exact.high, k === 0 ? 0 : 1);
      }
  });

  it("are exact where what was seen, or more, has just the probability delta", () => {
    for (const [k, n, delta] of [
      [3, 40, 0.05],
      [17, 20, 0.1],
      [1, 200, 0.01],
    ] as const) {
      const { low, high } = computeExactBounds(k, n, delta);
      assert.ok(Math.abs(computeBinomialAtLeast(k, n, low) - delta) < 1e-11);
      assert.ok(Math.abs(computeBinomialAtMost(k, n, high) - delta) < 1e-11);
    }
  });

  it("hold as often as they say: exact ones always, Wilson's on average", () => {
    const coverageOf = (
      interval: typeof computeWilsonInterval,
      n: number,
      rate: number,
    ): number => {
      let held = 0;
      for (let k = 0; k <= n; k++) {
        const { low, high } = interval(k, n);
        if (low <= rate && rate <= high) held += computeBinomialAt(k, n, rate);
      }
      return held;
    };
    const rates = Array.from({ length: 49 }, (_, i) => (i + 1) / 50);
    const wilson = rates.map((rate) => coverageOf(computeWilsonInterval, 60, rate));
    for (const rate of rates) assert.ok(coverageOf(computeExactInterval, 60, rate) >= 0.95);
    const mean = wilson.reduce((sum, value) => sum + value, 0) / wilson.length;
    assert.ok(mean > 0.94 && mean < 0.96, `${mean}`);
  });

  it("mirror wins and losses", () => {
    const { low, high } = computeBonettPriceInterval(7, 2, 80);
    const mirrored = computeBonettPriceInterval(2, 7, 80);
    assert.ok(Math.abs(low + mirrored.high) < 1e-15 && Math.abs(high + mirrored.low) < 1e-15);
  });
});

describe("computeQuantileRanks", () => {
  it("needs 72 values for both ends of a 95th percentile", () => {
    assert.equal(computeQuantileRanks(71, 0.95).high, undefined);
    assert.equal(computeQuantileRanks(72, 0.95).high, 72);
    assert.deepEqual(computeQuantileRanks(3, 0.5), { low: undefined, high: undefined });
  });

  it("are the narrowest that leave 2.5 % on either side", () => {
    for (const n of [10, 37, 150])
      for (const share of [0.3, 0.5, 0.9]) {
        const { low = 0, high = n + 1 } = computeQuantileRanks(n, share);
        assert.ok(computeBinomialAtMost(low - 1, n, share) <= 0.025);
        assert.ok(computeBinomialAtMost(low, n, share) > 0.025);
        assert.ok(high > n || computeBinomialAtMost(high - 1, n, share) >= 0.975);
        assert.ok(computeBinomialAtMost(high - 2, n, share) < 0.975);
      }
  });
});
