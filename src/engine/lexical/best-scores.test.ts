import assert from "node:assert/strict";
import { it } from "node:test";

import { createRandom } from "../../foundation/random.ts";
import { BestScores } from "./best-scores.ts";

it("keeps what sorting all would keep, ties by the smaller key", () => {
  for (let round = 0; round < 300; round++) {
    const random = createRandom(`${round}/best`);
    const all = Array.from({ length: random.below(60) }, (_, key) => ({
      score: 1 + random.below(6),
      key,
    }));
    const capacity = 1 + random.below(20);
    const best = new BestScores(capacity);
    for (const { score, key } of all) if (score > best.threshold) best.offer(score, key);
    const sorted = all.toSorted((a, b) => b.score - a.score || a.key - b.key);
    assert.deepEqual(best.list(), sorted.slice(0, capacity));
  }
});
