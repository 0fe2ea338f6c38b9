import assert from "node:assert/strict";
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { NOBODY } from "../../../domain/principal.ts";
import type { CollectionRecord } from "../../../ports/store.ts";
import { OPERATOR } from "../../../testing/store-fixtures.ts";
import { makeTemporaryDirectory } from "../../../testing/temporary-directory.ts";
import { DATABASE_FILE, openSqliteStore } from "./index.ts";

const clock = { now: () => new Date("2026-03-01T12:00:00.000Z"), monotonicMs: () => 0 };

describe("the language of a collection", () => {
  it("is nobody's choice where an old store has what it gave to every collection, and else one", async () => {
    using directory = makeTemporaryDirectory();
    copyFileSync("tests/fixtures/stores/schema-1.db", join(directory.path, DATABASE_FILE));
    await using store = openSqliteStore({ directory: directory.path, mode: "write", clock });
    const found = await store.listCollections(OPERATOR);
    assert.deepEqual(
      found.map(({ name, language }) => [name, language]),
      [
        ["island", undefined],
        ["mainland", "es"],
      ],
    );
  });

  it("is kept when somebody chose it, English too, and gone when it is taken back", async () => {
    using directory = makeTemporaryDirectory();
    await using store = openSqliteStore({ directory: directory.path, mode: "write", clock });
    const unset: CollectionRecord = { name: "hr", defaultAccess: NOBODY, indexing: "standard" };
    const records = [unset, { ...unset, language: "en" }, { ...unset, language: "de" }, unset];
    for (const record of records) {
      await store.putCollection(record);
      const [found] = await store.listCollections(OPERATOR);
      assert.deepEqual(found, { ...record, documents: 0, chunks: 0 });
    }
  });
});
