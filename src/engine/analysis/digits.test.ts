import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { toAsciiDigits } from "./digits.ts";

describe("toAsciiDigits", () => {
  for (const [text, ascii] of [
    ["٢٠١٥", "2015"],
    ["۱۴۰۳", "1403"],
    ["२०२४ में", "2024 में"],
    ["๒๕๖๗", "2567"],
    ["１２３", "123"],
    ["١٬٢٠٠٫٥", "1200.5"],
    ["a٫b", "a٫b"],
    ["12,5 %", "12,5 %"],
  ] as const)
    it(`reads ${text}`, () => assert.equal(toAsciiDigits(text), ascii));
});
