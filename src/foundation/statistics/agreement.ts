/** @module How far a judge and people agree, and what a rate is once the judge's errors are known. */
import { computeNormalValue } from "./distributions/normal.ts";
import { clampInterval, type Interval } from "./interval.ts";

/** Verdicts of a judge (first letter: right or wrong) beside those of people. */
export interface Confusion {
  /** Both say yes. */
  readonly truePositives: number;
  /** The judge alone says yes. */
  readonly falsePositives: number;
  /** People alone say yes. */
  readonly falseNegatives: number;
  readonly trueNegatives: number;
}

/** NaN stands nowhere: what cannot be told from the counts is absent. */
export interface Agreement {
  readonly n: number;
  /** Share of equal verdicts. */
  readonly agreement: number;
  /** Cohen's kappa (1960); absent when both always say the same one thing. */
  readonly kappa?: number;
  /** 95 %, by the large-sample error √(a(1 − a)/n)/(1 − chance). */
  readonly kappaInterval?: Interval;
  /** Gwet's AC1 (2008), which does not collapse when one verdict is rare. */
  readonly ac1: number;
  /** Share of people's yes: kappa means little without it. */
  readonly baseRate: number;
  /** Share of people's yes that the judge finds; absent without any. */
  readonly sensitivity?: number;
  /** Share of people's no that the judge finds; absent without any. */
  readonly specificity?: number;
}

/** @returns `undefined` for no verdicts at all. */
export function computeAgreement(confusion: Confusion): Agreement | undefined {
  const { truePositives, falsePositives, falseNegatives, trueNegatives } = confusion;
  const n = truePositives + falsePositives + falseNegatives + trueNegatives;
  if (n === 0) return undefined;
  const agreement = (truePositives + trueNegatives) / n;
  const judged = (truePositives + falsePositives) / n;
  const people = (truePositives + falseNegatives) / n;
  const byChance = judged * people + (1 - judged) * (1 - people);
  const yes = (judged + people) / 2;
  const byGwet = 2 * yes * (1 - yes);
  const positives = truePositives + falseNegatives;
  const negatives = trueNegatives + falsePositives;
  return {
    n,
    agreement,
    ...(byChance < 1 ? toKappa(agreement, byChance, n) : {}),
    ac1: (agreement - byGwet) / (1 - byGwet),
    baseRate: people,
    ...(positives > 0 ? { sensitivity: truePositives / positives } : {}),
    ...(negatives > 0 ? { specificity: trueNegatives / negatives } : {}),
  };
}

function toKappa(agreement: number, byChance: number, n: number) {
  const kappa = (agreement - byChance) / (1 - byChance);
  const reach =
    (computeNormalValue(0.975) * Math.sqrt((agreement * (1 - agreement)) / n)) / (1 - byChance);
  const interval = { low: kappa - reach, high: kappa + reach };
  return { kappa, kappaInterval: clampInterval(interval, -1, 1) };
}

/**
 * Cohen's kappa (1960) of two people over any labels.
 *
 * @returns `undefined` without pairs, or where chance alone explains all of it.
 */
export function computeCohensKappa(
  pairs: readonly (readonly [string, string])[],
): number | undefined {
  if (pairs.length === 0) return undefined;
  const labels = new Set(pairs.flat());
  let byChance = 0;
  for (const label of labels) {
    const first = pairs.filter(([one]) => one === label).length / pairs.length;
    const second = pairs.filter(([, other]) => other === label).length / pairs.length;
    byChance += first * second;
  }
  const agreement = pairs.filter(([one, other]) => one === other).length / pairs.length;
  return byChance >= 1 ? undefined : (agreement - byChance) / (1 - byChance);
}

/** A judge's share of yes, and how often it was right on answers that people labelled. */
export interface JudgedRate {
  readonly observed: number;
  /** Answers behind `observed`. */
  readonly n: number;
  readonly sensitivity: number;
  /** People's yes behind `sensitivity`. */
  readonly positives: number;
  readonly specificity: number;
  /** People's no behind `specificity`. */
  readonly negatives: number;
}

export interface CorrectedRate {
  readonly rate: number;
  readonly interval: Interval;
}

/** At or below it a judge is too close to a coin for its rate to be corrected. */
const LEAST_SKILL = 1.2;

/**
 * The rate that people would find (Rogan and Gladen, 1978), in [0, 1], with its 95 % interval
 * including the doubt about the judge. `undefined` when sensitivity + specificity is at most 1.2.
 */
export function correctRate(judged: JudgedRate): CorrectedRate | undefined {
  const { observed, n, sensitivity, positives, specificity, negatives } = judged;
  const skill = sensitivity + specificity - 1;
  // The sum of .9 and .3 is a hair above 1.2 in binary, and means 1.2.
  if (sensitivity + specificity <= LEAST_SKILL + 1e-9) return undefined;
  const raw = (observed + specificity - 1) / skill;
  const variance =
    (observed * (1 - observed)) / n +
    (raw ** 2 * sensitivity * (1 - sensitivity)) / positives +
    ((1 - raw) ** 2 * specificity * (1 - specificity)) / negatives;
  const reach = (computeNormalValue(0.975) * Math.sqrt(variance)) / skill;
  return {
    rate: Math.min(1, Math.max(0, raw)),
    interval: clampInterval({ low: raw - reach, high: raw + reach }, 0, 1),
  };
}
