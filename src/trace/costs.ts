/** @module What calls of models and services cost; the unknown is counted, not guessed. */
import type { SpendEntry } from "../domain/spend.ts";
import type { Trace } from "../domain/trace.ts";

/** What the costs of traces are told by. */
const TRACE_KEYS = ["release", "day", "collection", "user"] as const;
type TraceKey = (typeof TRACE_KEYS)[number];

/** `kind` is told by the ledger of paid calls instead: not all of them are part of a trace. */
export const COST_KEYS = [...TRACE_KEYS, "kind"] as const;
export type CostKey = (typeof COST_KEYS)[number];

export interface CostRow {
  /** A release's id, a day such as `2026-11-21` (UTC), a collection, a principal or a kind. */
  readonly key: string;
  /** Absent by kind. */
  readonly traces?: number;
  /** Calls of models and services. */
  readonly calls: number;
  /** Of those calls that told. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Of those calls whose price is known. */
  readonly costUsd: number;
  /** Calls whose price nobody could tell: they are not in `costUsd`. */
  readonly unknown: number;
}

export interface Costs {
  readonly by: CostKey;
  /** By key. A trace of several collections counts in each of them. */
  readonly rows: readonly CostRow[];
  /** Every trace once. */
  readonly total: Omit<CostRow, "key">;
}

const NOTHING = { traces: 0, calls: 0, inputTokens: 0, outputTokens: 0, costUsd: 0, unknown: 0 };

/** What stands for traces without the key: no passage was found, or nobody is named. */
const NONE = "(none)";

const TO_KEYS: Readonly<Record<TraceKey, (trace: Trace) => readonly string[]>> = {
  release: ({ release }) => [release],
  day: ({ startedAt }) => [startedAt.slice(0, 10)],
  collection({ collections, foundIn }) {
    const asked = collections === "all" ? foundIn : collections;
    return asked.length > 0 ? asked : [NONE];
  },
  user({ principals }) {
    const users = principals.filter((name) => name.startsWith("user:"));
    return [(users.length > 0 ? users : principals).join(",") || NONE];
  },
};

export interface CostSum {
  add(trace: Trace): void;
  /** Of all that was added so far. */
  costs(): Costs;
}

/** Takes traces one by one, because there may be more than memory holds. */
export function createCostSum(by: TraceKey): CostSum {
  const rows = new Map<string, Omit<CostRow, "key">>();
  let total: Omit<CostRow, "key"> = NOTHING;
  return {
    add(trace) {
      total = addTrace(total, trace);
      for (const key of new Set(TO_KEYS[by](trace)))
        rows.set(key, addTrace(rows.get(key) ?? NOTHING, trace));
    },
    costs() {
      const sorted = [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1));
      return { by, rows: sorted.map(([key, row]) => ({ key, ...row })), total };
    },
  };
}

const known = (value: number | "unknown"): number => (value === "unknown" ? 0 : value);

function addTrace(row: Omit<CostRow, "key">, { spans }: Trace): Omit<CostRow, "key"> {
  let sum = { ...row, traces: (row.traces ?? 0) + 1 };
  for (const { usage } of spans) {
    if (!usage) continue;
    sum = {
      ...sum,
      calls: sum.calls + 1,
      inputTokens: sum.inputTokens + known(usage.inputTokens),
      outputTokens: sum.outputTokens + known(usage.outputTokens),
      costUsd: sum.costUsd + known(usage.costUsd),
      unknown: sum.unknown + (usage.costUsd === "unknown" ? 1 : 0),
    };
  }
  return sum;
}

/** By kind, of paid calls alone: judges, rerankers and what makes documents searchable as well. */
export function sumSpend(entries: readonly SpendEntry[]): Costs {
  const { traces: _, ...nothing } = NOTHING;
  const sum = (some: readonly SpendEntry[]) =>
    some.reduce(
      (row, { calls, inputTokens, outputTokens, usd, unknown }) => ({
        calls: row.calls + calls,
        inputTokens: row.inputTokens + inputTokens,
        outputTokens: row.outputTokens + outputTokens,
        costUsd: row.costUsd + usd,
        unknown: row.unknown + unknown,
      }),
      nothing,
    );
  const byKind = [...Map.groupBy(entries, ({ kind }) => kind)].toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  );
  return {
    by: "kind",
    rows: byKind.map(([key, some]) => ({ key, ...sum(some) })),
    total: sum(entries),
  };
}
