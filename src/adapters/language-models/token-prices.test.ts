import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findTokenPrices } from "./token-prices.ts";

const NOW = new Date("2026-11-21T00:00:00.000Z");
const find = (adapter: string, options: unknown, tokens = 2_000) =>
  findTokenPrices({ adapter, options }, tokens, NOW);

describe("findTokenPrices", () => {
  it("takes the published list's price of a call of that length", async () => {
    const found = await find("anthropic", { model: "claude-haiku-4-5" });
    assert.ok(found);
    assert.deepEqual(
      [found.inputPrice, found.outputPrice, found.cacheReadPrice].map((usd) => usd?.toFixed(2)),
      ["1.00", "5.00", "0.10"],
    );
    const short = await find("openai", { model: "gpt-5.6-terra" });
    const long = await find("openai", { model: "gpt-5.6-terra" }, 1_000_000);
    assert.equal(short?.inputPrice.toFixed(2), "2.00");
    assert.equal(long?.inputPrice.toFixed(2), "4.00");
  });

  it("takes the configured price before the list's", async () => {
    const price = { inputPerMillion: 0, outputPerMillion: 0.5 };
    assert.deepEqual(await find("openai", { model: "claude-haiku-4-5", price }), {
      model: "claude-haiku-4-5",
      inputPrice: 0,
      outputPrice: 0.5,
    });
  });

  it("knows nothing of models that nobody prices, and of none", async () => {
    assert.equal(await find("openai", { model: "no-such-model" }), undefined);
    const own = { model: "toy", baseUrl: "http://localhost:8000/v1" };
    assert.equal(await find("openai-compatible", own), undefined);
    assert.equal(await find("extractive", {}), undefined);
  });
});
