/** @module What a release may cost beside the one that serves: time, money and bytes. */
import type { CaseResult, Verdict } from "../domain/evaluation.ts";
import { computeBinomialAtLeast } from "../foundation/statistics/distributions/binomial.ts";

export interface ReleaseLimits {
  /** Of the champion's p95. */
  readonly latencyTimes: number;
  /** More time than that is no harm while it is less than this. */
  readonly latencySlackMs: number;
  /** Absolute, whatever the champion takes. */
  readonly latencyP95Ms?: number | undefined;
  /** Of the champion's mean cost of an answer given. */
  readonly costTimes: number;
  readonly costUsdPerAnswer?: number | undefined;
  /** Of all artifacts of the release. */
  readonly artifactBytes: number;
}

export interface LimitCheck {
  readonly limit: "latency" | "cost" | "size";
  readonly verdict: Verdict;
  readonly told: string;
}

/** Times of both on the same questions, asked in turn. */
export interface TimedPair {
  readonly challengerMs: number;
  readonly championMs: number;
}

/** Below so many pairs a p95 is one value. */
const LEAST_TIMED = 20;
const ALPHA = 0.05;

const toP95 = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.ceil(0.95 * values.length) - 1] ?? 0;

/**
 * Fails where the p95 is above the limit and it is no chance: of the questions that one of both is
 * slow on, the allowed time taken off, more than half are the challenger's.
 */
export function judgeLatency(pairs: readonly TimedPair[], limits: ReleaseLimits): LimitCheck {
  const challenger = toP95(pairs.map(({ challengerMs }) => challengerMs));
  const champion = toP95(pairs.map(({ championMs }) => championMs));
  const { latencyTimes, latencySlackMs, latencyP95Ms = Infinity } = limits;
  const allowed = Math.max(champion * latencyTimes, champion + latencySlackMs);
  const limit = Math.min(allowed, latencyP95Ms).toFixed(1);
  const told = `p95 ${challenger.toFixed(1)} ms against ${champion.toFixed(1)} ms, allowed ${limit} ms`;
  if (pairs.length < LEAST_TIMED) {
    const few = `${told}; only ${pairs.length} questions were timed`;
    return { limit: "latency", verdict: "inconclusive", told: few };
  }
  const isSlow = (ms: number): boolean => ms > champion;
  const isMuchSlower = (ms: number): boolean =>
    isSlow(ms / latencyTimes) && isSlow(ms - latencySlackMs);
  let [more, less] = [0, 0];
  for (const { challengerMs, championMs } of pairs) {
    if (isMuchSlower(challengerMs) && !isSlow(championMs)) more++;
    if (!isMuchSlower(challengerMs) && isSlow(championMs)) less++;
  }
  const isSlower = challenger > allowed && computeBinomialAtLeast(more, more + less, 0.5) < ALPHA;
  const verdict = isSlower || challenger > latencyP95Ms ? "fail" : "pass";
  return { limit: "latency", verdict, told };
}

/** Mean cost of an answer given; `unknown` where a paid one has no price, 0 where none was paid. */
export function computeCostPerAnswer(cases: readonly CaseResult[]): number | "unknown" {
  let [cost, answers] = [0, 0];
  for (const { replies } of cases)
    for (const { answer } of replies) {
      if (!answer) continue;
      if (answer.outcome === "answered") answers++;
      const { usage } = answer;
      if (usage && usage.costUsd === undefined) return "unknown";
      cost += usage?.costUsd ?? 0;
    }
  return answers > 0 ? cost / answers : cost;
}

export function judgeCost(
  challenger: number | "unknown",
  champion: number | "unknown",
  { costTimes, costUsdPerAnswer }: ReleaseLimits,
): LimitCheck {
  const say = (usd: number | "unknown"): string => (usd === "unknown" ? usd : `$${usd.toFixed(5)}`);
  const told = `${say(challenger)} an answer against ${say(champion)}`;
  if (challenger === "unknown") {
    // The same model without a price costs the same.
    const verdict =
      champion === "unknown" && costUsdPerAnswer === undefined ? "pass" : "inconclusive";
    return { limit: "cost", verdict, told };
  }
  const isWithin =
    challenger <= (costUsdPerAnswer ?? Infinity) &&
    (champion === "unknown" || challenger <= champion * costTimes);
  return { limit: "cost", verdict: isWithin ? "pass" : "fail", told };
}

export function judgeSize(bytes: number, { artifactBytes }: ReleaseLimits): LimitCheck {
  const told = `artifacts of ${bytes} bytes, allowed ${artifactBytes}`;
  return { limit: "size", verdict: bytes <= artifactBytes ? "pass" : "fail", told };
}
