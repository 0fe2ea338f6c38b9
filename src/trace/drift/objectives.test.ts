import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../foundation/random.ts";
import { assessObjectives, type Objectives } from "./objectives.ts";
import type { ObjectiveReport } from "./report.ts";
import type { CurrentWindow } from "./window.ts";

const window: CurrentWindow = {
  release: "rel_1",
  embedder: "emb",
  since: "2026-01-01T00:00:00Z",
  until: "2026-01-08T00:00:00Z",
  observations: [],
};

function hold(change: Partial<CurrentWindow>, objectives: Objectives): ObjectiveReport {
  const [report] = assessObjectives({ ...window, ...change }, objectives);
  assert.ok(report);
  return report;
}

/** 1 to 200. */
const values = Array.from({ length: 200 }, (_, i) => i + 1);

describe("assessObjectives", () => {
  it("holds a quantile against its limit: surely above, near, within", () => {
    const stateAt = (limit: number) =>
      hold({ searchableMs: values }, { searchableMs: { limit } }).state;
    // The 95th percentile of 200 lies between the 184th and the 197th value.
    const { value, low, high } = hold({ searchableMs: values }, { searchableMs: { limit: 1 } });
    assert.deepEqual([value, low, high], [190, 184, 197]);
    assert.deepEqual([183, 184, 189, 190].map(stateAt), ["alert", "warning", "warning", "ok"]);
  });

  it("warns earlier where it is told to", () => {
    const goneMs = { limit: 300, warning: 150 };
    assert.equal(hold({ goneMs: values }, { goneMs }).state, "warning");
  });

  it("says no data below the least, and never alerts of what it cannot bound", () => {
    const few = hold({ goneMs: values.slice(0, 29) }, { goneMs: { limit: 1 } });
    assert.equal(few.state, "no-data");
    const unbound = hold({ goneMs: [9, 9, 9] }, { goneMs: { limit: 1, least: 1, quantile: 0.5 } });
    assert.equal(unbound.state, "warning");
    assert.equal(hold({}, { goneMs: { limit: 1, least: 0 } }).state, "no-data");
  });

  it("holds latency and the ages of cited versions, and costs by their mean", () => {
    const random = createRandom("objectives");
    const observations = values.map((value) => ({
      id: `${value}`,
      latencyMs: value,
      costUsd: 0.01 + 0.002 * random.uniform(),
      citedAgesDays: [value, value],
    }));
    const reports = assessObjectives(
      { ...window, observations },
      { latencyMs: { limit: 1000 }, citedAgeDays: { limit: 10 }, costUsd: { limit: 0.0105 } },
    );
    assert.deepEqual(
      reports.map(({ name, state, n }) => [name, state, n]),
      [
        ["age of cited versions (days), p95", "alert", 400],
        ["latency (ms), p95", "ok", 200],
        ["cost of a question (USD), mean", "alert", 200],
      ],
    );
  });
});
