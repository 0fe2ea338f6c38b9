/** @module Made-up samples whose truth is known, to see how often a statistic is wrong. */
import { comparePaired, type PairedComparison } from "../src/evaluate/index.ts";
import { createRandom, type Random } from "../src/foundation/random.ts";
import { computeConformalThreshold } from "../src/foundation/statistics/calibration/conformal.ts";
import { controlRisk } from "../src/foundation/statistics/calibration/risk-control.ts";
import { hullOf, type Interval } from "../src/foundation/statistics/interval.ts";
import {
  bootstrapMean,
  toBootstrapInterval,
} from "../src/foundation/statistics/intervals/bootstrap.ts";
import { computeStudentInterval } from "../src/foundation/statistics/intervals/mean.ts";
import { computeNormalValue } from "../src/foundation/statistics/distributions/normal.ts";
import { toSample } from "../src/foundation/statistics/intervals/sample.ts";
import { computeEValues } from "../src/foundation/statistics/sequential/e-process.ts";
import { assessDrift, type Observation } from "../src/trace/index.ts";

/** Differences of one kind of measure, and their true mean. */
export interface Shape {
  readonly name: string;
  readonly mean: number;
  readonly draw: (random: Random) => number;
}

/** Many questions do not move, others a little either way: sd .2. */
export const RANKING: Shape = {
  name: "ranking",
  mean: 0,
  draw: (random) => (random.uniform() < 0.4 ? 0 : 0.63 * (random.uniform() - random.uniform())),
};
/** Right or wrong; one case in ten differs, little more often for the better than the worse. */
export const BINARY: Shape = {
  name: "binary",
  mean: 0.01,
  draw(random) {
    const share = random.uniform();
    return share < 0.055 ? 1 : share < 0.1 ? -1 : 0;
  },
};
/** One case in five gains, mostly a little. */
export const ONE_SIDED: Shape = {
  name: "one-sided",
  mean: 0.2 / 3,
  draw: (random) => (random.uniform() < 0.2 ? random.uniform() ** 2 : 0),
};

/** A seeded comparison of `n` cases whose true difference is the shape's mean plus `shift`. */
export function simulateComparison(
  shape: Shape,
  n: number,
  { seed, shift = 0 }: { readonly seed: string; readonly shift?: number },
): PairedComparison {
  const random = createRandom(seed);
  const cases = Array.from({ length: n }, (_, place) => ({
    caseId: `${place}`,
    scores: [0.5 + shape.draw(random) + shift],
    baseline: [0.5],
  }));
  const found = comparePaired(cases, { measure: shape.name, seed });
  if (!found) throw new Error("a simulation has two cases at least");
  return found;
}

/** How often the 95 % intervals hold the true mean. */
export interface Coverage {
  readonly t: number;
  readonly bca: number;
  readonly hull: number;
}

export function simulateCoverage(shape: Shape, n: number, rounds: number): Coverage {
  const held = { t: 0, bca: 0, hull: 0 };
  for (let round = 0; round < rounds; round++) {
    const random = createRandom(`coverage/${shape.name}/${n}/${round}`);
    const sample = toSample(Array.from({ length: n }, () => shape.draw(random)));
    const t = computeStudentInterval(sample);
    const bca = toBootstrapInterval(bootstrapMean(sample, random, 1000)) ?? t;
    held.t += holds(t, shape.mean);
    held.bca += holds(bca, shape.mean);
    held.hull += holds(hullOf(t, bca), shape.mean);
  }
  return { t: held.t / rounds, bca: held.bca / rounds, hull: held.hull / rounds };
}

const holds = ({ low, high }: Interval, mean: number): number =>
  low <= mean + 1e-12 && mean - 1e-12 <= high ? 1 : 0;

/** Confidence is uniform, and at confidence s a share 1 − s is wrong: risk(λ) = (1 − λ)²/2. */
export function simulateRiskControl(
  n: number,
  rounds: number,
): { readonly broken: number; readonly coverage: number } {
  let broken = 0;
  let coverage = 0;
  for (let round = 0; round < rounds; round++) {
    const random = createRandom(`risk/${n}/${round}`);
    const confidence = Array.from({ length: n }, () => random.uniform());
    const wrong = confidence.map((value) => random.uniform() > value);
    const { threshold = 1 } = controlRisk(confidence, wrong);
    broken += (1 - threshold) ** 2 / 2 > 0.05 ? 1 : 0;
    coverage += 1 - threshold;
  }
  return { broken: broken / rounds, coverage: coverage / rounds };
}

/** Scores of unanswerable questions are uniform, so that 1 − threshold of new ones is answered. */
export function simulateConformal(
  m: number,
  rounds: number,
  options: { readonly alpha: number; readonly confidence?: number },
): { readonly mean: number; readonly broken: number } {
  let answered = 0;
  let broken = 0;
  for (let round = 0; round < rounds; round++) {
    const random = createRandom(`conformal/${m}/${round}`);
    const scores = Array.from({ length: m }, () => random.uniform());
    const { threshold = 1 } = computeConformalThreshold(scores, options);
    answered += 1 - threshold;
    broken += 1 - threshold > options.alpha ? 1 : 0;
  }
  return { mean: answered / rounds, broken: broken / rounds };
}

/** How often evidence of equal systems ever reaches 20, looking after every pair. */
export function simulateLooks(
  pairs: number,
  runs: number,
): { readonly twoSided: number; readonly better: number } {
  let twoSided = 0;
  let better = 0;
  for (let run = 0; run < runs; run++) {
    const random = createRandom(`looks/${run}`);
    let wins = 0;
    let most = { twoSided: 0, better: 0 };
    for (let pair = 1; pair <= pairs; pair++) {
      wins += random.below(2);
      const found = computeEValues(wins, pair - wins);
      most = {
        twoSided: Math.max(most.twoSided, found.twoSided),
        better: Math.max(most.better, found.better),
      };
    }
    twoSided += most.twoSided >= 20 ? 1 : 0;
    better += most.better >= 20 ? 1 : 0;
  }
  return { twoSided: twoSided / runs, better: better / runs };
}

/** One number and no change: how often a rule of thumb alarms, and the test. */
export function simulateWindows(
  n: number,
  rounds: number,
  shift = 0,
): { readonly indexAbovePoint1: number; readonly kolmogorovSmirnov: number } {
  let index = 0;
  let seen = 0;
  for (let round = 0; round < rounds; round++) {
    const random = createRandom(`windows/${n}/${round}`);
    const toScores = (shifted: number): readonly Observation[] =>
      Array.from({ length: n }, (_, i) => ({
        id: `${i}`,
        topScore: computeNormalValue((random.uint32() + 0.5) / 2 ** 32) + shifted,
      }));
    const window = { release: "r", embedder: "e", since: "", until: "" };
    const { signals } = assessDrift(
      { ...window, observations: toScores(0) },
      { ...window, observations: toScores(shift) },
      { seed: `${round}`, least: { reference: 1, current: 1 } },
    );
    const score = signals.find(({ name }) => name === "top score");
    index += (score?.shown?.["stabilityIndex"] ?? 0) > 0.1 ? 1 : 0;
    seen += score?.state === "warning" ? 1 : 0;
  }
  return { indexAbovePoint1: index / rounds, kolmogorovSmirnov: seen / rounds };
}
