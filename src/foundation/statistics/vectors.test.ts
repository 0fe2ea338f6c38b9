import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { z } from "zod";
import { createRandom } from "../random.ts";
import { computeBetaShare, computeBetaValue } from "./distributions/beta.ts";
import { computeLogGamma } from "./distributions/gamma.ts";
import { computeNormalShare, computeNormalValue } from "./distributions/normal.ts";
import { computeStudentShare, computeStudentValue } from "./distributions/student.ts";
import { testByMcNemar } from "./hypotheses/mcnemar.ts";
import { adjustByBenjaminiHochberg, adjustByHolm } from "./hypotheses/multiplicity.ts";
import {
  computeSmallestSeen,
  countCasesToProve,
  countCasesToSee,
  countCasesToSeeRates,
} from "./hypotheses/power.ts";
import { testByRandomization } from "./hypotheses/randomization.ts";
import { bootstrapMean, toBootstrapInterval } from "./intervals/bootstrap.ts";
import { computeStandardError, computeStudentInterval } from "./intervals/mean.ts";
import { computeBonettPriceInterval } from "./intervals/paired-proportion.ts";
import {
  computeExactBounds,
  computeExactInterval,
  computeWilsonInterval,
} from "./intervals/proportion.ts";
import { computeQuantileRanks } from "./intervals/quantile-ranks.ts";
import { toSample } from "./intervals/sample.ts";
import { computeDeviation, computeSkewness } from "./moments.ts";
import {
  extendSequence,
  startSequence,
  toSequenceBounds,
} from "./sequential/confidence-sequence.ts";
import { computeEValues } from "./sequential/e-process.ts";

const numbers = z.array(z.number());
const rows = z.array(numbers);
const bound = z.number().nullable();
const interval = z.object({ low: z.number(), high: z.number() });

const VectorsSchema = z.object({
  rng: z.object({
    seeds: z.record(z.string(), z.object({ u32: numbers, uniform: numbers, below10: numbers })),
  }),
  paired: z.array(
    z.object({
      differences: numbers,
      skewness: z.number(),
      randomization: z.object({
        seed: z.string(),
        p: z.number(),
        method: z.enum(["monte-carlo", "exact"]),
        count: z.number(),
      }),
      t95: interval.extend({ mean: z.number(), sd: z.number() }),
      t90: interval,
      bca95: interval.extend({ seed: z.string(), z0: z.number(), a: z.number(), p0: z.number() }),
      clusters: z.array(z.string()),
      clustered: interval.extend({ se: z.number(), clusters: z.number() }),
      mde: z.number(),
    }),
  ),
  randomizationExact: z.array(
    z.object({
      differences: numbers,
      p: z.number(),
      method: z.enum(["exact", "none"]),
      count: z.number().optional(),
    }),
  ),
  mcnemar: z.array(
    z.object({
      challengerOnly: z.number(),
      baselineOnly: z.number(),
      p: z.number(),
      mid: z.number(),
    }),
  ),
  wilson: z.array(interval.extend({ k: z.number(), n: z.number(), clopperPearson: numbers })),
  onesided: z.array(
    z.object({
      k: z.number(),
      n: z.number(),
      delta: z.number(),
      upper: z.number(),
      lower: z.number(),
    }),
  ),
  bonettPrice: z.array(interval.extend({ wins: z.number(), losses: z.number(), n: z.number() })),
  power: z.object({
    mde: z.array(z.object({ sd: z.number(), n: z.number(), mde: z.number() })),
    sampleSize: z.array(z.object({ sd: z.number(), delta: z.number(), n: z.number() })),
    nonInferioritySampleSize: z.array(
      z.object({ sd: z.number(), margin: z.number(), n: z.number() }),
    ),
    mcnemarSampleSize: z.array(
      z.object({ discordance: z.number(), delta: z.number(), n: z.number() }),
    ),
  }),
  multiplicity: z.array(z.object({ p: numbers, holm: numbers, benjaminiHochberg: numbers })),
  eProcess: z.array(
    z.object({
      wins: z.number(),
      losses: z.number(),
      twoSided: z.number(),
      better: z.number(),
      worse: z.number(),
    }),
  ),
  confidenceSequence: z.object({ values: numbers, alpha: z.number(), bounds: rows }),
  quantileRanks: z.array(
    z.object({ n: z.number(), p: z.number(), lowRank: bound, highRank: bound }),
  ),
  special: z.object({
    normalCdf: rows,
    normalQuantile: rows,
    tQuantile: rows,
    betaInc: rows,
    betaQuantile: rows,
    logGamma: rows,
  }),
});

