import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { PlumblineError } from "./errors.ts";
import { createRandom } from "./random.ts";
import { fullJitter, retry, type RetryOptions } from "./retry.ts";

const failure = (details: Record<string, unknown> = {}) =>
  new PlumblineError({
    code: "test.busy",
    kind: "limited",
    message: "busy",
    hint: "wait",
    details,
  });

/** Fails with the errors given, one a call, then succeeds; and remembers how long it waited. */
function makeCase(errors: readonly unknown[], overrides: Partial<RetryOptions> = {}) {
  const waits: number[] = [];
  let calls = 0;
  const options: RetryOptions = {
    attempts: 3,
    isRetryable: () => true,
    delayMs: (attempt) => attempt * 10,
    sleep: async (ms) => void waits.push(ms),
    ...overrides,
  };
  const run = () =>
    retry(async (attempt) => {
      calls++;
      assert.equal(attempt, calls);
      const error = errors[attempt - 1];
      if (error !== undefined) throw error;
      return "done";
    }, options);
  return { run, waits, calls: () => calls };
}

describe("retry", () => {
  it("gives the first success, without a wait after it", async () => {
    const { run, waits } = makeCase([]);
    assert.equal(await run(), "done");
    assert.deepEqual(waits, []);
  });

  it("waits longer after each failure, as told by delayMs", async () => {
    const { run, waits } = makeCase([failure(), failure()]);
    assert.equal(await run(), "done");
    assert.deepEqual(waits, [10, 20]);
  });

  it("throws the last error unchanged when the attempts are used up", async () => {
    const errors = [failure(), failure(), failure(), failure()];
    const { run, calls, waits } = makeCase(errors);
    await assert.rejects(run(), (error) => error === errors[2]);
    assert.equal(calls(), 3);
    assert.equal(waits.length, 2);
  });

  it("does not repeat what cannot succeed", async () => {
    const error = failure();
    const { run, calls } = makeCase([error], { isRetryable: () => false });
    await assert.rejects(run(), (thrown) => thrown === error);
    assert.equal(calls(), 1);
  });

  it("waits exactly as long as the other side asks, up to a minute", async () => {
    const { run, waits } = makeCase([
      failure({ retryAfterMs: 60_000 }),
      failure({ retryAfterMs: 0 }),
    ]);
    assert.equal(await run(), "done");
    assert.deepEqual(waits, [60_000, 0]);
  });

  it("gives up at once when asked to wait for more than a minute", async () => {
    const { run, waits, calls } = makeCase([failure({ retryAfterMs: 60_001 })]);
    await assert.rejects(run());
    assert.equal(calls(), 1);
    assert.deepEqual(waits, []);
  });

  it("keeps to delayMs where the wish makes no sense, and bounds delayMs too", async () => {
    const absurd = [failure({ retryAfterMs: -5 }), failure({ retryAfterMs: "soon" })];
    assert.deepEqual(await makeCaseAndRun(absurd, (attempt) => attempt * 50_000), [50_000, 60_000]);
  });

  it("stops when its signal is aborted, before the first call and between calls", async () => {
    const aborted = AbortSignal.abort(new Error("gone"));
    const never = makeCase([], { signal: aborted });
    await assert.rejects(never.run(), /gone/);
    assert.equal(never.calls(), 0);
    const controller = new AbortController();
    const { run, calls } = makeCase([failure(), failure()], {
      signal: controller.signal,
      sleep: async () => controller.abort(new Error("gone")),
    });
    await assert.rejects(run(), /gone/);
    assert.equal(calls(), 1);
  });
});

async function makeCaseAndRun(
  errors: readonly unknown[],
  delayMs: RetryOptions["delayMs"],
): Promise<number[]> {
  const { run, waits } = makeCase(errors, { delayMs });
  await run();
  return waits;
}

describe("fullJitter", () => {
  it("draws evenly below a ceiling that doubles up to its limit", () => {
    const delay = fullJitter(createRandom("jitter"), { baseMs: 100, maxMs: 300 });
    for (const [attempt, ceiling] of [
      [1, 100],
      [2, 200],
      [3, 300],
      [9, 300],
    ] as const) {
      const draws = Array.from({ length: 2000 }, () => delay(attempt));
      const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
      assert.ok(Math.min(...draws) >= 0 && Math.max(...draws) < ceiling);
      assert.ok(Math.abs(mean - ceiling / 2) < ceiling * 0.05);
    }
  });
});
