import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { it } from "node:test";
import type { Faults } from "../../../foundation/effects.ts";
import { makeTemporaryDirectory } from "../../../testing/temporary-directory.ts";
import {
  storeForeignFile,
  storeLocked,
  storeNewer,
  storeNotFound,
  storeOutdated,
  storeUnwritable,
} from "./errors.ts";
import { MIGRATIONS, type Migration } from "./migrations.ts";
import { DATABASE_FILE, openDatabase, type OpenOptions } from "./open-database.ts";

const clock = { now: () => new Date("2026-03-01T12:00:00.000Z"), monotonicMs: () => 0 };
const NOW = MIGRATIONS.length;
const NEXT: readonly Migration[] = [
  ...MIGRATIONS,
  { version: NOW + 1, statements: ["CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT"] },
];

function openAndClose(directory: string, options: Partial<OpenOptions> = {}): void {
  const { reader, writer, lock } = openDatabase({ directory, mode: "write", clock, ...options });
  reader.close();
  writer?.close();
  lock?.release();
}

const cutAt = (point: string): Faults => ({
  hit(reached) {
    if (reached === point) throw new Error("cut");
  },
});

const readSchema = (path: string): number => {
  const database = new DatabaseSync(path, { readOnly: true });
  const row = database.prepare("PRAGMA user_version").get();
  database.close();
  return Number(row?.["user_version"]);
};

it("R02 writes with a log ahead and a sync at each commit, and clears what it deletes", () => {
  using directory = makeTemporaryDirectory();
  const { reader, writer, lock } = openDatabase({
    directory: directory.path,
    mode: "write",
    clock,
  });
  const settings = [
    "journal_mode",
    "synchronous",
    "secure_delete",
    "foreign_keys",
    "trusted_schema",
  ];
  assert.deepEqual(
    settings.map((name) => writer?.pragma(name)),
    ["wal", 2, 1, 1, 0],
  );
  assert.equal(reader.pragma("secure_delete"), 1);
  assert.throws(() => reader.exec("DELETE FROM state"), { code: "store.read-only" });
  reader.close();
  writer?.close();
  lock?.release();
});

it("makes its directory for writing, and finds nothing to read where nothing is", () => {
  using directory = makeTemporaryDirectory();
  const path = join(directory.path, "a", "b");
  assert.throws(() => openAndClose(path, { mode: "read" }), storeNotFound.is);
  openAndClose(path);
  openAndClose(path, { mode: "read" });
});

it("says that it cannot write where a file stands in place of the directory", () => {
  using directory = makeTemporaryDirectory();
  const path = join(directory.path, "file");
  writeFileSync(path, "mine");
  assert.throws(() => openAndClose(path), storeUnwritable.is);
});

for (const [what, make] of [
  [
    "another program's database",
    (path: string) => {
      const database = new DatabaseSync(path);
      database.exec("CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)");
      database.close();
    },
  ],
  ["a text file", (path: string) => writeFileSync(path, "Dear diary, this is no database at all.")],
] as const)
  it(`S25 refuses ${what}, untouched, to readers and writers`, () => {
    using directory = makeTemporaryDirectory();
    const path = join(directory.path, DATABASE_FILE);
    make(path);
    const before = readFileSync(path);
    for (const mode of ["write", "read"] as const) {
      assert.throws(() => openAndClose(directory.path, { mode }), storeForeignFile.is);
      assert.deepEqual(readFileSync(path), before);
    }
    const beside = readdirSync(directory.path).filter((name) => name.startsWith(DATABASE_FILE));
    assert.deepEqual(beside, [DATABASE_FILE]);
  });

it("R08 refuses a newer schema, untouched, to readers and writers", () => {
  using directory = makeTemporaryDirectory();
  openAndClose(directory.path, { migrations: NEXT });
  const path = join(directory.path, DATABASE_FILE);
  const before = readFileSync(path);
  for (const mode of ["write", "read"] as const)
    assert.throws(() => openAndClose(directory.path, { mode }), storeNewer.is);
  assert.deepEqual(readFileSync(path), before);
});

