import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../random.ts";
import { extendMarginTest, readMarginTest, startMarginTest } from "./margin-test.ts";

const near = (a: number, b: number): boolean => Math.abs(a / b - 1) < 1e-9;

describe("the evidence against a margin", () => {
  it("is the capital of the gambler, as worked by hand", () => {
    assert.equal(readMarginTest(startMarginTest(0.1)), 1);
    const bets = [0.02, 0.05, 0.1, 0.2, 0.4, 0.7];
    const values = [1, 0, -1];
    let state = startMarginTest(0.1);
    for (const value of values) state = extendMarginTest(state, value);
    const capital = bets.map((bet) => (1 + 0.9 * bet) * (1 - 0.1 * bet) * (1 - 1.1 * bet));
    const mean = capital.reduce((sum, each) => sum + each, 0) / 6;
    // Half of it was put on the first beginning, half is kept for later ones.
    assert.ok(near(readMarginTest(state), 0.5 * mean + 0.5));
    assert.deepEqual([state.count, state.sum], [3, 0]);
  });

  it("is expected not to grow where the mean is the margin, whatever came before", () => {
    const random = createRandom("margin");
    let state = startMarginTest(0.25);
    for (let i = 0; i < 137; i++) {
      const now = readMarginTest(state);
      // 1 with a chance of 5/8 and -1 with 3/8 has the mean 1/4.
      const [up, down] = [1, -1].map((value) => readMarginTest(extendMarginTest(state, value)));
      assert.ok(near(((up ?? 0) * 5 + (down ?? 0) * 3) / 8, now), `${i}`);
      state = extendMarginTest(state, random.uniform() < 0.7 ? 1 : -1);
    }
  });

  it("comes up by chance in few of many runs, and soon where there is a difference", () => {
    let alarms = 0;
    const delays: number[] = [];
    for (let run = 0; run < 200; run++) {
      const random = createRandom(`margin/${run}`);
      let calm = startMarginTest(0.05);
      let isAlarm = false;
      for (let i = 0; i < 1000 && !isAlarm; i++) {
        // Exactly at the margin: the hardest case that is no difference.
        const draw = random.uniform();
        calm = extendMarginTest(calm, draw < 0.15 ? 1 : draw < 0.25 ? -1 : 0);
        isAlarm = readMarginTest(calm) >= 20;
      }
      if (isAlarm) alarms++;
      let broken = startMarginTest(0.05);
      let seen = 0;
      // A fault that begins with the 500th.
      for (let i = 0; readMarginTest(broken) < 20 && i < 2000; i++) {
        broken = extendMarginTest(broken, i >= 500 && random.uniform() < 0.4 ? 1 : 0);
        seen = i;
      }
      delays.push(seen - 500);
    }
    assert.ok(alarms <= 10, `${alarms} of 200`);
    assert.ok(Math.max(...delays) < 200, `${Math.max(...delays)}`);
    assert.ok(Math.min(...delays) > 0);
  });

  it("goes on as before after it was written down and read again", () => {
    let state = startMarginTest(0.01);
    let again = state;
    for (let i = 0; i < 120; i++) {
      state = extendMarginTest(state, i % 7 === 0 ? 1 : 0);
      again = extendMarginTest(JSON.parse(JSON.stringify(again)), i % 7 === 0 ? 1 : 0);
    }
    assert.deepEqual(again, state);
  });

  it("keeps only so many beginnings, and stays evidence", () => {
    let state = startMarginTest(0.05);
    for (let i = 0; i < 10_000; i++) state = extendMarginTest(state, 0);
    assert.ok(state.starts.length <= 64);
    assert.ok(readMarginTest(state) < 1);
    assert.throws(() => startMarginTest(0.5), RangeError);
  });
});
