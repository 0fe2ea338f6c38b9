import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { defineError } from "../foundation/errors.ts";
import { TraceBuilder, type TraceEnd } from "./trace-builder.ts";

const END: TraceEnd = {
  operation: "ask",
  source: "user",
  outcome: "answered",
  release: "rel_a",
  fingerprint: "f",
  principals: ["operator"],
  collections: "all",
  foundIn: [],
};

function begin(parent?: ConstructorParameters<typeof TraceBuilder>[1]) {
  let ms = 1000;
  let drawn = 0;
  const clock = { now: () => new Date("2026-03-01T12:00:00.000Z"), monotonicMs: () => ms };
  const entropy = { bytes: (length: number) => new Uint8Array(length).fill(++drawn + 0xfc) };
  const builder = new TraceBuilder({ clock, entropy }, parent);
  return { builder, wait: (more: number) => (ms += more) };
}

describe("TraceBuilder", () => {
  it("times spans from its own beginning, and says when it ended", () => {
    const { builder, wait } = begin();
    wait(2.5);
    const outer = builder.begin("retrieve");
    wait(1);
    const inner = builder.begin("fuse", outer);
    wait(0.25);
    inner.end();
    wait(4.333);
    outer.end();
    wait(8);
    const trace = builder.build(END);
    assert.deepEqual(
      trace.spans.map(({ kind, startMs, durationMs }) => [kind, startMs, durationMs]),
      [
        ["retrieve", 2.5, 5.58],
        ["fuse", 3.5, 0.25],
      ],
    );
    assert.equal(trace.spans[1]?.parentId, outer.spanId);
    assert.equal(trace.spans[0]?.parentId, undefined);
    assert.equal(trace.endedAt, "2026-03-01T12:00:00.016Z");
  });

  it("counts the work of a span that others interrupt, not the time in between", () => {
    const { builder, wait } = begin();
    const span = builder.begin("cite");
    span.addWork(1.5);
    wait(100);
    span.addWork(2);
    span.end();
    assert.equal(builder.build(END).spans[0]?.durationMs, 3.5);
  });

  it("ends what is still open, once, and keeps the code of what failed", () => {
    const failed = defineError({
      code: "trace.test-failed",
      kind: "upstream",
      message: () => "it said: secret text",
      hint: () => "none",
    });
    const { builder, wait } = begin();
    const span = builder.begin("generate");
    wait(3);
    span.end(failed({}));
    wait(3);
    span.end();
    builder.begin("cite");
    wait(2);
    const [first, second] = builder.build(END).spans;
    assert.deepEqual([first?.durationMs, first?.error], [3, "trace.test-failed"]);
    assert.deepEqual([second?.durationMs, second?.error], [2, undefined]);
    assert.ok(!JSON.stringify(builder.build(END)).includes("secret text"));
  });

  it("adds up the calls of a span, and an unknown part makes an unknown sum", () => {
    const { builder } = begin();
    const span = builder.begin("embed");
    span.addUsage({ model: "m", inputTokens: 10, costUsd: 0.5 });
    span.addUsage({ model: "m", inputTokens: 5 });
    assert.deepEqual(builder.build(END).spans[0]?.usage, {
      model: "m",
      inputTokens: 15,
      outputTokens: "unknown",
      costUsd: "unknown",
    });
  });

  it("has ids of its own, each span another, also where they run over", () => {
    const { builder } = begin();
    assert.equal(builder.traceId, "fe".repeat(16));
    assert.equal(builder.spanId, "ff".repeat(8));
    const spans = [1, 2, 3].map(() => builder.begin("embed").spanId);
    assert.deepEqual(spans, ["0".repeat(16), `${"0".repeat(15)}1`, `${"0".repeat(15)}2`]);
  });

  it("goes on with the trace of its caller", () => {
    const parent = { traceId: "a".repeat(32), spanId: "b".repeat(16), sampled: true };
    const { builder } = begin(parent);
    const trace = builder.build(END);
    assert.deepEqual([trace.traceId, trace.parentSpanId], [parent.traceId, parent.spanId]);
    assert.notEqual(trace.spanId, parent.spanId);
  });
});
