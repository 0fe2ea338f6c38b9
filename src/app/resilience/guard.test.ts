import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Clock, Logger } from "../../foundation/effects.ts";
import { PlumblineError, type ErrorKind } from "../../foundation/errors.ts";
import { createRandom } from "../../foundation/random.ts";
import {
  egressNoReply,
  egressStalled,
  egressUnreachable,
  upstreamDenied,
  upstreamFailed,
  upstreamLimited,
} from "../../adapters/index.ts";
import { deadlinePassed, serviceResting } from "../errors.ts";
import { createGuard } from "./guard.ts";

/** A guard whose time passes only where the test says so; waits take the time they are long. */
function open(attemptMs?: number) {
  let nowMs = 0;
  const waits: number[] = [];
  const warnings: string[] = [];
  const clock: Clock = { now: () => new Date(nowMs), monotonicMs: () => nowMs };
  const logger: Logger = { debug: () => undefined, warn: (message) => warnings.push(message) };
  const guard = createGuard({
    clock,
    logger,
    random: createRandom("guard"),
    sleep: async (ms) => {
      waits.push(ms);
      nowMs += ms;
    },
    ...(attemptMs === undefined ? {} : { attemptMs }),
  });
  return { guard, waits, warnings, pass: (ms: number) => (nowMs += ms) };
}

const busy = upstreamFailed({ adapter: "toy", status: 503 });

/** Fails with the errors given, one a call, then succeeds. */
function failing(...errors: readonly unknown[]) {
  let calls = 0;
  const work = async (): Promise<string> => {
    const error = errors[calls++];
    if (error !== undefined) throw error;
    return "done";
  };
  return { work, calls: () => calls };
}

describe("guard, retries", () => {
  it("tries twice more, and says so each time", async () => {
    const { guard, waits, warnings } = open();
    const twice = failing(busy, busy);
    assert.equal(await guard.call("toy", twice.work), "done");
    assert.equal(twice.calls(), 3);
    assert.ok(waits.every((ms) => ms >= 0 && ms < 1000));
    assert.deepEqual(warnings, ["service-retried", "service-retried"]);
    const thrice = failing(busy, busy, busy, busy);
    await assert.rejects(guard.call("toy", thrice.work), (error) => error === busy);
    assert.equal(thrice.calls(), 3);
  });

  it("does not repeat what will not pass, nor what has begun to arrive", async () => {
    const { guard, waits } = open();
    for (const error of [
      upstreamDenied({ adapter: "toy", status: 401 }),
      egressStalled({ origin: "http://toy.test", seconds: 30 }),
      new Error("a bug"),
    ]) {
      const once = failing(error);
      await assert.rejects(guard.call("toy", once.work), (thrown) => thrown === error);
      assert.equal(once.calls(), 1);
    }
    assert.deepEqual(waits, []);
  });

  it("repeats what the outbound client could not begin", async () => {
    const { guard } = open();
    const origin = "http://toy.test";
    const begun = failing(
      egressUnreachable({ origin, reason: "ECONNREFUSED" }),
      egressNoReply({ origin, seconds: 30 }),
    );
    assert.equal(await guard.call("toy", begun.work), "done");
  });

  it("waits as long as it is told, up to 60 s, and not at all for longer", async () => {
    const limited = (retryAfterMs: number) =>
      upstreamLimited({ adapter: "toy", status: 429, retryAfterMs });
    const { guard, waits } = open();
    await guard.call("toy", failing(limited(1500), limited(60_000)).work);
    assert.deepEqual(waits, [1500, 60_000]);
    const { work, calls } = failing(limited(60_001));
    await assert.rejects(guard.call("other", work), upstreamLimited.is);
    assert.equal(calls(), 1);
  });

  it("stops when its caller leaves", async () => {
    const { guard } = open();
    const caller = new AbortController();
    const gone = new Error("gone");
    const work = async (): Promise<never> => {
      caller.abort(gone);
      throw busy;
    };
    await assert.rejects(guard.call("toy", work, caller.signal));
    const never = failing();
    await assert.rejects(guard.call("toy", never.work, caller.signal), (error) => error === gone);
    assert.equal(never.calls(), 0);
  });

  it("ends with the deadline, also where the work does not listen", async () => {
    const { guard, waits } = open(20);
    let aborted = false;
    const deaf = (signal: AbortSignal): Promise<never> => {
      signal.addEventListener("abort", () => (aborted = true));
      return Promise.withResolvers<never>().promise;
    };
    await assert.rejects(guard.call("toy", deaf), deadlinePassed.is);
    assert.ok(aborted);
    assert.deepEqual(waits, []);
  });
});

describe("guard, breaker", () => {
  const fail = (guard: ReturnType<typeof open>["guard"], name = "toy") =>
    assert.rejects(guard.call(name, failing(egressStalledOnce()).work), PlumblineError);
  /** A failure of the service that is not retried, so that calls are counted one by one. */
  const egressStalledOnce = () => egressStalled({ origin: "http://toy.test", seconds: 30 });

  it("calls nothing for 30 s after five failures in a row", async () => {
    const { guard, pass, warnings } = open();
    for (let n = 0; n < 5; n++) await fail(guard);
    assert.deepEqual(warnings, ["service-resting"]);
    pass(29_999);
    const { work, calls } = failing();
    await assert.rejects(guard.call("toy", work), serviceResting.is);
    assert.equal(calls(), 0);
    // What is asked of another provider or model is no part of it.
    assert.equal(await guard.call("other", work), "done");
  });

  it("is forgiven by one success", async () => {
    const { guard } = open();
    for (let round = 0; round < 3; round++) {
      for (let n = 0; n < 4; n++) await fail(guard);
      assert.equal(await guard.call("toy", failing().work), "done");
    }
  });

  it("lets one call try after 30 s, whose end decides", async () => {
    const { guard, pass } = open();
    for (let n = 0; n < 5; n++) await fail(guard);
    pass(30_000);
    const trial = Promise.withResolvers<string>();
    const trying = guard.call("toy", () => trial.promise);
    await assert.rejects(guard.call("toy", failing().work), serviceResting.is);
    trial.reject(egressStalledOnce());
    await assert.rejects(trying, egressStalled.is);
    await assert.rejects(guard.call("toy", failing().work), serviceResting.is);
    pass(30_000);
    assert.equal(await guard.call("toy", failing().work), "done");
    assert.equal(await guard.call("toy", failing().work), "done");
  });

  it("gives the trial back when its caller leaves", async () => {
    const { guard, pass } = open();
    for (let n = 0; n < 5; n++) await fail(guard);
    pass(30_000);
    const caller = new AbortController();
    const left = guard.call(
      "toy",
      async () => {
        caller.abort(new Error("gone"));
        throw busy;
      },
      caller.signal,
    );
    await assert.rejects(left);
    assert.equal(await guard.call("toy", failing().work), "done");
  });

  it("does not count what the caller did wrong", async () => {
    const { guard } = open();
    const wrong = (kind: ErrorKind) =>
      new PlumblineError({ code: "test.wrong", kind, message: "", hint: "", details: {} });
    for (let n = 0; n < 9; n++)
      await assert.rejects(guard.call("toy", failing(wrong("invalid")).work));
    assert.equal(await guard.call("toy", failing().work), "done");
  });

  it("ends the retries of the call that opened it, with what went wrong", async () => {
    const { guard } = open();
    await assert.rejects(guard.call("toy", failing(busy, busy, busy).work));
    const { work, calls } = failing(busy, busy, busy);
    await assert.rejects(guard.call("toy", work), (error) => error === busy);
    assert.equal(calls(), 2);
  });
});
