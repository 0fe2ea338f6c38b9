import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { stoppable } from "./stoppable.ts";

/** Counts up; between two numbers it waits for a signal that only an abort gives. */
function startCounting(outer?: AbortSignal) {
  const log: string[] = [];
  const counting = stoppable(async function* (signal) {
    try {
      yield 1;
      await new Promise((_, reject) => {
        signal.addEventListener("abort", () => reject(new Error("aborted")));
      });
      yield 2;
    } finally {
      log.push(`ended, ${signal.aborted ? "aborted" : "not aborted"}`);
    }
  }, outer);
  return { counting, log };
}

describe("stoppable", () => {
  it("gives what the generator gives", async () => {
    const values: number[] = [];
    for await (const value of stoppable(async function* () {
      yield 1;
      yield 2;
    }))
      values.push(value);
    assert.deepEqual(values, [1, 2]);
  });

  it("aborts when the loop over it breaks", async () => {
    const { counting, log } = startCounting();
    for await (const value of counting) if (value === 1) break;
    assert.deepEqual(log, ["ended, aborted"]);
  });

  it("aborts while the next value is still being made", async () => {
    const { counting, log } = startCounting();
    await counting.next();
    const pending = counting.next();
    const ended = counting.return(undefined);
    await assert.rejects(pending, /aborted/);
    assert.equal((await ended).done, true);
    assert.deepEqual(log, ["ended, aborted"]);
  });

  it("is aborted by the signal it was given, too", async () => {
    const outer = new AbortController();
    const { counting } = startCounting(outer.signal);
    await counting.next();
    const pending = counting.next();
    outer.abort();
    await assert.rejects(pending, /aborted/);
  });
});
