import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "./random.ts";
import { measureOverlap, measureSpans, uniteSpans, type Stretch } from "./spans.ts";

describe("spans as sets of characters", () => {
  it("are joined where they overlap or touch", () => {
    const spans = [
      { start: 5, end: 8 },
      { start: 0, end: 2 },
      { start: 2, end: 3 },
      { start: 6, end: 7 },
      { start: 9, end: 9 },
    ];
    assert.deepEqual(uniteSpans(spans), [
      { start: 0, end: 3 },
      { start: 5, end: 8 },
    ]);
    assert.equal(measureSpans(spans), 3 + 2 + 1 + 1);
  });

  it("share what counting each character finds", () => {
    const random = createRandom("spans");
    const draw = (): readonly Stretch[] =>
      Array.from({ length: random.below(5) }, () => {
        const start = random.below(40);
        return { start, end: start + random.below(10) };
      });
    const toSet = (spans: readonly Stretch[]): Set<number> =>
      new Set(
        spans.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, i) => start + i)),
      );
    for (let round = 0; round < 500; round++) {
      const [a, b] = [draw(), draw()];
      assert.equal(measureOverlap(a, b), [...toSet(a)].filter((one) => toSet(b).has(one)).length);
      assert.equal(measureSpans(uniteSpans(a)), toSet(a).size);
    }
  });
});
