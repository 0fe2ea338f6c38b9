import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, it } from "node:test";
import { PlumblineError } from "../../../foundation/errors.ts";
import { createRandom } from "../../../foundation/random.ts";
import type { Store } from "../../../ports/store.ts";
import {
  ask,
  batchOf,
  collectionOf,
  OPERATOR,
  putDocument,
} from "../../../testing/store-fixtures.ts";
import { makeTemporaryDirectory } from "../../../testing/temporary-directory.ts";
import { storeCorrupt, storeDiskFull, storeReadBackFailed } from "./errors.ts";
import { DATABASE_FILE } from "./open-database.ts";
import { openSqliteStore } from "./sqlite-store.ts";
import { BLOCK } from "./tables.ts";

const clock = { now: () => new Date("2026-03-01T12:00:00.000Z"), monotonicMs: () => 0 };
const open = (directory: string, maxPages?: number): Store =>
  openSqliteStore({
    directory,
    mode: "write",
    clock,
    ...(maxPages === undefined ? {} : { maxPages }),
  });

const puts = ["leave", "train", "badge"].map((word) =>
  putDocument({ key: `${word}.md`, text: `A ${word} for everybody.` }),
);

async function makeStore(directory: string): Promise<void> {
  await using store = open(directory);
  await store.putCollection(collectionOf("hr"));
  await store.commit(batchOf({ puts }));
}

/** Flips one bit of a column of one row, as a bad disk would. */
function flip(directory: string, table: string, column: string, where: string, at: number): void {
  const database = new DatabaseSync(join(directory, DATABASE_FILE));
  const row = database.prepare(`SELECT id, ${column} AS data FROM ${table} WHERE ${where}`).get();
  const data = Uint8Array.from(row?.["data"] as Uint8Array); // a BLOB column
  data[at % data.length] = (data[at % data.length] ?? 0) ^ 1;
  database.prepare(`UPDATE ${table} SET ${column} = ? WHERE id = ?`).run(data, row?.["id"] ?? 0);
  database.close();
}

/** Blocks of the engine say themselves that they are damaged; the rest the store says. */
const isDamage = (error: unknown): boolean =>
  storeCorrupt.is(error) ||
  (error instanceof PlumblineError &&
    ["lexical.corrupt-block", "engine.corrupt-dense-block"].includes(error.code));

describe("R10 silent corruption", () => {
  for (const [name, kind] of Object.entries(BLOCK))
    it(`R10 finds any flipped bit of a ${name} block, in a search and in the check`, async () => {
      const random = createRandom(`flip/${name}`);
      for (let round = 0; round < 8; round++) {
        using directory = makeTemporaryDirectory();
        await makeStore(directory.path);
        flip(directory.path, "block", "data", `kind = ${kind}`, random.below(100_000));
        await using store = open(directory.path);
        const report = await store.checkIntegrity(OPERATOR, { deep: false });
        assert.ok(!report.sound && report.problems.some((p) => p.includes("fails its checksum")));
        // The documents block is read when a filter or a group asks for it.
        await assert.rejects(store.search(OPERATOR, ask("leave badge")), isDamage);
      }
    });

  it("R10 reports a version whose text is not what its hash says", async () => {
    using directory = makeTemporaryDirectory();
    await makeStore(directory.path);
    flip(directory.path, "version", "text", "id = 2", 3);
    await using store = open(directory.path);
    const { sound, problems } = await store.checkIntegrity(OPERATOR, { deep: true });
    assert.ok(!sound && problems.some((problem) => problem.includes(puts[1]?.id ?? "?")));
  });

  for (const [what, statement] of [
    ["a lost chunk", "DELETE FROM chunk WHERE id = 2"],
    ["a lost vector", "DELETE FROM embedding WHERE id = 2"],
    ["a vector that belongs to no chunk", "UPDATE embedding SET hash = hash + 1 WHERE id = 2"],
    ["a lost block", `DELETE FROM block WHERE kind = ${BLOCK.access}`],
    ["two current versions", "UPDATE document SET version = 1 WHERE id = 2"],
    [
      "a document that changed its readers alone",
      "UPDATE document SET access = access + 1 WHERE id = 2",
    ],
  ] as const)
    it(`R10 reports ${what}`, async () => {
      using directory = makeTemporaryDirectory();
      await makeStore(directory.path);
      const database = new DatabaseSync(join(directory.path, DATABASE_FILE));
      database.exec("PRAGMA foreign_keys=OFF");
      database.exec(statement);
      database.close();
      await using store = open(directory.path);
      const { sound, problems } = await store.checkIntegrity(OPERATOR, { deep: true });
      assert.ok(!sound && problems.length > 0);
    });

  it("R10 fails with an error of its own where pages are overwritten", async () => {
    using directory = makeTemporaryDirectory();
    await makeStore(directory.path);
    const path = join(directory.path, DATABASE_FILE);
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0xab, 3 * 4096));
    await assert.rejects(async () => {
      await using store = open(directory.path);
      await store.listDocuments(OPERATOR, { limit: 9 });
    }, storeCorrupt.is);
  });
});

