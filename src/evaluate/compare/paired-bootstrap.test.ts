import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom, type Random } from "../../foundation/random.ts";
import { computeNormalShare, computeNormalValue } from "../../foundation/normal-distribution.ts";
import { computePairedInterval } from "./paired-bootstrap.ts";

const seed = "test";

/** The sum of twelve uniform draws: close to normal, mean 0, deviation 1. */
const drawNormal = (random: Random): number =>
  Array.from({ length: 12 }, () => random.uniform()).reduce((a, b) => a + b, -6);

describe("computePairedInterval", () => {
  it("is near the interval of the normal distribution for normal differences", () => {
    const random = createRandom("normal");
    const differences = Array.from({ length: 400 }, () => 0.5 + drawNormal(random));
    const { mean, low, high } = computePairedInterval(differences, { seed });
    const deviation = Math.sqrt(
      differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (differences.length - 1),
    );
    const half = (1.96 * deviation) / Math.sqrt(differences.length);
    assert.ok(Math.abs(low - (mean - half)) < 0.01, `${low} ${mean - half}`);
    assert.ok(Math.abs(high - (mean + half)) < 0.01, `${high} ${mean + half}`);
  });

  it("holds the true mean about as often as it says", () => {
    const random = createRandom("coverage");
    let held = 0;
    for (let round = 0; round < 200; round++) {
      // Mostly nothing, sometimes a gain: skewed, as differences of rankings are. The mean is .1.
      const differences = Array.from({ length: 100 }, () =>
        random.uniform() < 0.2 ? random.uniform() : 0,
      );
      const { low, high } = computePairedInterval(differences, {
        seed: `coverage/${round}`,
        resamples: 500,
      });
      if (low <= 0.1 && 0.1 <= high) held++;
    }
    assert.ok(held >= 180 && held <= 199, `${held} of 200`);
  });

  it("comes to what all resamples of a small sample come to", () => {
    const differences = [0, 0, 0.2, 0.3, 1, 4];
    const n = differences.length;
    const means = Array.from({ length: n ** n }, (_, sample) => {
      let sum = 0;
      for (let rest = sample, i = 0; i < n; i++, rest = Math.floor(rest / n))
        sum += differences[rest % n] ?? 0;
      return sum / n;
    }).toSorted((a, b) => a - b);
    const mean = differences.reduce((sum, value) => sum + value, 0) / n;
    const below = means.filter((value) => value < mean - 1e-9).length;
    const equal = means.filter((value) => Math.abs(value - mean) <= 1e-9).length;
    const bias = computeNormalValue((below + equal / 2) / means.length);
    const power = (k: number): number => differences.reduce((sum, d) => sum + (d - mean) ** k, 0);
    const skew = power(3) / (6 * power(2) ** 1.5);
    const endAt = (z: number): number => {
      const share = computeNormalShare(bias + (bias + z) / (1 - skew * (bias + z)));
      return means[Math.round((means.length - 1) * share)] ?? Number.NaN;
    };
    const { low, high } = computePairedInterval(differences, { seed, resamples: 40_000 });
    assert.ok(Math.abs(low - endAt(-1.959964)) < 0.02, `${low} ${endAt(-1.959964)}`);
    assert.ok(Math.abs(high - endAt(1.959964)) < 0.02, `${high} ${endAt(1.959964)}`);
  });

  it("reaches further to the side of rare large differences", () => {
    const differences = Array.from({ length: 100 }, (_, i) => (i % 20 === 0 ? 1 : 0));
    const { mean, low, high } = computePairedInterval(differences, { seed });
    assert.ok(high - mean > mean - low);
  });

  it("is wider at a higher level, and the same for the same seed", () => {
    const random = createRandom("level");
    const differences = Array.from({ length: 50 }, () => random.uniform() - 0.4);
    const narrow = computePairedInterval(differences, { seed, level: 0.8 });
    const wide = computePairedInterval(differences, { seed, level: 0.99 });
    assert.ok(wide.low < narrow.low && narrow.high < wide.high);
    assert.deepEqual(computePairedInterval(differences, { seed, level: 0.8 }), narrow);
    assert.notDeepEqual(computePairedInterval(differences, { seed: "other", level: 0.8 }), narrow);
  });

  it("has no width for equal differences, and is 0 for none", () => {
    const equal = computePairedInterval([0.25, 0.25, 0.25], { seed });
    assert.deepEqual(equal, { mean: 0.25, low: 0.25, high: 0.25 });
    assert.deepEqual(computePairedInterval([], { seed }), { mean: 0, low: 0, high: 0 });
  });
});
