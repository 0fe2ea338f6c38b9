import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom, type Random } from "../../foundation/random.ts";
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