const vectors = VectorsSchema.parse(
  JSON.parse(readFileSync("tests/fixtures/trec/statistics/expected.json", "utf8")),
);

function assertNear(actual: number | undefined, expected: number | undefined, tolerance: number) {
  const gap = Math.abs((actual ?? Number.NaN) - (expected ?? Number.NaN));
  assert.ok(gap <= tolerance, `${actual} is not ${expected}`);
}

describe("the committed values of other implementations", () => {
  it("holds for random numbers", () => {
    for (const [seed, expected] of Object.entries(vectors.rng.seeds)) {
      const draw = (take: (random: ReturnType<typeof createRandom>) => number, count: number) => {
        const random = createRandom(seed);
        return Array.from({ length: count }, () => take(random));
      };
      assert.deepEqual(
        draw((random) => random.uint32(), 8),
        expected.u32,
      );
      assert.deepEqual(
        draw((random) => random.uniform(), 4),
        expected.uniform,
      );
      assert.deepEqual(
        draw((random) => random.below(10), 12),
        expected.below10,
      );
    }
  });

  it("holds for special functions", () => {
    const { special } = vectors;
    const hold = (table: readonly number[][], compute: (...row: number[]) => number): void => {
      for (const row of table) assertNear(compute(...row), row.at(-1), 1e-8);
    };
    hold(special.normalCdf, (x = 0) => computeNormalShare(x));
    hold(special.normalQuantile, (share = 0) => computeNormalValue(share));
    hold(special.tQuantile, (share = 0, degrees = 0) => computeStudentValue(share, degrees));
    hold(special.betaInc, (a = 0, b = 0, x = 0) => computeBetaShare(x, a, b));
    hold(special.betaQuantile, (share = 0, a = 0, b = 0) => computeBetaValue(share, a, b));
    hold(special.logGamma, (x = 0) => computeLogGamma(x));
    for (const [share = 0, degrees = 0, t = 0] of special.tQuantile)
      assertNear(computeStudentShare(t, degrees), share, 1e-12);
  });

  it("holds for paired differences: Student's interval, single and clustered", () => {
    for (const { differences, t95, t90, skewness, mde, clusters, clustered } of vectors.paired) {
      const sample = toSample(differences);
      assertNear(sample.mean, t95.mean, 1e-9);
      assertNear(computeDeviation(differences), t95.sd, 1e-9);
      assertNear(computeStudentInterval(sample).low, t95.low, 1e-9);
      assertNear(computeStudentInterval(sample).high, t95.high, 1e-9);
      assertNear(computeStudentInterval(sample, 0.9).low, t90.low, 1e-9);
      assertNear(computeStudentInterval(sample, 0.9).high, t90.high, 1e-9);
      assertNear(computeSkewness(differences), skewness, 1e-9);
      assertNear(computeSmallestSeen(t95.sd, differences.length), mde, 1e-9);
      const grouped = toSample(differences, clusters);
      assert.equal(grouped.sums.length, clustered.clusters);
      assertNear(computeStandardError(grouped), clustered.se, 1e-9);
      assertNear(computeStudentInterval(grouped).low, clustered.low, 1e-9);
      assertNear(computeStudentInterval(grouped).high, clustered.high, 1e-9);
    }
  });

  it("holds for the BCa bootstrap", () => {
    for (const { differences, bca95 } of vectors.paired) {
      const bootstrap = bootstrapMean(toSample(differences), createRandom(bca95.seed));
      assertNear(bootstrap.below, bca95.p0, 1e-12);
      assertNear(bootstrap.bias, bca95.z0, 1e-9);
      assertNear(bootstrap.acceleration, bca95.a, 1e-9);
      const found = toBootstrapInterval(bootstrap);
      assertNear(found?.low, bca95.low, 1e-7);
      assertNear(found?.high, bca95.high, 1e-7);
    }
  });

  it("holds for the randomization test", () => {
    for (const { differences, randomization } of vectors.paired) {
      const found = testByRandomization(differences, { seed: randomization.seed });
      assert.equal(found.extreme, randomization.count);
      assert.equal(found.p, randomization.p);
      assert.equal(found.method, randomization.method === "exact" ? "exact" : "sampled");
    }
    for (const { differences, p, method, count } of vectors.randomizationExact) {
      const found = testByRandomization(differences, { seed: "not used" });
      assert.deepEqual([found.p, found.method, found.extreme], [p, method, count ?? 0]);
    }
  });

  it("holds for McNemar's test", () => {
    for (const { challengerOnly, baselineOnly, p, mid } of vectors.mcnemar) {
      const found = testByMcNemar(challengerOnly, baselineOnly);
      assertNear(found.p, p, 1e-9);
      assertNear(found.midP, mid, 1e-9);
    }
  });

  it("holds for intervals of rates", () => {
    for (const { k, n, low, high, clopperPearson } of vectors.wilson) {
      assertNear(computeWilsonInterval(k, n).low, low, 1e-8);
      assertNear(computeWilsonInterval(k, n).high, high, 1e-8);
      assertNear(computeExactInterval(k, n).low, clopperPearson[0], 1e-8);
      assertNear(computeExactInterval(k, n).high, clopperPearson[1], 1e-8);
    }
    for (const { k, n, delta, lower, upper } of vectors.onesided) {
      assertNear(computeExactBounds(k, n, delta).low, lower, 1e-8);
      assertNear(computeExactBounds(k, n, delta).high, upper, 1e-8);
    }
    for (const { wins, losses, n, low, high } of vectors.bonettPrice) {
      assertNear(computeBonettPriceInterval(wins, losses, n).low, low, 1e-8);
      assertNear(computeBonettPriceInterval(wins, losses, n).high, high, 1e-8);
    }
  });

  it("holds for the power of comparisons", () => {
    const { mde, sampleSize, nonInferioritySampleSize, mcnemarSampleSize } = vectors.power;
    for (const row of mde) assertNear(computeSmallestSeen(row.sd, row.n), row.mde, 1e-9);
    for (const { sd, delta, n } of sampleSize) assert.equal(countCasesToSee(sd, delta), n);
    for (const { sd, margin, n } of nonInferioritySampleSize)
      assert.equal(countCasesToProve(sd, margin), n);
    for (const { discordance, delta, n } of mcnemarSampleSize)
      assert.equal(countCasesToSeeRates(discordance, delta), n);
  });

  it("holds for many tests at once", () => {
    for (const { p, holm, benjaminiHochberg } of vectors.multiplicity)
      for (const place of p.keys()) {
        assertNear(adjustByHolm(p)[place], holm[place], 1e-12);
        assertNear(adjustByBenjaminiHochberg(p)[place], benjaminiHochberg[place], 1e-12);
      }
  });

  it("holds for evidence that may be looked at any time", () => {
    for (const { wins, losses, ...expected } of vectors.eProcess) {
      const found = computeEValues(wins, losses);
      for (const side of ["twoSided", "better", "worse"] as const)
        assertNear(found[side] / expected[side], 1, 1e-6);
    }
    const { values, alpha, bounds } = vectors.confidenceSequence;
    let sequence = startSequence(alpha);
    for (const [place, value] of values.entries()) {
      sequence = extendSequence(sequence, value);
      const { low, high } = toSequenceBounds(sequence);
      assertNear(low, bounds[place]?.[0], 1e-9);
      assertNear(high, bounds[place]?.[1], 1e-9);
    }
  });

  it("holds for ranks that bound a quantile", () => {
    for (const { n, p, lowRank, highRank } of vectors.quantileRanks)
      assert.deepEqual(computeQuantileRanks(n, p), {
        low: lowRank ?? undefined,
        high: highRank ?? undefined,
      });
  });
});
