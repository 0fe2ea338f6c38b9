import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { SpanUsage, Trace } from "../domain/trace.ts";
import { SPAN, spendOf, traceOf } from "../testing/record-fixtures.ts";
import { createCostSum, sumSpend, type CostKey } from "./costs.ts";

const KNOWN: SpanUsage = { model: "m", inputTokens: 100, outputTokens: 20, costUsd: 0.25 };
const UNKNOWN: SpanUsage = {
  model: "n",
  inputTokens: 7,
  outputTokens: "unknown",
  costUsd: "unknown",
};

const priced = (changes: Partial<Trace>, ...usages: readonly SpanUsage[]): Trace =>
  traceOf("trc_1", { ...changes, spans: [SPAN, ...usages.map((usage) => ({ ...SPAN, usage }))] });

const TRACES = [
  priced({ principals: ["group:hr", "user:ana"], foundIn: ["hr", "legal"] }, KNOWN, KNOWN),
  priced({ release: "rel_b", startedAt: "2026-03-03T00:00:00.000Z" }, UNKNOWN),
  priced({ principals: ["public"], collections: ["hr"] }),
];

type TraceKey = Exclude<CostKey, "kind">;

function sumCosts(traces: readonly Trace[], by: TraceKey) {
  const sum = createCostSum(by);
  for (const trace of traces) sum.add(trace);
  return sum.costs();
}

const rowsBy = (by: TraceKey) =>
  sumCosts(TRACES, by).rows.map(({ key, traces, calls, costUsd, unknown }) => [
    key,
    traces,
    calls,
    costUsd,
    unknown,
  ]);

describe("sumCosts", () => {
  it("adds up calls, and counts what told no price apart from what cost nothing", () => {
    assert.deepEqual(sumCosts(TRACES, "day").total, {
      traces: 3,
      calls: 3,
      inputTokens: 207,
      outputTokens: 40,
      costUsd: 0.5,
      unknown: 1,
    });
    assert.deepEqual(rowsBy("day"), [
      ["2026-03-02", 2, 2, 0.5, 0],
      ["2026-03-03", 1, 1, 0, 1],
    ]);
  });

  it("has a row for each release", () => {
    assert.deepEqual(rowsBy("release"), [
      ["rel_b", 1, 1, 0, 1],
      ["rel_test", 2, 2, 0.5, 0],
    ]);
  });

  it("counts a trace of several collections in each, and in the total once", () => {
    assert.deepEqual(rowsBy("collection"), [
      ["(none)", 1, 1, 0, 1],
      ["hr", 2, 2, 0.5, 0],
      ["legal", 1, 2, 0.5, 0],
    ]);
  });

  it("names the user, else all principals", () => {
    assert.deepEqual(
      rowsBy("user").map(([key]) => key),
      ["operator", "public", "user:ana"],
    );
  });

  it("is all zeros for no traces", () => {
    const { rows, total } = sumCosts([], "day");
    assert.deepEqual([rows, total.traces, total.costUsd], [[], 0, 0]);
  });
});

describe("sumSpend", () => {
  it("has a row for each kind of paid call, whoever caused it and whenever", () => {
    const { rows, total } = sumSpend([
      spendOf({ kind: "judge", calls: 3, usd: 0.5, unknown: 1 }),
      spendOf({ kind: "embedder", outputTokens: 0, usd: 0.125 }),
      spendOf({ kind: "judge", day: "2026-03-02", subject: "operator" }),
    ]);
    assert.deepEqual(rows, [
      { key: "embedder", calls: 1, inputTokens: 120, outputTokens: 0, costUsd: 0.125, unknown: 0 },
      { key: "judge", calls: 4, inputTokens: 240, outputTokens: 60, costUsd: 0.75, unknown: 1 },
    ]);
    assert.deepEqual(
      [total.calls, total.costUsd, total.unknown, "traces" in total],
      [5, 0.875, 1, false],
    );
  });

  it("is nothing where nothing was paid", () => {
    assert.deepEqual([sumSpend([]).rows, sumSpend([]).total.calls], [[], 0]);
  });
});
