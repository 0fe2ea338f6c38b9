import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, it } from "node:test";
import { openSqliteStore, storeNotFound } from "../../src/adapters/index.ts";
import { PlumblineError } from "../../src/foundation/errors.ts";
import { FIXED_CLOCK } from "../../src/testing/adapter-context.ts";
import { OPERATOR } from "../../src/testing/store-fixtures.ts";
import { makeFolder, plumbline, start, type Running } from "./command.ts";

const COUNT = 3000;

const makeMany = () =>
  makeFolder(
    Object.fromEntries(
      Array.from({ length: COUNT }, (_, i) => [
        `docs/${i}.md`,
        `# Rule ${i}\n\nParents take ${i} weeks of leave by rule number ${i}.\n`,
      ]),
    ),
  );

const INGEST = ["ingest", "docs", "--collection", "rules", "--access", "public"];

/** Looks until something holds, or the command has ended: never for a time that is guessed. */
async function until(running: Running, holds: () => Promise<boolean>): Promise<boolean> {
  while (running.child.exitCode === null) {
    if (await holds()) return true;
    await sleep(20);
  }
  return false;
}

/** How many documents can be found by now, beside the writer; none before there is a store. */
async function countDocuments(directory: string): Promise<number> {
  try {
    await using store = openSqliteStore({
      directory: join(directory, ".plumbline"),
      mode: "read",
      clock: FIXED_CLOCK,
    });
    return (await store.checkIntegrity(OPERATOR, { deep: false })).documents;
  } catch (error) {
    // In its first moments a store is an empty file.
    const young = error instanceof PlumblineError && error.code === "store.foreign-file";
    if (young || storeNotFound.is(error)) return 0;
    throw error;
  }
}

describe("a long ingest", () => {
  it("keeps what it committed when it is interrupted, and goes on the next time", async () => {
    using folder = makeMany();
    const running = start(folder.path, INGEST);
    const caught = await until(running, async () => (await countDocuments(folder.path)) > 0);
    assert.ok(caught, "the ingest ended before anything could be seen of it");
    running.child.kill("SIGINT");
    const { code, stderr } = await running.ended;
    assert.equal(code, 130, stderr);
    assert.match(stderr, /interrupted: what was committed is kept/);
    const kept = await countDocuments(folder.path);
    assert.ok(kept > 0 && kept < COUNT, `${kept} documents`);
    const doctor = await plumbline(folder.path, ["doctor"]);
    assert.match(doctor.stdout, /hint: job_\w+ .* did not finish/);
    const again = await plumbline(folder.path, [...INGEST, "--json"]);
    const { job, counts } = JSON.parse(again.stdout);
    assert.deepEqual([again.code, job.state], [0, "ready"]);
    assert.deepEqual([counts.unchanged, counts.added], [kept, COUNT - kept]);
  });

  it("lets others read and ask, and refuses a second writer, naming the first", async () => {
    using folder = makeMany();
    const running = start(folder.path, INGEST);
    const lock = join(folder.path, ".plumbline", "lock.json");
    const held = await until(
      running,
      async () => existsSync(lock) && (await countDocuments(folder.path)) > 0,
    );
    assert.ok(held, "the ingest ended before anything could be seen of it");
    const second = await plumbline(folder.path, INGEST);
    if (running.child.exitCode === null) {
      assert.equal(second.code, 3, second.stderr);
      assert.match(second.stderr, /^error\[stores?\.[a-z-]+\]: /);
      assert.ok(second.stderr.includes(String(running.child.pid)), second.stderr);
    }
    const asked = await plumbline(folder.path, [
      "ask",
      "How many weeks by rule number 7?",
      "--json",
    ]);
    assert.equal(asked.code, 0, asked.stderr);
    assert.equal(JSON.parse(asked.stdout).recorded, true);
    assert.equal((await running.ended).code, 0);
    assert.equal(await countDocuments(folder.path), COUNT);
  });
});
