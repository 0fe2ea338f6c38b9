import assert from "node:assert/strict";
import { it } from "node:test";
import { isSafeSqlite } from "./version-gate.ts";

for (const [version, safe] of [
  ["3.44.5", false],
  ["3.44.6", true],
  ["3.45.1", false],
  ["3.49.2", false],
  ["3.50.6", false],
  ["3.50.7", true],
  ["3.51.2", false],
  ["3.51.3", true],
  ["3.52.0", false],
  ["3.52.1", true],
  ["3.53.4", true],
  ["4.0.0", false],
] as const)
  it(`R06 ${safe ? "accepts" : "refuses"} SQLite ${version}`, () => {
    assert.equal(isSafeSqlite(version), safe);
  });
