import assert from "node:assert/strict";
import { it } from "node:test";
import { openSqliteStore } from "../../src/adapters/stores/sqlite/index.ts";
import { OPERATOR } from "../../src/testing/store-fixtures.ts";
import { makeTemporaryDirectory } from "../../src/testing/temporary-directory.ts";
import { applyBatch, checkStore, NOTHING } from "./checker.ts";
import { listPoints, runCrashes, runWriter } from "./driver.ts";

it("R01 loses nothing acknowledged and shows nothing half when its process is killed", async () => {
  using directory = makeTemporaryDirectory();
  const options = { kills: 25, random: 2, seed: "fast", directory: directory.path };
  const { problems, kills, killed, reached, pendingKept } = await runCrashes(options);
  assert.deepEqual(problems, []);
  assert.equal(kills, 25);
  const { random, ...named } = killed;
  assert.equal(random, 2);
  assert.deepEqual(Object.keys(named).toSorted(), listPoints(), "each point kills once");
  assert.deepEqual(reached, listPoints(), "a point that nobody reaches proves nothing");
  assert.ok(pendingKept > 0, "no kill came between a commit and its acknowledgment");
});

it("R04 takes the documents of four processes that wait for each other", async () => {
  using directory = makeTemporaryDirectory();
  const lives = await Promise.all(
    ["a", "b", "c", "d"].map((seed) =>
      runWriter({ directory: directory.path, seed, kind: "share", batches: 5, hit: 1 }),
    ),
  );
  assert.deepEqual(
    lives.map(({ code }) => code),
    [0, 0, 0, 0],
  );
  const expected = lives.flatMap(({ acknowledged }) => acknowledged).reduce(applyBatch, NOTHING);
  assert.equal(expected.documents.size, 200);
  const { problems } = await checkStore(directory.path, "write", expected, undefined);
  assert.deepEqual(problems, []);
  const clock = { now: () => new Date(0), monotonicMs: () => 0 };
  await using store = openSqliteStore({ directory: directory.path, mode: "read", clock });
  const { documents, chunks } = await store.checkIntegrity(OPERATOR, { deep: true });
  assert.deepEqual([documents, chunks], [200, 400]);
});
