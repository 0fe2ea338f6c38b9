import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../foundation/random.ts";
import { DEFAULT_RANGES, INPUTS, modesOf, type InputValues, type Range } from "./inputs.ts";
import { computeLines, countQuestions, countReplicas, type ArmPlan } from "./lines.ts";
import { drawTriangular, simulate } from "./sensitivity.ts";
import { computeCost } from "./totals.ts";

const MODES = modesOf(DEFAULT_RANGES);
const RETRIEVAL: ArmPlan = { arm: "retrieval", hosting: "dedicated" };
const TUNED: ArmPlan = { arm: "tuned", hosting: "dedicated" };
const BOTH: ArmPlan = { arm: "both", hosting: "dedicated" };

/** Inputs drawn between their ends, or between half and twice their mode. */
function drawInputs(seed: string): InputValues {
  const random = createRandom(seed);
  return Object.fromEntries(
    INPUTS.map(({ name, low, mode, high }) => {
      const [from, to] = low < high ? [low, high] : [mode / 2, mode * 2];
      return [name, Number.isFinite(to) ? from + (to - from) * random.uniform() : mode];
    }),
  );
}

const perQuestion = (values: InputValues, plan: ArmPlan): number =>
  computeCost(values, plan, 24).total / countQuestions(values, 24);

describe("the cost model", () => {
  it("never lowers the tuned arm's advantage per answer as traffic grows", () => {
    for (let round = 0; round < 100; round++) {
      const drawn = drawInputs(`traffic/${round}`);
      const advantage = (questionsPerMonth: number, plan: ArmPlan): number => {
        const values = { ...drawn, questionsPerMonth };
        return perQuestion(values, RETRIEVAL) - perQuestion(values, plan);
      };
      for (const plan of [TUNED, BOTH]) {
        const advantages = [1e3, 1e4, 1e5, 1e6, 1e7].map((volume) => advantage(volume, plan));
        // While the tuned arm has more fixed costs, as it has with these inputs.
        if ((advantages[0] ?? 0) > 0) continue;
        for (let i = 1; i < advantages.length; i++)
          assert.ok(
            (advantages[i] ?? 0) >= (advantages[i - 1] ?? 0) - 1e-9,
            `${plan.arm} round ${round}`,
          );
      }
    }
  });

  it("is linear in prices, days and tokens, line by line", () => {
    for (const [name, line] of [
      ["gpuHourPrice", "hosting"],
      ["trainingPrice", "training"],
      ["labelMinutes", "labelling"],
      ["dayRate", "engineering, build"],
      ["dayRate", "engineering, run"],
      ["tunedBaseChangeDays", "base change"],
      ["serverPerMonth", "server"],
      ["hostingHours", "hosting"],
    ] as const) {
      const at = (factor: number): number =>
        computeLines({ ...MODES, [name]: (MODES[name] ?? NaN) * factor }, TUNED, 24)[line];
      assert.ok(Math.abs(at(3) - 3 * at(1)) < 1e-6 * at(3), `${line} by ${name}`);
      assert.equal(at(0), 0);
    }
    const queries = (questionsPerMonth: number): number =>
      computeLines({ ...MODES, questionsPerMonth }, RETRIEVAL, 12)["query tokens"];
    assert.ok(Math.abs(queries(50_000) - 5 * queries(10_000)) < 1e-6);
  });

  it("trains more often the faster facts change, and never less than monthly", () => {
    let before = 0;
    for (const changeShare of [0, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1]) {
      const { training } = computeLines({ ...MODES, changeShare }, TUNED, 24);
      assert.ok(training >= before, String(changeShare));
      before = training;
    }
  });

  it("counts growth of questions month by month", () => {
    const grown = countQuestions({ ...MODES, questionsPerMonth: 100, questionGrowth: 0.1 }, 3);
    assert.ok(Math.abs(grown - (100 + 110 + 121)) < 1e-9);
  });

  it("counts machines by the busiest second", () => {
    // 26.28 M a month are 10 a second, 50 at the peak; .25 s each at 60 % of a machine.
    const values = {
      ...MODES,
      questionsPerMonth: 26_280_000,
      prefillTokensPerSecond: Infinity,
      decodeTokensPerSecond: 1_000,
    };
    assert.equal(countReplicas(values, "tuned"), Math.ceil((50 * 0.25) / 0.6));
    assert.equal(countReplicas(MODES, "tuned"), 1);
  });

  it("says which lines an unknown price leaves out, and counts none of them as nothing", () => {
    const cost = computeCost({ ...MODES, outputPrice: NaN }, RETRIEVAL, 12);
    assert.deepEqual(cost.unpriced, ["query tokens", "evaluation"]);
    assert.ok(cost.total > 0);
    // A price that nothing needs may stay unknown.
    assert.deepEqual(computeCost({ ...MODES, cacheReadPrice: NaN }, RETRIEVAL, 12).unpriced, []);
    assert.deepEqual(computeCost({ ...MODES, gpuHourPrice: NaN }, RETRIEVAL, 12).unpriced, []);
  });

  it("spreads less the narrower its inputs", () => {
    const narrowed = (factor: number): Record<string, Range> =>
      Object.fromEntries(
        Object.entries(DEFAULT_RANGES).map(([name, { low, mode, high }]) => [
          name,
          { low: mode - (mode - low) * factor, mode, high: mode + (high - mode) * factor },
        ]),
      );
    const widths = [1, 0.5, 0.1, 0].map((factor) => {
      const [spread] = simulate(narrowed(factor), [BOTH], 24, {
        seed: "narrow",
        draws: 400,
      }).totals;
      return (spread?.p90 ?? NaN) - (spread?.p10 ?? NaN);
    });
    for (let i = 1; i < widths.length; i++)
      assert.ok((widths[i] ?? 0) < (widths[i - 1] ?? 0) || widths[i] === 0);
    assert.equal(widths.at(-1), 0);
  });

  it("draws from a triangle", () => {
    const range = { low: 0, mode: 1, high: 4 };
    assert.deepEqual(
      [0, 0.25, 1].map((share) => drawTriangular(range, share)),
      [0, 1, 4],
    );
    assert.equal(drawTriangular({ low: 2, mode: 2, high: 2 }, 0.9), 2);
  });
});