it("R08 takes a whole backup before it upgrades, and only then", () => {
  using directory = makeTemporaryDirectory();
  openAndClose(directory.path);
  openAndClose(directory.path);
  assert.ok(!readdirSync(directory.path).includes("backups"));
  openAndClose(directory.path, { migrations: NEXT });
  const path = join(directory.path, DATABASE_FILE);
  assert.equal(readSchema(path), NOW + 1);
  const backups = readdirSync(join(directory.path, "backups"));
  assert.deepEqual(backups, [`schema-${NOW}-2026-03-01T12-00-00-000Z.db`]);
  assert.equal(readSchema(join(directory.path, "backups", backups[0] ?? "")), NOW);
  openAndClose(directory.path, { migrations: NEXT });
  assert.equal(readdirSync(join(directory.path, "backups")).length, 1);
});

it("R08 never upgrades for a reader", () => {
  using directory = makeTemporaryDirectory();
  openAndClose(directory.path);
  const options = { mode: "read", migrations: NEXT } as const;
  assert.throws(() => openAndClose(directory.path, options), storeOutdated.is);
  assert.equal(readSchema(join(directory.path, DATABASE_FILE)), NOW);
});

for (const point of ["store:before-backup-rename", "store:mid-migration"])
  it(`R08 stays at the old schema when an upgrade is cut at ${point}, and then succeeds`, () => {
    using directory = makeTemporaryDirectory();
    openAndClose(directory.path);
    const cut = { migrations: NEXT, faults: cutAt(point) };
    assert.throws(() => openAndClose(directory.path, cut), /cut/);
    assert.equal(readSchema(join(directory.path, DATABASE_FILE)), NOW);
    openAndClose(directory.path, { migrations: NEXT });
    assert.equal(readSchema(join(directory.path, DATABASE_FILE)), NOW + 1);
    const backups = readdirSync(join(directory.path, "backups"));
    assert.deepEqual(
      backups.filter((name) => name.endsWith(".part")),
      [],
    );
  });

it("R08 makes a new store in one step, so that nobody meets one of an older schema", () => {
  using directory = makeTemporaryDirectory();
  let steps = 0;
  const faults: Faults = {
    hit(point) {
      if (point === "store:mid-migration" && ++steps === NEXT.length) throw new Error("cut");
    },
  };
  assert.throws(() => openAndClose(directory.path, { migrations: NEXT, faults }), /cut/);
  assert.equal(readSchema(join(directory.path, DATABASE_FILE)), 0);
  assert.throws(() => openAndClose(directory.path, { mode: "read" }), storeNotFound.is);
  openAndClose(directory.path, { migrations: NEXT });
  assert.equal(readSchema(join(directory.path, DATABASE_FILE)), NEXT.length);
});

it("R08 undoes a step that fails midway, and lets go of lock and files", () => {
  using directory = makeTemporaryDirectory();
  openAndClose(directory.path);
  const statements = ["CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT", "NOT SQL"];
  const migrations = [...MIGRATIONS, { version: NOW + 1, statements }];
  assert.throws(() => openAndClose(directory.path, { migrations }));
  assert.equal(readSchema(join(directory.path, DATABASE_FILE)), NOW);
  openAndClose(directory.path, { migrations: NEXT });
});

it("R04 opens one writer, and readers beside it", () => {
  using directory = makeTemporaryDirectory();
  const { reader, writer, lock } = openDatabase({
    directory: directory.path,
    mode: "write",
    clock,
  });
  assert.throws(() => openAndClose(directory.path), storeLocked.is);
  openAndClose(directory.path, { mode: "read" });
  reader.close();
  writer?.close();
  lock?.release();
});

it("R01 opens what a process left that was killed before its first page", () => {
  using directory = makeTemporaryDirectory();
  mkdirSync(directory.path, { recursive: true });
  writeFileSync(join(directory.path, DATABASE_FILE), "");
  openAndClose(directory.path);
  openAndClose(directory.path, { mode: "read" });
});
