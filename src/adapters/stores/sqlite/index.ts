/** @module The embedded store on SQLite. */
export { openSqliteStore, type SqliteStoreOptions } from "./sqlite-store.ts";
export { announceAddress, findLockHolder, type LockHolder } from "./lock.ts";
export { DATABASE_FILE } from "./open-database.ts";
export { classifyMagic } from "./file-system.ts";
export { isSafeSqlite } from "./version-gate.ts";
export * from "./errors.ts";
