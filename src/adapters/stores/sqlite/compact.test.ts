import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import { createRandom } from "../../../foundation/random.ts";
import { batchOf, collectionOf, putDocument } from "../../../testing/store-fixtures.ts";
import { makeTemporaryDirectory } from "../../../testing/temporary-directory.ts";
import { chooseMerge, chooseWholeMerge } from "./compact.ts";
import { DATABASE_FILE } from "./open-database.ts";
import { SEGMENT_LIMIT } from "./segment-blocks.ts";
import { openSqliteStore } from "./sqlite-store.ts";

function segmentsOf(...counts: readonly number[]) {
  let first = 0;
  return counts.map((count, index) => {
    const segment = { id: index + 1, first, count };
    first += count;
    return segment;
  });
}

const countsOf = (segments: readonly { count: number }[]) => segments.map(({ count }) => count);

it("merges the last eight neighbours of one size, and leaves fewer alone", () => {
  assert.deepEqual(countsOf(chooseMerge(segmentsOf(5, 5, 5, 5, 5, 5, 5))), []);
  const eight = segmentsOf(9000, 1, 2, 3, 4, 5, 6, 7, 8);
  assert.deepEqual(countsOf(chooseMerge(eight)), [1, 2, 3, 4, 5, 6, 7, 8]);
});

it("never makes a segment that is larger than a segment may be", () => {
  const random = createRandom("merge");
  for (let round = 0; round < 200; round++) {
    const counts = Array.from({ length: 1 + random.below(30) }, () =>
      Math.ceil(SEGMENT_LIMIT ** random.uniform()),
    );
    for (const choose of [chooseMerge, chooseWholeMerge]) {
      const chosen = choose(segmentsOf(...counts));
      const total = countsOf(chosen).reduce((sum, count) => sum + count, 0);
      assert.ok(total <= SEGMENT_LIMIT);
      for (const [index, { first }] of chosen.entries()) {
        const before = chosen[index - 1];
        assert.ok(!before || before.first + before.count === first, "they are neighbours");
      }
    }
  }
});

it("makes as few segments as fit when everything is merged", () => {
  assert.deepEqual(countsOf(chooseWholeMerge(segmentsOf(10, 20, 30))), [10, 20, 30]);
  assert.deepEqual(countsOf(chooseWholeMerge(segmentsOf(SEGMENT_LIMIT, 20, 30))), [20, 30]);
  assert.deepEqual(countsOf(chooseWholeMerge(segmentsOf(SEGMENT_LIMIT))), []);
});

it("S06 leaves no byte of a deleted document's own words behind when segments are merged", async () => {
  using directory = makeTemporaryDirectory();
  const clock = { now: () => new Date("2026-03-01T12:00:00.000Z"), monotonicMs: () => 0 };
  const secret = putDocument({ key: "q7.md", title: "q7", text: "Zyxwvutsrq is said once." });
  {
    await using store = openSqliteStore({ directory: directory.path, mode: "write", clock });
    await store.putCollection(collectionOf("hr"));
    await store.commit(batchOf({ puts: [secret] }));
    await store.commit(batchOf({ puts: [putDocument({ key: "other.md", text: "Other words." })] }));
    await store.commit(batchOf({ deletes: [secret.id] }));
    await store.optimize();
  }
  const bytes = readFileSync(join(directory.path, DATABASE_FILE)).toString("latin1").toLowerCase();
  assert.ok(bytes.includes("other"));
  assert.ok(!bytes.includes("zyxwvutsrq"));
  const [chunk] = secret.chunks;
  const [vector] = chunk?.vectors.values() ?? [];
  const stored = Buffer.from(vector?.buffer ?? new ArrayBuffer(0))
    .toString("latin1")
    .toLowerCase();
  assert.ok(stored.length > 0 && !bytes.includes(stored));
});
