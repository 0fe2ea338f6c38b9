import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../random.ts";
import { computeStudentValue } from "../distributions/student.ts";
import { computeDeviation, computeMean } from "../moments.ts";
import { estimateStatistic, type Statistic } from "./statistic.ts";

const seed = "foundation/statistic";

const uniform = (n: number, name: string): readonly number[] => {
  const random = createRandom(name);
  return Array.from({ length: n }, () => random.uniform());
};

const meanOf =
  (values: readonly number[]): Statistic =>
  (counts) => {
    let [sum, size] = [0, 0];
    for (const [place, value] of values.entries()) {
      sum += (counts[place] ?? 0) * value;
      size += counts[place] ?? 0;
    }
    return size === 0 ? undefined : sum / size;
  };

const unitsOf = (n: number): readonly string[] => Array.from({ length: n }, (_, i) => `u${i}`);

describe("estimateStatistic", () => {
  it("reaches at least as far as Student's interval of a mean, whose jackknife is its own error", () => {
    const values = uniform(40, seed);
    const reach = (computeStudentValue(0.975, 39) * computeDeviation(values)) / Math.sqrt(40);
    const { low, high } = estimateStatistic(meanOf(values), { units: unitsOf(40), seed }) ?? {};
    const mean = computeMean(values);
    assert.ok(low !== undefined && high !== undefined);
    assert.ok(low <= mean - reach + 1e-9 && high >= mean + reach - 1e-9, `${low} ${high}`);
    assert.ok(high - low < 2.3 * reach, `${high - low} is far wider than ${2 * reach}`);
  });

  it("draws whole units: copies of a case in its own group say nothing more", () => {
    const values = uniform(20, seed);
    const once = estimateStatistic(meanOf(values), { units: unitsOf(20), seed });
    const thrice = estimateStatistic(meanOf([...values, ...values, ...values]), {
      units: [...unitsOf(20), ...unitsOf(20), ...unitsOf(20)],
      seed,
    });
    assert.ok(once && thrice);
    assert.ok(Math.abs(once.low - thrice.low) < 1e-9 && Math.abs(once.high - thrice.high) < 1e-9);
    const alone = estimateStatistic(meanOf([...values, ...values, ...values]), {
      units: unitsOf(60),
      seed,
    });
    assert.ok(alone && alone.high - alone.low < 0.75 * (once.high - once.low));
  });

  it("is the same for the same seed, and hardly another for another", () => {
    const values = uniform(300, seed);
    const at = (name: string) =>
      estimateStatistic(meanOf(values), { units: unitsOf(300), seed: name });
    assert.deepEqual(at("one"), at("one"));
    const [one, two] = [at("one"), at("two")];
    assert.ok(one && two);
    assert.ok(Math.abs(one.low - two.low) < 0.2 * (one.high - one.low));
  });

  it("holds the true value of a ratio about as often as it says", () => {
    let held = 0;
    for (let round = 0; round < 150; round++) {
      const [paid, bought] = [uniform(50, `${seed}/a${round}`), uniform(50, `${seed}/b${round}`)];
      const ratio: Statistic = (counts) => {
        let [sum, size] = [0, 0];
        for (let i = 0; i < 50; i++) {
          sum += (counts[i] ?? 0) * (paid[i] ?? 0);
          size += (counts[i] ?? 0) * ((bought[i] ?? 0) > 0.3 ? 1 : 0);
        }
        return size === 0 ? undefined : sum / size;
      };
      const found = estimateStatistic(ratio, {
        units: unitsOf(50),
        seed: `${seed}/${round}`,
        resamples: 300,
      });
      if (found && found.low <= 0.5 / 0.7 && 0.5 / 0.7 <= found.high) held++;
    }
    // Binomial(150, .95) is below 135 in one of 200 such tests.
    assert.ok(held >= 135, `held ${held} of 150 times`);
  });

  it("is silent where samples cannot differ, and where too many have no figure", () => {
    const units = unitsOf(10);
    assert.equal(
      estimateStatistic(() => 1, { units, seed }),
      undefined,
    );
    assert.equal(estimateStatistic(meanOf([0.2, 0.8]), { units: ["a", "a"], seed }), undefined);
    assert.equal(
      estimateStatistic(() => undefined, { units, seed }),
      undefined,
    );
    // Hangs on the first unit, which a third of the samples lack.
    const fragile: Statistic = (counts) => ((counts[0] ?? 0) > 0 ? counts[1] : undefined);
    assert.equal(estimateStatistic(fragile, { units, seed }), undefined);
  });
});
