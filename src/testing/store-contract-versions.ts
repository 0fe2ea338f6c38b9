/** @module Promises about versions: one current, the rest recorded and readable by hash. */
import assert from "node:assert/strict";
import {
  batchOf,
  callerOf,
  collectionOf,
  documentIdOf,
  OPERATOR,
  putDocument,
} from "./store-fixtures.ts";
import type { Promises } from "./store-subject.ts";
import { toAccessList } from "../domain/principal.ts";

const [first, second, third] = ["2026-01-01", "2026-02-01", "2026-03-01"].map(
  (day) => `${day}T08:00:00.000Z`,
);
const putAt = (text: string, at: string | undefined, title = "Leave") =>
  putDocument({ key: "leave.md", title, text, at: at ?? "" });
const a = putAt("Twenty days — vingt jours 🌴.\n\nZweitens.", first);
const b = putAt("Thirty days.", second);
const id = a.id;

export function describeVersions(promise: Promises): void {
  promise("lists versions newest first, the current one without an end", async ({ store }) => {
    await store.putCollection(collectionOf("hr"));
    await store.commit(batchOf({ puts: [a] }));
    await store.commit(batchOf({ puts: [b] }));
    assert.deepEqual(await store.listVersions(OPERATOR, id), [
      {
        hash: b.version.hash,
        language: "en",
        modifiedAt: second,
        ingestedAt: second,
        length: b.version.text.length,
        warnings: [],
      },
      {
        hash: a.version.hash,
        language: "en",
        modifiedAt: first,
        ingestedAt: first,
        supersededAt: second,
        length: a.version.text.length,
        warnings: [],
      },
    ]);
  });

  promise("makes an old version current again when its text comes back", async ({ store }) => {
    await store.putCollection(collectionOf("hr"));
    for (const put of [a, b, putAt(a.version.text, third)])
      await store.commit(batchOf({ puts: [put] }));
    const versions = await store.listVersions(OPERATOR, id);
    assert.deepEqual(
      versions.map(({ hash, supersededAt }) => [hash, supersededAt]),
      [
        [a.version.hash, undefined],
        [b.version.hash, third],
      ],
    );
    assert.equal((await store.findDocument(OPERATOR, id))?.version.hash, a.version.hash);
    assert.equal((await store.readVersion(OPERATOR, id))?.text, a.version.text);
  });

  promise("lists the current version first even where the clock stood still", async ({ store }) => {
    await store.putCollection(collectionOf("hr"));
    for (const put of [a, putAt(b.version.text, first), a])
      await store.commit(batchOf({ puts: [put] }));
    const [current] = await store.listVersions(OPERATOR, id);
    assert.deepEqual([current?.hash, current?.supersededAt], [a.version.hash, undefined]);
  });

  promise("keeps one version when the same text comes under another title", async ({ store }) => {
    await store.putCollection(collectionOf("hr"));
    await store.commit(batchOf({ puts: [a] }));
    await store.commit(batchOf({ puts: [putAt(a.version.text, second, "Holidays")] }));
    const versions = await store.listVersions(OPERATOR, id);
    assert.deepEqual(
      versions.map(({ supersededAt }) => supersededAt),
      [undefined],
    );
    assert.equal((await store.findDocument(OPERATOR, id))?.title, "Holidays");
  });

  promise("reads the current version, or the one of a hash, whole", async ({ store }) => {
    await store.putCollection(collectionOf("hr"));
    await store.commit(batchOf({ puts: [a] }));
    await store.commit(batchOf({ puts: [b] }));
    const current = await store.readVersion(OPERATOR, id);
    assert.equal(current?.text, b.version.text);
    assert.deepEqual(current.version, current.document.version);
    const old = await store.readVersion(OPERATOR, id, a.version.hash);
    assert.equal(old?.text, a.version.text);
    assert.deepEqual(old.blocks, a.version.blocks);
    assert.deepEqual(old.pages, a.version.pages);
    assert.equal(old.version.supersededAt, second);
    assert.equal(old.document.version.hash, b.version.hash);
    assert.equal(await store.readVersion(OPERATOR, id, "0".repeat(64)), undefined);
  });

  promise("reads spans of any version, exact to the character", async ({ store }) => {
    await store.putCollection(collectionOf("hr"));
    await store.commit(batchOf({ puts: [a] }));
    await store.commit(batchOf({ puts: [b] }));
    const at = (put: typeof a, start: number, end: number) => ({
      documentId: put.id,
      versionHash: put.version.hash,
      start,
      end,
    });
    const palm = a.version.text.indexOf("🌴");
    const spans = [
      at(b, 0, 6),
      at(a, palm, palm + 2),
      at(a, 0, a.version.text.length),
      { ...at(a, 0, 6), versionHash: "0".repeat(64) },
      { ...at(a, 0, 6), documentId: documentIdOf({ key: "never.md" }) },
      { ...at(a, 0, 6), documentId: "nonsense" },
    ];
    assert.deepEqual(await store.readSpans(OPERATOR, spans), [
      "Thirty",
      "🌴",
      a.version.text,
      undefined,
      undefined,
      undefined,
    ]);
    assert.deepEqual(await store.readSpans(OPERATOR, []), []);
  });

  promise("lets nobody read a version of a document that is hidden now", async ({ store }) => {
    await store.putCollection(collectionOf("hr"));
    await store.commit(batchOf({ puts: [a] }));
    await store.commit(batchOf({ puts: [{ ...b, access: toAccessList(["group:hr"]) }] }));
    const outsider = callerOf("user:maria");
    assert.deepEqual(await store.listVersions(outsider, id), []);
    assert.equal(await store.readVersion(outsider, id, a.version.hash), undefined);
    const span = { documentId: id, versionHash: a.version.hash, start: 0, end: 6 };
    assert.deepEqual(await store.readSpans(outsider, [span]), [undefined]);
  });
}
