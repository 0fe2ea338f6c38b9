import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { badWindow } from "./errors.ts";
import { keepMonitoring, type MonitorSchedule } from "./keep-monitoring.ts";
import { HOUR_MS } from "../../foundation/durations.ts";
import type { MonitorReport } from "./monitor-report.ts";

const START = Date.parse("2026-03-02T00:00:00.000Z");

type State = MonitorReport["state"];

/** What is read of a report here. */
function reportOf(state: State, stateBefore: State | undefined): MonitorReport {
  const note = { release: "rel_1", embedder: "emb", since: "", until: "", questions: 0 };
  return {
    schema: "plumbline.monitor/1",
    at: "",
    state,
    ...(stateBefore === undefined ? {} : { stateBefore }),
    falseAlarms: { alpha: 0.01, told: "" },
    drift: {
      schema: "plumbline.drift/1",
      reference: note,
      current: note,
      state,
      signals: [
        {
          name: "latency",
          kind: "outcome",
          state,
          told: "latency: slower",
          n: { reference: 1, current: 1 },
          falseAlarms: "",
        },
      ],
      objectives: [],
      distant: [],
      advice: [],
    },
    notes: [],
  };
}

/** Looks as long as there are states, on a clock that only sleeping moves. */
async function watch(
  states: readonly (State | Error)[],
  changes: Partial<MonitorSchedule> = {},
): Promise<{ readonly lines: readonly string[]; readonly waits: readonly number[] }> {
  const stop = new AbortController();
  const lines: string[] = [];
  const waits: number[] = [];
  let nowMs = START;
  let looks = 0;
  let before: State | undefined;
  await keepMonitoring(
    {
      intervalMs: 24 * HOUR_MS,
      now: () => new Date(nowMs),
      async sleep(ms, signal) {
        if (looks === states.length) stop.abort(new Error("stopped"));
        signal.throwIfAborted();
        waits.push(ms);
        nowMs += ms;
      },
      async look() {
        const state = states[looks++] ?? "ok";
        if (state instanceof Error) throw state;
        const report = reportOf(state, before);
        before = state;
        return report;
      },
      lastLookAt: async () => undefined,
      log: (line) => lines.push(line),
      ...changes,
    },
    stop.signal,
  );
  return { lines, waits };
}

describe("keepMonitoring", () => {
  it("says the first state, and then changes alone", async () => {
    const { lines, waits } = await watch(["ok", "ok", "alert", "alert", "ok"]);
    assert.deepEqual(lines, [
      "2026-03-02T00:01:00.000Z monitor ok",
      "2026-03-04T00:01:00.000Z monitor ok -> alert: latency: slower",
      "2026-03-06T00:01:00.000Z monitor alert -> ok",
    ]);
    assert.deepEqual(waits, [60_000, ...Array.from({ length: 4 }, () => 24 * HOUR_MS)]);
  });

  it("goes on where somebody looked before the start", async () => {
    const lastLookAt = async () => new Date(START - 20 * HOUR_MS).toISOString();
    assert.deepEqual((await watch(["ok"], { lastLookAt })).waits, [4 * HOUR_MS]);
    const late = async () => new Date(START - 90 * HOUR_MS).toISOString();
    assert.deepEqual((await watch(["ok"], { lastLookAt: late })).waits, [60_000]);
  });

  it("survives a look that fails, and says so", async () => {
    const { lines, waits } = await watch([badWindow({ reason: "gone" }), "ok"]);
    assert.match(lines[0] ?? "", /monitor failed: app\.bad-window: .*gone/);
    assert.match(lines[1] ?? "", /monitor ok$/);
    assert.equal(waits.length, 2);
  });

  it("never looks where the interval is 0", async () => {
    assert.deepEqual(await watch(["ok"], { intervalMs: 0 }), { lines: [], waits: [] });
  });
});
