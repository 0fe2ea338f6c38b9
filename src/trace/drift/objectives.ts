/** @module Objectives: freshness, latency and cost held against limits. */
import { computeStudentInterval } from "../../foundation/statistics/intervals/mean.ts";
import { computeQuantileRanks } from "../../foundation/statistics/intervals/quantile-ranks.ts";
import { toSample } from "../../foundation/statistics/intervals/sample.ts";
import type { DriftState, ObjectiveReport } from "./report.ts";
import { toFigure } from "./tested.ts";
import type { CurrentWindow, Observation } from "./window.ts";

export interface Objective {
  /** The largest value that is in order. */
  readonly limit: number;
  /** From here on it warns; the limit itself by default. */
  readonly warning?: number;
  /** Of the values, in (0, 1); .95 by default. Costs are held by their mean. */
  readonly quantile?: number;
  /** Fewer values are `no-data`; 30 by default. */
  readonly least?: number;
}

export interface Objectives {
  /** From a change at the source until it is searchable. */
  readonly searchableMs?: Objective;
  /** From a deletion at the source until it is gone. */
  readonly goneMs?: Objective;
  /** Of the versions that answers cite. */
  readonly citedAgeDays?: Objective;
  readonly latencyMs?: Objective;
  /** Of a question. */
  readonly costUsd?: Omit<Objective, "quantile">;
}

const LEAST = 30;
const QUANTILE = 0.95;

/** In a fixed order, those that are set. */
export function assessObjectives(
  window: CurrentWindow,
  objectives: Objectives,
): readonly ObjectiveReport[] {
  const read = (of: (observation: Observation) => number | undefined): readonly number[] =>
    window.observations.flatMap((observation) => of(observation) ?? []);
  const ages = window.observations.flatMap(({ citedAgesDays = [] }) => citedAgesDays);
  const { searchableMs, goneMs, citedAgeDays, latencyMs, costUsd } = objectives;
  return [
    searchableMs && hold("time to searchable (ms)", window.searchableMs ?? [], searchableMs),
    goneMs && hold("time to gone (ms)", window.goneMs ?? [], goneMs),
    citedAgeDays && hold("age of cited versions (days)", ages, citedAgeDays),
    latencyMs &&
      hold(
        "latency (ms)",
        read((one) => one.latencyMs),
        latencyMs,
      ),
    costUsd &&
      holdMean(
        "cost of a question (USD)",
        read((one) => one.costUsd),
        costUsd,
      ),
  ].filter((report) => report !== undefined);
}

/** A quantile between its order statistics: alert when even the lower one is above the limit. */
function hold(name: string, values: readonly number[], objective: Objective): ObjectiveReport {
  const { quantile = QUANTILE } = objective;
  const ascending = values.filter(Number.isFinite).toSorted((a, b) => a - b);
  const n = ascending.length;
  const ranks = computeQuantileRanks(n, quantile);
  return judge(`${name}, p${toFigure(100 * quantile).replace(/\.0+$/, "")}`, n, objective, {
    value: ascending[Math.min(n - 1, Math.ceil(quantile * n) - 1)],
    low: ascending[(ranks.low ?? 0) - 1],
    high: ascending[(ranks.high ?? n + 1) - 1],
  });
}

function holdMean(name: string, values: readonly number[], objective: Objective): ObjectiveReport {
  const sample = toSample(values.filter(Number.isFinite));
  const n = sample.values.length;
  const found = n < 2 ? {} : { value: sample.mean, ...computeStudentInterval(sample) };
  return judge(`${name}, mean`, n, objective, found);
}

interface Found {
  readonly value?: number | undefined;
  readonly low?: number | undefined;
  readonly high?: number | undefined;
}

function judge(
  name: string,
  n: number,
  { limit, warning = limit, least = LEAST }: Objective,
  { value, low, high }: Found,
): ObjectiveReport {
  const falseAlarms = "alerts in at most 2.5 % of windows whose true value is at the limit";
  if (value === undefined || n < Math.max(1, least)) {
    const told = `${name}: no data (${n}, ${least} needed)`;
    return { name, state: "no-data", told, n, limit, falseAlarms };
  }
  const state: DriftState =
    low !== undefined && low > limit
      ? "alert"
      : value > Math.min(limit, warning)
        ? "warning"
        : "ok";
  const words = { alert: "surely above", warning: "near or above", ok: "within", "no-data": "" };
  return {
    name,
    state,
    told: `${name}: ${toFigure(value)} is ${words[state]} ${toFigure(limit)} (${n} values)`,
    n,
    value,
    ...(low === undefined ? {} : { low }),
    ...(high === undefined ? {} : { high }),
    limit,
    falseAlarms,
  };
}
