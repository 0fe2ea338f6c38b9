import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, it } from "node:test";
import { BUCKETS, toBucket } from "./buckets.ts";

describe("toBucket", () => {
  it("is the little-endian head of the hash of seed and group, modulo 10,000", () => {
    const hash = createHash("sha256").update("seed|group").digest();
    assert.equal(toBucket("seed", "group"), hash.readUInt32LE(0) % 10_000);
  });

  it("spreads groups evenly, and otherwise for another seed", () => {
    const tenths = Array.from({ length: 10 }, () => 0);
    let same = 0;
    for (let i = 0; i < 5000; i++) {
      const bucket = toBucket("a", `g${i}`);
      tenths[Math.floor((10 * bucket) / BUCKETS)]! += 1;
      if (bucket === toBucket("b", `g${i}`)) same++;
    }
    // 500 each; five standard deviations are 106.
    assert.ok(
      tenths.every((count) => Math.abs(count - 500) < 106),
      tenths.join(),
    );
    assert.ok(same < 10);
  });
});
