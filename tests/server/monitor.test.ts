import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { openHarness, readJson, type Harness } from "./harness.ts";

describe("the monitor over HTTP", () => {
  let harness: Harness;
  let owner: string;
  before(async () => {
    harness = await openHarness();
    owner = await harness.makeKey(undefined, "read");
  });
  after(() => harness[Symbol.asyncDispose]());

  it("replies with the last report, to the owner's keys alone", async () => {
    const early = await harness.send("/v1/monitor", { key: owner });
    assert.equal((await readJson(early, 404)).error.code, "app.not-found");
    const report = await harness.app.monitor(undefined, {});
    harness.advance(3_600_000);
    assert.deepEqual(await readJson(await harness.send("/v1/monitor", { key: owner })), report);
    for (const as of [[], ["public"], ["user:ana"]]) {
      const key = await harness.makeKey(as, "read", "write");
      const refused = await harness.send("/v1/monitor", { key });
      assert.equal((await readJson(refused, 403)).error.code, "app.owner-only");
    }
  });

  it("looks by itself, logs the first state, and stops with its signal", async () => {
    const stop = new AbortController();
    const waits: number[] = [];
    const other = await openHarness({
      config: "monitor: { intervalHours: 1 }\n",
      sleep: async (ms, signal) => {
        if (waits.push(ms) === 3) stop.abort(new Error("stopped"));
        signal?.throwIfAborted();
        other.advance(ms);
      },
    });
    const lines: string[] = [];
    await other.app.keepMonitoring((line) => lines.push(line), stop.signal);
    assert.deepEqual(lines, ["2026-03-01T12:01:00.000Z monitor no-data"]);
    assert.deepEqual(waits, [60_000, 3_600_000, 3_600_000]);
    assert.equal((await other.app.getMonitorReport(undefined)).at, "2026-03-01T13:01:00.000Z");
    await other[Symbol.asyncDispose]();
  });
});
