import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compareHere, compareInThread, type Comparison } from "./assess-thread.ts";

const window = {
  release: "rel_1",
  embedder: "emb",
  since: "2026-03-02T00:00:00.000Z",
  until: "2026-03-09T00:00:00.000Z",
};
const observe = (shift: number) =>
  Array.from({ length: 60 }, (_, i) => ({
    id: `q${i}`,
    vector: Float32Array.of(Math.cos(i + shift), Math.sin(i + shift)),
    latencyMs: 10 + i * shift,
  }));
const comparison: Comparison = {
  reference: { ...window, observations: observe(1) },
  current: { ...window, observations: observe(3) },
  options: { seed: "42", least: { reference: 50, current: 50 } },
};

describe("comparing in a thread", () => {
  it("finds what comparing here finds", async () => {
    assert.deepEqual(await compareInThread(comparison), await compareHere(comparison));
  });

  it("ends with the signal, and its thread with it", async () => {
    const stop = new AbortController();
    const compared = compareInThread(comparison, stop.signal);
    stop.abort(new Error("stopped"));
    await assert.rejects(compared, /stopped/);
    await assert.rejects(compareInThread(comparison, stop.signal), /stopped/);
  });
});
