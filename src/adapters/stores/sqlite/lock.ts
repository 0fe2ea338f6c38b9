/** @module One writing process a data directory, by a lock that the kernel drops with the process. */
import { readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { storeLocked } from "./errors.ts";

const Holder = z.object({ pid: z.number(), startedAt: z.string() });

export interface StoreLock {
  release(): void;
}

/**
 * Takes the lock or fails at once. The lock is SQLite's own on an empty database, so a killed
 * holder leaves nothing behind; `lock.json` only says who it is and decides nothing.
 *
 * @throws store.locked with the holder's process id.
 */
export function acquireLock(directory: string, now: Date): StoreLock {
  const holderPath = join(directory, "lock.json");
  const database = new DatabaseSync(join(directory, "lock.db"), { timeout: 0 });
  try {
    database.exec("PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    throw storeLocked({ directory, ...readHolder(holderPath) }, error);
  }
  const holder = { pid: process.pid, host: hostname(), startedAt: now.toISOString() };
  writeFileSync(holderPath, `${JSON.stringify(holder)}\n`);
  return { release: () => database.close() };
}

function readHolder(path: string): { pid: number; startedAt: string } {
  try {
    return Holder.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return { pid: 0, startedAt: "an unknown time" };
  }
}
