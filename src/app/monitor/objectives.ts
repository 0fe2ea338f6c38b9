/** @module Objectives of the configuration, and the one that is not of single questions. */
import type { SpendEntry } from "../../domain/spend.ts";
import type { Config } from "../../config/index.ts";
import type { Objectives, ObjectiveReport } from "../../trace/index.ts";

const SECOND_MS = 1000;

export function toObjectives(monitor: Config["monitor"]): Objectives {
  const { latencyP95Ms, costUsdPerQuestion, citedAgeDays } = monitor;
  const { timeToSearchableSeconds, timeToGoneSeconds } = monitor;
  const seconds = (limit: number) => ({ limit: limit * SECOND_MS });
  return {
    ...(timeToSearchableSeconds === undefined
      ? {}
      : { searchableMs: seconds(timeToSearchableSeconds) }),
    ...(timeToGoneSeconds === undefined ? {} : { goneMs: seconds(timeToGoneSeconds) }),
    ...(citedAgeDays === undefined ? {} : { citedAgeDays: { limit: citedAgeDays } }),
    ...(latencyP95Ms === undefined ? {} : { latencyMs: { limit: latencyP95Ms } }),
    ...(costUsdPerQuestion === undefined ? {} : { costUsd: { limit: costUsdPerQuestion } }),
  };
}

/** The dearest day among the entries. Nothing is estimated, so a day above the limit is an alert. */
export function assessDayCost(spend: readonly SpendEntry[], limit: number): ObjectiveReport {
  const days = [...Map.groupBy(spend, ({ day }) => day)].map(([day, entries]) => ({
    day,
    usd: entries.reduce((sum, entry) => sum + entry.usd, 0),
  }));
  const unknown = spend.reduce((sum, entry) => sum + entry.unknown, 0);
  const [dearest] = days.toSorted((a, b) => b.usd - a.usd);
  const value = dearest?.usd ?? 0;
  const isAbove = value > limit;
  const seen = dearest ? `$${value.toFixed(4)} on ${dearest.day}` : "nothing was paid";
  const unpriced = unknown > 0 ? `; ${unknown} calls told no price` : "";
  return {
    name: "cost of a day (USD), dearest",
    state: isAbove ? "alert" : "ok",
    told: `cost of a day (USD), dearest: ${seen} is ${isAbove ? "above" : "within"} ${limit}${unpriced}`,
    n: days.length,
    value,
    limit,
    falseAlarms: "never: it is a sum",
  };
}
