import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../foundation/random.ts";
import { GramIndex } from "./gram-index.ts";

describe("GramIndex", () => {
  it("counts distinct grams, and those shared with each text before", () => {
    const index = new GramIndex();
    assert.deepEqual(index.add(Int32Array.of(1, 2, 2, 3)), { size: 3, shared: Int32Array.of() });
    assert.deepEqual(index.add(Int32Array.of(3, 0, 3, 2)), { size: 3, shared: Int32Array.of(2) });
    assert.deepEqual(index.add(Int32Array.of(0, 3)).shared, Int32Array.of(1, 2));
    assert.equal(index.sizeOf(1), 3);
  });

  it("counts as sets do, beyond its first capacity", () => {
    const random = createRandom("gram-index");
    const index = new GramIndex();
    const texts: Set<number>[] = [];
    for (let text = 0; text < 40; text++) {
      const grams = Int32Array.from({ length: 2000 }, () => random.below(50_000) - 25_000);
      const { size, shared } = index.add(grams);
      const own = new Set(grams);
      assert.equal(size, own.size);
      assert.deepEqual(
        [...shared],
        texts.map((other) => [...other].filter((gram) => own.has(gram)).length),
      );
      texts.push(own);
    }
  });
});
