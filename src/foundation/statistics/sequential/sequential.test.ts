import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../random.ts";
import { extendSequence, startSequence, toSequenceBounds } from "./confidence-sequence.ts";
import { computeEValues, computeLogEValues } from "./e-process.ts";

describe("e-values", () => {
  /** The mixture by its definition: 2^n ∫ q^w (1 − q)^l dq, over all of [0, 1] or one half twice. */
  const integrate = (wins: number, losses: number, from: number, to: number): number => {
    const steps = 20_000;
    let sum = 0;
    for (let i = 0; i < steps; i++) {
      const q = from + ((i + 0.5) / steps) * (to - from);
      sum += (2 * q) ** wins * (2 * (1 - q)) ** losses;
    }
    return sum / steps;
  };

  it("are likelihoods averaged over chances of winning", () => {
    for (const [wins, losses] of [
      [3, 0],
      [10, 4],
      [6, 9],
    ] as const) {
      const { twoSided, better, worse } = computeEValues(wins, losses);
      assert.ok(Math.abs(twoSided / integrate(wins, losses, 0, 1) - 1) < 1e-6);
      assert.ok(Math.abs(better / integrate(wins, losses, 0.5, 1) - 1) < 1e-6);
      assert.ok(Math.abs(worse / integrate(wins, losses, 0, 0.5) - 1) < 1e-6);
    }
  });

  it("average to what they were, over the next pair of equal systems", () => {
    const now = computeEValues(20, 13);
    const won = computeEValues(21, 13);
    const lost = computeEValues(20, 14);
    for (const side of ["twoSided", "better", "worse"] as const)
      assert.ok(Math.abs((won[side] + lost[side]) / 2 / now[side] - 1) < 1e-9);
  });

  it("stay numbers for very many pairs", () => {
    assert.equal(computeEValues(100_000, 0).better, Number.MAX_VALUE);
    assert.ok(Number.isFinite(computeLogEValues(100_000, 0).better));
    // 2·2^n·B(n + 1, 1)·I_½(n + 1, 1) = 1/(n + 1): the e-values of one side never reach 0.
    assert.ok(Math.abs(computeEValues(100_000, 0).worse * 100_001 - 1) < 1e-6);
  });
});

describe("a confidence sequence", () => {
  it("holds the mean at every look nearly always, and narrows", () => {
    let missed = 0;
    for (let run = 0; run < 200; run++) {
      const random = createRandom(`sequence/${run}`);
      let state = startSequence();
      let held = true;
      for (let i = 0; i < 500; i++) {
        state = extendSequence(state, random.uniform() < 0.3 ? 1 : 0);
        const { low, high } = toSequenceBounds(state);
        held &&= low <= 0.3 && 0.3 <= high;
      }
      const { low, high } = toSequenceBounds(state);
      assert.ok(high - low < 0.2);
      if (!held) missed++;
    }
    assert.ok(missed <= 10, `${missed} of 200`);
  });

  it("knows nothing before the first value", () => {
    assert.deepEqual(toSequenceBounds(startSequence()), { low: -Infinity, high: Infinity });
  });
});