const filler = (index: number) =>
  putDocument({
    key: `${index}.md`,
    text: Array.from({ length: 400 }, (_, i) => `w${index}x${i}`).join(" "),
  });

describe("R01 reading back before a commit is acknowledged", () => {
  // One chunk's access block and its checksum, as if the chunk were gone.
  const masked = "data = x'00000000', crc = 558161692";
  for (const [what, statement] of [
    [
      "may not be read",
      `UPDATE block SET ${masked} WHERE id = new.id AND new.kind = ${BLOCK.access}`,
    ],
    ["is not there", "UPDATE segment SET first = first + 99 WHERE id = new.segment"],
  ] as const)
    it(`R01 never acknowledges a document whose index entry ${what}`, async () => {
      using directory = makeTemporaryDirectory();
      await makeStore(directory.path);
      const database = new DatabaseSync(join(directory.path, DATABASE_FILE));
      database.exec(`CREATE TRIGGER sabotage AFTER INSERT ON block BEGIN ${statement}; END`);
      database.close();
      await using store = open(directory.path);
      const put = putDocument({ key: "late.md", text: "One chunk." });
      await assert.rejects(store.commit(batchOf({ puts: [put] })), storeReadBackFailed.is);
    });
});

describe("R03 a full disk", () => {
  it("R03 refuses the batch with a typed error, goes on reading, and continues with space", async () => {
    using directory = makeTemporaryDirectory();
    await makeStore(directory.path);
    const written: string[] = [];
    let refused: string | undefined;
    {
      await using store = open(directory.path, 120);
      for (let index = 0; refused === undefined; index++) {
        const put = filler(index);
        const error = await store
          .commit(batchOf({ puts: [put] }))
          .catch((failure: unknown) => failure);
        if (storeDiskFull.is(error)) refused = put.id;
        else written.push(put.id);
        assert.ok(index < 100, "the disk never filled");
      }
      assert.ok(written.length > 0);
      const { chunks } = await store.search(OPERATOR, ask("leave"));
      assert.equal(chunks[0]?.key, "leave.md");
      assert.equal(await store.findDocument(OPERATOR, refused), undefined);
      const { sound, problems, documents } = await store.checkIntegrity(OPERATOR, { deep: true });
      assert.deepEqual([sound, problems, documents], [true, [], puts.length + written.length]);
    }
    await using store = open(directory.path);
    const index = written.length;
    await store.commit(batchOf({ puts: [filler(index)] }));
    assert.ok(await store.findDocument(OPERATOR, refused));
    const { chunks } = await store.search(OPERATOR, ask(`w${index}x7`));
    assert.equal(chunks.find(({ key }) => key === `${index}.md`)?.documentId, refused);
    assert.equal((await store.checkIntegrity(OPERATOR, { deep: true })).sound, true);
  });

  it("R03 acknowledges what is committed when only the merge after it finds no room", async () => {
    using directory = makeTemporaryDirectory();
    await makeStore(directory.path);
    const full = {
      hit: (point: string) => {
        if (point === "index:mid-merge") throw storeDiskFull({ directory: "" });
      },
    };
    await using store = openSqliteStore({
      directory: directory.path,
      mode: "write",
      clock,
      faults: full,
    });
    for (let index = 0; index < 12; index++) await store.commit(batchOf({ puts: [filler(index)] }));
    const { sound, problems, segments } = await store.checkIntegrity(OPERATOR, { deep: true });
    assert.deepEqual([sound, problems, segments], [true, [], 13]);
  });
});
