import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseRetryAfter } from "./retry-after.ts";

const now = new Date("2026-11-21T12:00:00Z");
const parse = (headers: Record<string, string>) => parseRetryAfter(new Headers(headers), now);

describe("parseRetryAfter", () => {
  it("reads seconds, milliseconds and dates", () => {
    assert.equal(parse({ "retry-after": "7" }), 7000);
    assert.equal(parse({ "retry-after": "0.5" }), 500);
    assert.equal(parse({ "retry-after": "Sat, 21 Nov 2026 12:00:09 GMT" }), 9000);
    assert.equal(parse({ "retry-after": "7", "retry-after-ms": "120" }), 120);
    assert.equal(parse({ "retry-after": "7", "retry-after-ms": "soon" }), 7000);
  });

  it("gives long waits as they are", () => {
    assert.equal(parse({ "retry-after": "86400" }), 86_400_000);
  });

  it("is undefined for what is absent, unreadable, negative or past", () => {
    assert.equal(parse({}), undefined);
    for (const told of ["", "soon", "-5", "NaN", "Sat, 21 Nov 2026 11:59:59 GMT", "21.11."])
      assert.equal(parse({ "retry-after": told }), undefined, told);
  });
});
