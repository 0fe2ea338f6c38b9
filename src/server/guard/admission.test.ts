import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { PlumblineError } from "../../foundation/errors.ts";
import { createRandom } from "../../foundation/random.ts";
import { closing, overloaded } from "../errors.ts";
import { Admission } from "./admission.ts";

const never = new AbortController().signal;
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Asks, and notes in `order` when it may begin. */
function ask(admission: Admission, caller: string, order: string[]) {
  const entered = admission.enter(caller, never);
  entered.then(
    () => order.push(caller),
    () => undefined,
  );
  return entered;
}

describe("R12 Admission", () => {
  it("R12 works on no more than its limits at a time, over all and for each caller", async () => {
    const admission = new Admission({ running: 3, runningEach: 2, waiting: 100 });
    const random = createRandom("admission");
    const running = new Map<string, number>();
    let done = 0;
    const work = async (caller: string): Promise<void> => {
      using _ = await admission.enter(caller, never);
      running.set(caller, (running.get(caller) ?? 0) + 1);
      const all = [...running.values()].reduce((sum, count) => sum + count, 0);
      assert.ok(all <= 3 && (running.get(caller) ?? 0) <= 2, JSON.stringify([...running]));
      for (let pause = random.below(4); pause > 0; pause--) await settle();
      running.set(caller, (running.get(caller) ?? 0) - 1);
      done++;
    };
    await Promise.all(Array.from({ length: 90 }, (_, i) => work(`caller ${i % 4}`)));
    assert.equal(done, 90);
  });

  it("R12 takes callers in turn, however much one of them asks", async () => {
    const admission = new Admission({ running: 1, runningEach: 1, waiting: 100 });
    const order: string[] = [];
    const asked = ["a", "a", "a", "a", "b", "c"].map((caller) => ask(admission, caller, order));
    for (const entered of asked)
      void entered.then((room) => settle().then(() => room[Symbol.dispose]()));
    await Promise.all(asked);
    assert.deepEqual(order, ["a", "a", "b", "c", "a", "a"]);
  });

  it("R12 lets others pass a caller who has all that is allowed to one", async () => {
    const admission = new Admission({ running: 4, runningEach: 2, waiting: 100 });
    const order: string[] = [];
    for (const caller of ["a", "a", "a", "b"]) void ask(admission, caller, order);
    await settle();
    assert.deepEqual(order, ["a", "a", "b"]);
  });

  it("R12 refuses at once when enough are waiting, and says when to try again", async () => {
    const admission = new Admission({ running: 1, runningEach: 1, waiting: 2 });
    const order: string[] = [];
    for (const caller of ["a", "b", "c"]) void ask(admission, caller, order);
    await assert.rejects(admission.enter("d", never), (error) => {
      assert.ok(overloaded.is(error) && error instanceof PlumblineError);
      return error.details["retryAfterMs"] === 1000;
    });
  });

  it("R12 forgets whoever stops waiting", async () => {
    const admission = new Admission({ running: 1, runningEach: 1, waiting: 1 });
    const order: string[] = [];
    const first = await admission.enter("a", never);
    const stop = new AbortController();
    const leaving = admission.enter("b", stop.signal);
    stop.abort(new Error("gone"));
    await assert.rejects(leaving, /gone/);
    const next = ask(admission, "c", order);
    first[Symbol.dispose]();
    (await next)[Symbol.dispose]();
    assert.deepEqual(order, ["c"]);
    await assert.rejects(admission.enter("d", AbortSignal.abort(new Error("late"))), /late/);
  });

  it("R12 makes room once, however often it is let go of", async () => {
    const admission = new Admission({ running: 1, runningEach: 1, waiting: 9 });
    const order: string[] = [];
    const first = await admission.enter("a", never);
    for (const caller of ["b", "c"]) void ask(admission, caller, order);
    first[Symbol.dispose]();
    first[Symbol.dispose]();
    await settle();
    assert.deepEqual(order, ["b"]);
  });

  it("refuses whoever waits when it closes", async () => {
    const admission = new Admission({ running: 1, runningEach: 1, waiting: 9 });
    await admission.enter("a", never);
    const waiting = admission.enter("b", never);
    admission.close();
    await assert.rejects(waiting, closing.is);
  });
});
