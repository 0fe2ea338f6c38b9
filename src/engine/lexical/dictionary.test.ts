import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../foundation/random.ts";
import { encodeSegment, openSegment, readBlocks } from "./index.ts";

describe("a segment asked again and again", () => {
  it("finds the same list of every term as one that is asked once, and none for strangers", () => {
    const random = createRandom("dictionary/again");
    const word = (): string =>
      `w${random.below(40_000).toString(36)}${"é".repeat(random.below(2))}`;
    const chunks = Array.from({ length: 400 }, () => {
      const counts = new Map<string, number>();
      for (let i = 0; i < 120; i++) counts.set(word(), 1 + random.below(5));
      return { counts, length: 120 };
    });
    const reader = readBlocks(encodeSegment(chunks));
    const kept = openSegment(reader, chunks.length);
    for (let i = 0; i < 8; i++) kept.postings(word());
    for (const term of new Set(chunks.flatMap(({ counts }) => [...counts.keys()]))) {
      const fresh = chunks.flatMap(({ counts }, ordinal) => (counts.has(term) ? [ordinal] : []));
      assert.deepEqual([...(kept.postings(term)?.ordinals ?? [])], fresh, term);
    }
    for (const stranger of ["", "a", "w", "wzzzzzz", "zzz", "wé"])
      assert.equal(
        kept.postings(stranger)?.ordinals.length ?? 0,
        chunks.filter(({ counts }) => counts.has(stranger)).length,
      );
  });
});
