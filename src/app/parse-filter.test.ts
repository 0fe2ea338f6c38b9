import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Condition } from "../domain/metadata.ts";
import { badFilter } from "./errors.ts";
import { parseFilter } from "./parse-filter.ts";

const READ: Readonly<Record<string, Condition>> = {
  "type=policy": { field: "type", equals: "policy" },
  " type=policy ": { field: "type", equals: "policy" },
  "type=policy,memo": { field: "type", in: ["policy", "memo"] },
  'title="Leave, paid"': { field: "title", equals: "Leave, paid" },
  'title="Leave, paid",Pay': { field: "title", in: ["Leave, paid", "Pay"] },
  "year=2026": { field: "year", equals: 2026 },
  'year="2026"': { field: "year", equals: "2026" },
  "final=true": { field: "final", equals: true },
  "year>=2025": { field: "year", min: 2025 },
  "score<=-1.5": { field: "score", max: -1.5 },
  "date>=2025-06-30": { field: "date", min: "2025-06-30" },
  "path^=hr/": { field: "path", prefix: "hr/" },
  "formula=a=b": { field: "formula", equals: "a=b" },
  "owner?": { field: "owner", exists: true },
  owner: { field: "owner", exists: true },
  "!draft?": { field: "draft", exists: false },
  "!draft": { field: "draft", exists: false },
  "größe=12": { field: "größe", equals: 12 },
};

describe("parseFilter", () => {
  for (const [text, condition] of Object.entries(READ))
    it(`reads ${text}`, () => {
      assert.deepEqual(parseFilter([text]), [condition]);
    });

  it("names each condition that is none", () => {
    const wrong = ["", ">=5", "a>5", "year>=soon", "year<=", "path^=", "!type=policy", "owner?x"];
    assert.throws(
      () => parseFilter(["type=memo", ...wrong]),
      (error) => {
        assert.ok(badFilter.is(error));
        for (const text of wrong) assert.ok(error.message.includes(JSON.stringify(text)), text);
        return !error.message.includes("memo");
      },
    );
  });

  it("is no filter for no conditions", () => {
    assert.deepEqual(parseFilter([]), []);
  });
});
