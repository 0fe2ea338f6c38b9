import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { checkBands } from "./bands.ts";
import { DEFAULT_RANGES, modesOf } from "./inputs.ts";
import { ageInDays, bundledPrices, findPrice, isStale, parsePriceTable } from "./price-tables.ts";
import { computeCost } from "./totals.ts";

describe("the sanity bands", () => {
  it("place the worked example", () => {
    const values = modesOf(DEFAULT_RANGES);
    const costs = (["retrieval", "tuned", "both"] as const).map((arm) =>
      computeCost(values, { arm, hosting: "dedicated" }, 24),
    );
    const told = checkBands(costs).map(
      ({ arm, name, source, value, position }) =>
        `${arm}, ${name}, ${source}: ${Math.round(value)} ${position}`,
    );
    assert.deepEqual(told, [
      "retrieval, setup, F7: 16000 inside",
      "retrieval, API a month, F8: 223 inside",
      "tuned, setup, F7: 22800 inside",
      "tuned, setup, F9: 22800 below",
      "tuned, hosting a month, F8: 2913 above",
      "both, setup, F7: 32400 inside",
    ]);
  });
});

describe("a sanity band of a price that is unknown", () => {
  it("is left out", () => {
    const values = { ...modesOf(DEFAULT_RANGES), gpuHourPrice: NaN };
    const cost = computeCost(values, { arm: "tuned", hosting: "dedicated" }, 24);
    assert.deepEqual(
      checkBands([cost]).map(({ name }) => name),
      ["setup", "setup"],
    );
  });
});

describe("price tables", () => {
  it("are dated, and old after ninety days", () => {
    const table = bundledPrices();
    assert.equal(ageInDays(table, table.readAt), 0);
    assert.equal(isStale({ ...table, readAt: "2026-01-01" }, "2026-04-01"), false);
    assert.equal(isStale({ ...table, readAt: "2026-01-01" }, "2026-04-02"), true);
  });

  it("give way to a team's own", () => {
    const own = parsePriceTable("own.json", {
      schema: "plumbline.prices/1",
      id: "own",
      readAt: "2026-11-01",
      rows: [{ id: "gpu-hour/h100", unit: "GPU hour", usd: 2.5, verified: "own" }],
    });
    assert.equal(findPrice([bundledPrices(), own], "gpu-hour/h100")?.usd, 2.5);
    assert.equal(findPrice([bundledPrices(), own], "gpu-hour/l40s")?.usd, 0.87);
    assert.equal(findPrice([own], "gpu-hour/l40s"), undefined);
  });

  it("are refused with the place of each mistake", () => {
    assert.throws(
      () =>
        parsePriceTable("own.json", {
          schema: "plumbline.prices/1",
          id: "x",
          readAt: "soon",
          rows: [{ id: "a" }],
        }),
      /own\.json is no price table: readAt: .*rows\.0\.unit/,
    );
  });
});
