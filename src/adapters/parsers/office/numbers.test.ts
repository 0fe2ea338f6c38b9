import assert from "node:assert/strict";
import { it } from "node:test";
import { formatNumber, toDigits, toNumberStyle } from "./numbers.ts";

it("writes numbers as the style says", () => {
  const write = (value: number, type: string): string => formatNumber(value, toNumberStyle(type));
  assert.equal(write(4, "arabicPeriod"), "4.");
  assert.equal(write(4, "romanUcParenBoth"), "(IV)");
  assert.equal(write(27, "alphaLcParenR"), "aa)");
});

it("writes digits where letters and Roman numbers end", () => {
  assert.equal(toDigits(1994, "roman", false), "mcmxciv");
  assert.equal(toDigits(0, "alpha", true), "0");
  assert.equal(toDigits(4000, "roman", true), "4000");
});
