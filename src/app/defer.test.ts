import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { defer } from "./defer.ts";

interface Counting {
  add(a: number, b: number): Promise<number>;
  fail(): Promise<void>;
  count(to: number): AsyncGenerator<number>;
}

function makeCounting(): { readonly loads: () => number; readonly counting: Counting } {
  let loads = 0;
  const counting = defer<Counting>({ add: "call", fail: "call", count: "stream" }, async () => {
    loads++;
    return {
      add: async (a, b) => a + b,
      fail: () => {
        throw new Error("no");
      },
      async *count(to) {
        for (let i = 1; i <= to; i++) yield i;
      },
    };
  });
  return { loads: () => loads, counting };
}

describe("defer", () => {
  it("loads nothing before a method is called, and once whatever is called", async () => {
    const { loads, counting } = makeCounting();
    const stream = counting.count(3);
    assert.equal(loads(), 0);
    assert.deepEqual(await Promise.all([counting.add(1, 2), counting.add(3, 4)]), [3, 7]);
    const counted: number[] = [];
    for await (const number of stream) counted.push(number);
    assert.deepEqual(counted, [1, 2, 3]);
    assert.equal(loads(), 1);
  });

  it("rejects with what a method throws, and ends a stream that its reader leaves", async () => {
    const { counting } = makeCounting();
    await assert.rejects(counting.fail(), /^Error: no$/);
    for await (const number of counting.count(9)) if (number === 2) break;
  });
});
