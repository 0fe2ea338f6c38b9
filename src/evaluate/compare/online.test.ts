import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../foundation/random.ts";
import { addPair, readOnline, startOnline, type OnlineState } from "./online.ts";

function play(pairs: number, chance: number, seed: string): OnlineState {
  const random = createRandom(seed);
  let state = startOnline();
  for (let i = 0; i < pairs; i++) {
    const won = random.uniform() < chance;
    state = addPair(state, { challenger: won ? 1 : 0, baseline: won ? 0 : 1 });
  }
  return state;
}

describe("an online comparison", () => {
  it("knows nothing before the first pair", () => {
    assert.deepEqual(readOnline(startOnline()), {
      pairs: 0,
      evidence: { twoSided: 1, better: 1, worse: 1 },
      interval: { low: -1, high: 1 },
      verdict: "undecided",
    });
  });

  it("finds the better and the worse of two, and how far apart they are", () => {
    const better = readOnline(play(300, 0.65, "better"));
    assert.equal(better.verdict, "better");
    assert.ok(better.interval.low > 0 && better.interval.low < 0.3 && better.interval.high > 0.3);
    assert.equal(readOnline(play(300, 0.35, "worse")).verdict, "worse");
  });

  it("takes nothing from ties", () => {
    let state = startOnline();
    for (let i = 0; i < 50; i++) state = addPair(state, { challenger: 0.4, baseline: 0.4 });
    const { pairs, evidence, verdict } = readOnline(state);
    assert.deepEqual([pairs, evidence.twoSided, verdict], [50, 1, "undecided"]);
  });

  it("keeps what it decided, and goes on from its JSON", () => {
    const decided = play(300, 0.7, "kept");
    let state: OnlineState = structuredClone(decided);
    for (let i = 0; i < 300; i++) state = addPair(state, { challenger: 0, baseline: 1 });
    assert.equal(readOnline(state).verdict, "better");
    assert.ok(readOnline(state).evidence.better < 20);
    const half = play(40, 0.6, "halves");
    assert.deepEqual(JSON.parse(JSON.stringify(half)), half);
  });
});
