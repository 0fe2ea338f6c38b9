/** @module Opening the embedded store in the order that keeps data safe. */
import { closeSync, existsSync, mkdirSync, openSync, readSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { NO_FAULTS, type Clock, type Faults } from "../../../foundation/effects.ts";
import { guarded, openConnection, type Connection } from "./connection.ts";
import {
  storeCorrupt,
  storeEngineVersion,
  storeForeignFile,
  storeNetworkFileSystem,
  storeNewer,
  storeNotFound,
  storeOutdated,
  storeUnwritable,
} from "./errors.ts";
import { findFileSystem, type FileSystem } from "./file-system.ts";
import { acquireLock, type StoreLock } from "./lock.ts";
import { APPLICATION_ID, MIGRATIONS, type Migration } from "./migrations.ts";
import { isSafeSqlite } from "./version-gate.ts";

export const DATABASE_FILE = "plumbline.db";

export interface OpenOptions {
  readonly directory: string;
  readonly mode: "read" | "write";
  readonly clock: Clock;
  readonly faults?: Faults;
  readonly maxPages?: number | undefined;
  /** The steps to apply; tests hand in their own. */
  readonly migrations?: readonly Migration[];
}

export interface OpenDatabase {
  readonly reader: Connection;
  /** Only in write mode. */
  readonly writer: Connection | undefined;
  readonly fileSystem: FileSystem;
  readonly lock: StoreLock | undefined;
}

/**
 * Lock, file system, engine version, whose file it is, settings, schema: in this order.
 *
 * @throws store.not-found (reading where nothing is), store.locked, store.network-file-system,
 *   store.engine-version, store.foreign-file, store.newer-schema, store.outdated-schema.
 */
export function openDatabase(options: OpenOptions): OpenDatabase {
  const { directory, mode, clock, migrations = MIGRATIONS } = options;
  const path = join(directory, DATABASE_FILE);
  const known = migrations.at(-1)?.version ?? 0;
  if (mode === "read" && !existsSync(path)) throw storeNotFound({ directory });
  if (mode === "write") makeDirectory(directory);
  const lock = mode === "write" ? acquireLock(directory, clock.now()) : undefined;
  const opened: Connection[] = [];
  const open = (readOnly: boolean): Connection => {
    const connection = openConnection(path, {
      readOnly,
      maxPages: readOnly ? undefined : options.maxPages,
    });
    opened.push(connection);
    return connection;
  };
  try {
    const fileSystem = checkFileSystem(directory);
    checkEngine();
    if (existsSync(path)) refuseForeign(path, known);
    const writer = mode === "write" ? open(false) : undefined;
    if (writer) migrate(writer, options, migrations);
    const reader = open(true);
    checkSchema(reader, path, known);
    return { reader, writer, fileSystem, lock };
  } catch (error) {
    for (const connection of opened) connection.close();
    lock?.release();
    throw error;
  }
}

function checkFileSystem(directory: string): FileSystem {
  const fileSystem = findFileSystem(directory);
  if (fileSystem.class === "network" || fileSystem.class === "unknown")
    throw storeNetworkFileSystem({ directory, fileSystem: fileSystem.name });
  return fileSystem;
}

function makeDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw storeUnwritable(
      { directory, reason: error instanceof Error ? error.message : "?" },
      error,
    );
  }
}

/** What every SQLite file begins with (sqlite.org/fileformat.html). */
const MAGIC = "SQLite format 3\0";

/** Looks before the first setting is written: a stranger's file must stay as it is. */
function refuseForeign(path: string, known: number): void {
  const start = readStart(path, MAGIC.length);
  // An empty file is what a process leaves that was killed before its first page.
  if (start === "") return;
  if (start !== MAGIC) throw storeForeignFile({ path });
  const probe = openConnection(path, { readOnly: true });
  try {
    const tables = Number(probe.prepare("SELECT count(*) AS n FROM sqlite_schema").get()?.["n"]);
    if (tables > 0 && probe.pragma("application_id") !== APPLICATION_ID)
      throw storeForeignFile({ path });
    const found = Number(probe.pragma("user_version"));
    if (found > known) throw storeNewer({ found, known });
  } finally {
    probe.close();
  }
}

function readStart(path: string, length: number): string {
  const bytes = new Uint8Array(length);
  const file = openSync(path, "r");
  try {
    return Buffer.from(bytes.subarray(0, readSync(file, bytes, 0, length, 0))).toString("latin1");
  } finally {
    closeSync(file);
  }
}

/** Asked of the library that is linked, before it touches the file. */
function checkEngine(): void {
  const database = new DatabaseSync(":memory:");
  const version = String(database.prepare("SELECT sqlite_version() AS v").get()?.["v"]);
  database.close();
  if (!isSafeSqlite(version)) throw storeEngineVersion({ version });
}

/** Reading never migrates: it has no lock. */
function checkSchema(connection: Connection, path: string, known: number): void {
  if (connection.pragma("application_id") !== APPLICATION_ID) {
    const tables = Number(
      connection.prepare("SELECT count(*) AS n FROM sqlite_schema").get()?.["n"],
    );
    // Its first writer has not come to the tables yet.
    if (tables === 0) throw storeNotFound({ directory: dirname(path) });
    throw storeForeignFile({ path });
  }
  const found = Number(connection.pragma("user_version"));
  if (found < known) throw storeOutdated({ found, known });
}

function migrate(
  writer: Connection,
  { directory, clock, faults = NO_FAULTS }: OpenOptions,
  migrations: readonly Migration[],
): void {
  const found = Number(writer.pragma("user_version"));
  const known = migrations.at(-1)?.version ?? 0;
  if (found > 0 && found < known) backUp(writer, directory, `schema-${found}`, clock, faults);
  const due = migrations.filter((step) => step.version > found);
  // Readers beside it see a new store whole or not at all, and never one of an older schema.
  const transactions = found === 0 ? [due] : due.map((step) => [step]);
  for (const steps of transactions)
    writer.transaction("IMMEDIATE", () => {
      for (const { version, statements } of steps) {
        for (const statement of statements) writer.exec(statement);
        faults.hit("store:mid-migration");
        writer.exec(`PRAGMA application_id=${APPLICATION_ID}`);
        writer.exec(`PRAGMA user_version=${version}`);
      }
    });
}

/** A whole, checked copy beside the store; under its final name only when it is complete. */
function backUp(
  writer: Connection,
  directory: string,
  name: string,
  clock: Clock,
  faults: Faults,
): void {
  const folder = join(directory, "backups");
  mkdirSync(folder, { recursive: true });
  const stamp = clock.now().toISOString().replaceAll(/[:.]/g, "-");
  const path = join(folder, `${name}-${stamp}.db`);
  rmSync(`${path}.part`, { force: true });
  guarded(path, () => writer.prepare("VACUUM INTO ?").run(`${path}.part`));
  const copy = openConnection(`${path}.part`, { readOnly: true });
  try {
    const verdict = copy.pragma("integrity_check");
    if (verdict !== "ok") throw storeCorrupt({ what: `its backup says ${String(verdict)}` });
  } finally {
    copy.close();
  }
  faults.hit("store:before-backup-rename");
  renameSync(`${path}.part`, path);
}
