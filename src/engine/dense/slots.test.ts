import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../foundation/random.ts";
import { createSlots } from "./slots.ts";

describe("slots", () => {
  it("never overlap, begin on cache lines, and leave nothing behind when all are given back", () => {
    const random = createRandom("slots");
    for (let round = 0; round < 50; round++) {
      const slots = createSlots(640);
      const taken: { address: number; bytes: number }[] = [];
      for (let step = 0; step < 200; step++) {
        if (taken.length > 0 && random.below(5) < 2) {
          const [slot] = taken.splice(random.below(taken.length), 1);
          if (slot) slots.give(slot.address, slot.bytes);
          continue;
        }
        const bytes = 1 + random.below(1000);
        const address = slots.take(bytes);
        assert.equal(address % 64, 0);
        assert.ok(address >= 640 && address + bytes <= slots.end);
        for (const other of taken)
          assert.ok(address + bytes <= other.address || other.address + other.bytes <= address);
        taken.push({ address, bytes });
      }
      for (const { address, bytes } of taken) slots.give(address, bytes);
      assert.equal(slots.end, 640);
    }
  });

  it("are taken again before the end moves", () => {
    const slots = createSlots(0);
    const [first, second] = [slots.take(128), slots.take(64)];
    slots.give(first, 128);
    assert.equal(slots.take(64), 0);
    assert.equal(slots.take(64), 64);
    assert.equal(second, 128);
    assert.equal(slots.end, 192);
  });
});
