import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createTurns, type Turns } from "./turns.ts";

/** Lets everything run that waits for nothing but its turn. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Takes a turn, and notes when it has come. */
function queue(turns: Turns, name: string, signal?: AbortSignal) {
  const taken = turns.take(name, signal);
  const state = { came: false };
  taken.then(
    () => (state.came = true),
    () => undefined,
  );
  return { taken, state };
}

describe("createTurns", () => {
  it("gives turns one at a time, in the order of asking", async () => {
    const turns = createTurns();
    const first = await turns.take("sync");
    const second = queue(turns, "sync");
    const third = queue(turns, "sync");
    await settle();
    assert.deepEqual([second.state.came, third.state.came], [false, false]);
    first[Symbol.dispose]();
    await settle();
    assert.deepEqual([second.state.came, third.state.came], [true, false]);
    (await second.taken)[Symbol.dispose]();
    await settle();
    assert.equal(third.state.came, true);
  });

  it("lets other names pass", async () => {
    const turns = createTurns();
    await turns.take("a");
    const other = queue(turns, "b");
    await settle();
    assert.equal(other.state.came, true);
  });

  it("leaves the queue when its signal is aborted, and those behind keep their order", async () => {
    const turns = createTurns();
    const first = await turns.take("sync");
    const stop = new AbortController();
    const leaving = turns.take("sync", stop.signal);
    const last = queue(turns, "sync");
    stop.abort(new Error("enough"));
    await assert.rejects(leaving, /enough/);
    await settle();
    assert.equal(last.state.came, false);
    first[Symbol.dispose]();
    await settle();
    assert.equal(last.state.came, true);
  });

  it("is free again when everybody is done", async () => {
    const turns = createTurns();
    for (let round = 0; round < 3; round++) (await turns.take("sync"))[Symbol.dispose]();
    const next = queue(turns, "sync");
    await settle();
    assert.equal(next.state.came, true);
  });
});
