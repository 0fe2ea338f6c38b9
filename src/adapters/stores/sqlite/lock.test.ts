import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import { makeTemporaryDirectory } from "../../../testing/temporary-directory.ts";
import { PlumblineError } from "../../../foundation/errors.ts";
import { storeLocked } from "./errors.ts";
import { acquireLock, announceAddress, findLockHolder } from "./lock.ts";

const start = new Date("2026-03-01T12:00:00.000Z");

function refusal(directory: string): PlumblineError {
  try {
    acquireLock(directory, start).release();
  } catch (error) {
    assert.ok(error instanceof PlumblineError);
    return error;
  }
  return assert.fail("the lock was given twice");
}

it("R04 refuses a second writer at once, with the holder's process id and start", () => {
  using directory = makeTemporaryDirectory();
  const lock = acquireLock(directory.path, start);
  const error = refusal(directory.path);
  assert.ok(storeLocked.is(error));
  assert.deepEqual(error.details, {
    directory: directory.path,
    pid: process.pid,
    startedAt: start.toISOString(),
  });
  assert.ok(error.retryable && error.hint.includes(String(process.pid)));
  lock.release();
  acquireLock(directory.path, start).release();
});

it("R04 refuses all the same when nobody can say who holds it", () => {
  using directory = makeTemporaryDirectory();
  const lock = acquireLock(directory.path, start);
  writeFileSync(join(directory.path, "lock.json"), "{");
  assert.equal(refusal(directory.path).details["pid"], 0);
  lock.release();
});

it("R04 is held against other processes, and free once their holder was killed", async () => {
  using directory = makeTemporaryDirectory();
  const program = `
    import { acquireLock } from ${JSON.stringify(new URL("lock.ts", import.meta.url).href)};
    globalThis.lock = acquireLock(${JSON.stringify(directory.path)}, new Date());
    process.stdout.write("held");
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  try {
    await once(child.stdout, "data");
    const error = refusal(directory.path);
    assert.ok(storeLocked.is(error));
    assert.equal(error.details["pid"], child.pid);
  } finally {
    child.kill("SIGKILL");
    await exited;
  }
  acquireLock(directory.path, start).release();
});

it("says where its holder serves, until that is taken back", () => {
  using directory = makeTemporaryDirectory();
  assert.equal(findLockHolder(directory.path), undefined);
  const lock = acquireLock(directory.path, start);
  announceAddress(directory.path, "http://127.0.0.1:8787/");
  assert.deepEqual(findLockHolder(directory.path), {
    pid: process.pid,
    startedAt: start.toISOString(),
    address: "http://127.0.0.1:8787/",
  });
  announceAddress(directory.path, undefined);
  assert.equal(findLockHolder(directory.path)?.address, undefined);
  lock.release();
});

it("keeps the address when the same process takes the lock again, and no other's", () => {
  using directory = makeTemporaryDirectory();
  acquireLock(directory.path, start).release();
  announceAddress(directory.path, "http://127.0.0.1:8787/");
  acquireLock(directory.path, start).release();
  assert.equal(findLockHolder(directory.path)?.address, "http://127.0.0.1:8787/");
  const gone = { pid: process.pid + 1, startedAt: "", address: "http://127.0.0.1:1/" };
  writeFileSync(join(directory.path, "lock.json"), JSON.stringify(gone));
  announceAddress(directory.path, "http://127.0.0.1:2/");
  assert.deepEqual(findLockHolder(directory.path), gone);
  acquireLock(directory.path, start).release();
  assert.equal(findLockHolder(directory.path)?.address, undefined);
});
