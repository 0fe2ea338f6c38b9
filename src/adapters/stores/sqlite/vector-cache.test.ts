import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { VectorCache } from "./vector-cache.ts";

describe("VectorCache", () => {
  it("forgets the oldest beyond its capacity, and what is larger than all of it", () => {
    const cache = new VectorCache(16);
    cache.put(1, new Float32Array(2));
    cache.put(2, new Float32Array(2));
    cache.put(3, new Float32Array(2));
    cache.put(4, new Float32Array(9));
    assert.deepEqual(
      [1, 2, 3, 4].map((id) => cache.get(id) !== undefined),
      [false, true, true, false],
    );
  });

  it("keeps the first vector of a row, and nothing once cleared", () => {
    const cache = new VectorCache(16);
    cache.put(1, Float32Array.of(1));
    cache.put(1, Float32Array.of(2));
    assert.deepEqual(cache.get(1), Float32Array.of(1));
    cache.clear();
    assert.equal(cache.get(1), undefined);
    for (const id of [2, 3, 4, 5]) cache.put(id, Float32Array.of(id));
    assert.deepEqual(cache.get(2), Float32Array.of(2));
  });
});
