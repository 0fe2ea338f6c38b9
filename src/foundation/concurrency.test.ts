import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { mapOrdered } from "./concurrency.ts";

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function collect<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe("mapOrdered", () => {
  it("gives results in the order of the input, whoever finishes first", async () => {
    const gates = [0, 1, 2].map(() => Promise.withResolvers<void>());
    const results = collect(
      mapOrdered([0, 1, 2], 3, async (index) => {
        await gates[index]?.promise;
        return index;
      }),
    );
    for (const gate of gates.toReversed()) {
      gate.resolve();
      await tick();
    }
    assert.deepEqual(await results, [0, 1, 2]);
  });

  it("works on no more than the limit at a time", async () => {
    let running = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, ++running);
      await tick();
      running--;
    };
    await collect(mapOrdered(Array.from({ length: 20 }), 3, work));
    assert.equal(most, 3);
  });

  it("throws a failure when its turn comes, not while the consumer is busy", async () => {
    const unhandled: unknown[] = [];
    const listen = (error: unknown): void => void unhandled.push(error);
    process.on("unhandledRejection", listen);
    const seen: number[] = [];
    const consume = async (): Promise<void> => {
      const work = async (n: number): Promise<number> => {
        if (n === 2) throw new Error("the second failed");
        return n;
      };
      for await (const n of mapOrdered([1, 2, 3], 3, work)) {
        seen.push(n);
        await tick();
        await tick();
      }
    };
    await assert.rejects(consume(), /the second failed/);
    await tick();
    process.off("unhandledRejection", listen);
    assert.deepEqual([seen, unhandled], [[1], []]);
  });

  it("leaves nothing unhandled behind a consumer that stops early", async () => {
    const unhandled: unknown[] = [];
    const listen = (error: unknown): void => void unhandled.push(error);
    process.on("unhandledRejection", listen);
    const work = async (n: number): Promise<number> => {
      if (n > 1) throw new Error("too late");
      return n;
    };
    for await (const n of mapOrdered([1, 2, 3], 3, work)) if (n === 1) break;
    await tick();
    process.off("unhandledRejection", listen);
    assert.deepEqual(unhandled, []);
  });
});
