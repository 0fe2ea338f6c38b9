import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findNearDuplicates } from "./near-duplicates.ts";

const TEXT =
  "Employees may carry over up to five days of annual leave into the first quarter of the next year when work kept them from taking it";

describe("findNearDuplicates", () => {
  it("points a repeated text at the first one, whatever its case and punctuation", () => {
    assert.deepEqual(
      findNearDuplicates([TEXT, "Something else", `${TEXT.toUpperCase()}!`]),
      [0, 1, 0],
    );
  });

  it("keeps texts apart that share a sentence", () => {
    const longer = `${TEXT}. ${"Unused days beyond that lapse without payment at the end of March, unless illness kept the employee away for longer. ".repeat(2)}`;
    assert.deepEqual(findNearDuplicates([TEXT, longer]), [0, 1]);
  });

  it("is empty for nothing", () => {
    assert.deepEqual(findNearDuplicates([]), []);
  });
});
