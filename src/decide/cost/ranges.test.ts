import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseAnswers } from "../questionnaire/answers.ts";
import { DEFAULT_RANGES } from "./inputs.ts";
import { toRanges } from "./ranges.ts";

describe("toRanges", () => {
  it("takes a team's own figures before its answers, and answers before the defaults", () => {
    const answers = parseAnswers({ "s.traffic": "above-1m", "k.change": "yearly" });
    const ranges = toRanges(answers, {
      changeShare: 0.01,
      dayRate: { low: 500, mode: 700, high: 900 },
    });
    assert.equal(ranges["questionsPerMonth"]?.mode, 2_000_000);
    assert.deepEqual(ranges["changeShare"], { low: 0.01, mode: 0.01, high: 0.01 });
    assert.equal(ranges["dayRate"]?.high, 900);
    assert.equal(ranges["passages"], DEFAULT_RANGES["passages"]);
  });

  it("lets a price be unknown, and nothing else", () => {
    assert.ok(Number.isNaN(toRanges(new Map(), { outputPrice: null })["outputPrice"]?.mode));
    assert.throws(() => toRanges(new Map(), { questionsPerMonth: null }), /only prices may/);
  });

  it("refuses figures that cannot be, all at once", () => {
    assert.throws(
      () =>
        toRanges(new Map(), {
          questionsPerMonth: -5,
          changeShare: 3,
          trafic: 10,
          tries: { low: 5, mode: 4, high: 8 },
        }),
      /questionsPerMonth is -5: it cannot be negative; changeShare is 3: a share is at most 1.*trafic is no input; tries is not in order/,
    );
  });
});
