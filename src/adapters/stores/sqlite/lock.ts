/** @module One writing process a data directory, by a lock that the kernel drops with the process. */
import { readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { storeLocked } from "./errors.ts";

const HolderSchema = z.object({
  pid: z.number(),
  startedAt: z.string(),
  /** Where the holder serves HTTP, when it does. */
  address: z.string().optional(),
});

export type LockHolder = Readonly<z.infer<typeof HolderSchema>>;

const HOLDER_FILE = "lock.json";

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
  const database = new DatabaseSync(join(directory, "lock.db"), { timeout: 0 });
  try {
    database.exec("PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    const { pid = 0, startedAt = "an unknown time" } = findLockHolder(directory) ?? {};
    throw storeLocked({ directory, pid, startedAt }, error);
  }
  const before = findLockHolder(directory);
  writeHolder(directory, {
    pid: process.pid,
    startedAt: now.toISOString(),
    // A writing thread that was started again belongs to a server that is still there.
    ...(before?.pid === process.pid && before.address ? { address: before.address } : {}),
  });
  return { release: () => database.close() };
}

/** Adds to `lock.json` where this process, which holds the lock, serves HTTP; or takes it out. */
export function announceAddress(directory: string, address: string | undefined): void {
  const holder = findLockHolder(directory);
  if (holder?.pid !== process.pid) return;
  const { address: _, ...rest } = holder;
  writeHolder(directory, { ...rest, ...(address === undefined ? {} : { address }) });
}

/** Who says that it holds the lock. The process may be gone: only taking the lock decides. */
export function findLockHolder(directory: string): LockHolder | undefined {
  try {
    return HolderSchema.parse(JSON.parse(readFileSync(join(directory, HOLDER_FILE), "utf8")));
  } catch {
    return undefined;
  }
}

function writeHolder(directory: string, holder: LockHolder): void {
  const path = join(directory, HOLDER_FILE);
  writeFileSync(path, `${JSON.stringify({ ...holder, host: hostname() })}\n`);
}
