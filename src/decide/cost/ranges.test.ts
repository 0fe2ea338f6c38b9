import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseAnswers } from "../questionnaire/answers.ts";
import { DEFAULT_RANGES } from "./inputs.ts";
import { measureInputs } from "./measured-inputs.ts";
import { bundledPrices, findPrice, parsePriceTable } from "./price-tables.ts";
import { FROM_TABLES, toRanges } from "./ranges.ts";

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

  it("takes prices of a team's own table before the bundled ones, which are the defaults", () => {
    for (const [name, row] of Object.entries(FROM_TABLES))
      assert.equal(DEFAULT_RANGES[name]?.mode, findPrice([bundledPrices()], row)?.usd, name);
    const own = parsePriceTable("own", {
      schema: "plumbline.prices/1",
      id: "own",
      readAt: "2026-11-01",
      rows: [
        { id: "gpu-hour/together-dedicated", unit: "GPU hour", usd: 2, high: 3, verified: "own" },
      ],
    });
    const ranges = toRanges(new Map(), { trainingPrice: 0.9 }, { tables: [own] });
    assert.deepEqual(ranges["gpuHourPrice"], { low: 2, mode: 2, high: 3 });
    assert.equal(ranges["trainingPrice"]?.mode, 0.9);
    assert.equal(ranges["smallGpuHourPrice"], DEFAULT_RANGES["smallGpuHourPrice"]);
  });

  it("takes what was measured before what was answered, where there is enough of it", () => {
    const measured = measureInputs({
      traffic: { days: 30, questions: 3_000 },
      documents: { documents: 10, tokens: 5_000, collections: 1, distinctAccess: 1, erasures: 0 },
      promptTokens: { calls: 29, median: 2_000 },
      changes: { days: 60, syncs: 3, changeDays: 9, changeShare: 0.04, live: false },
    });
    assert.deepEqual(measured, {
      questionsPerMonth: 3_044,
      documents: 10,
      documentTokens: 500,
      changeShare: 0.04,
    });
    const answers = parseAnswers({ "s.traffic": "above-1m", "k.size": "beyond" });
    const ranges = toRanges(answers, { documents: 11 }, { measured });
    assert.deepEqual(ranges["questionsPerMonth"], { low: 3_044, mode: 3_044, high: 3_044 });
    assert.equal(ranges["documents"]?.mode, 11);
    assert.equal(ranges["systemTokens"], DEFAULT_RANGES["systemTokens"]);
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
