/** @module Promises about what is not a document: collections, jobs, settings, modes. */
import assert from "node:assert/strict";
import { toAccessList } from "../domain/principal.ts";
import { PlumblineError } from "../foundation/errors.ts";
import {
  ask,
  batchOf,
  collectionOf,
  callerOf,
  jobOf,
  keyOf,
  OPERATOR,
  putDocument,
  recordAnswer,
} from "./store-fixtures.ts";
import { evaluationOf, feedbackOf, spendOf, traceOf } from "./record-fixtures.ts";
import type { Promises } from "./store-subject.ts";

const leave = putDocument({ key: "leave.md", text: "Twenty days of leave." });
const ids = [1, 2, 3].map((n) => `job_0000000000000000000${n}`);

const hold = { id: "hld_1", reason: "a dispute", placedAt: "2026-03-01T09:00:00.000Z" } as const;

export function describeRecords(promise: Promises): void {
  promise("keeps one record for each name of a collection", async ({ store }) => {
    await store.putCollection(collectionOf("hr"));
    await store.commit(batchOf({ puts: [leave] }));
    const defaultAccess = toAccessList(["group:hr"]);
    const changed = { ...collectionOf("hr", "de"), defaultAccess, indexing: "parity" } as const;
    await store.putCollection(changed);
    assert.deepEqual(await store.listCollections(OPERATOR), [
      { ...changed, documents: 1, chunks: 1 },
    ]);
  });

  promise("keeps that a collection has no language of its own", async ({ store }) => {
    const { language: _, ...unset } = collectionOf("hr");
    for (const record of [collectionOf("hr"), unset]) {
      await store.putCollection(record);
      assert.deepEqual(await store.listCollections(OPERATOR), [
        { ...record, documents: 0, chunks: 0 },
      ]);
    }
  });

  promise("keeps the last state of a job, newest job first", async ({ store }) => {
    const [first = "", second = "", third = ""] = ids;
    for (const id of [first, second]) await store.putJob(jobOf(id));
    const done = jobOf(first, {
      state: "ready",
      endedAt: "2026-03-01T09:01:00.000Z",
      counts: { ready: 3 },
      rejected: [{ key: "a.pdf", code: "parsers.encrypted", message: "it is encrypted" }],
    });
    await store.putJob(done);
    assert.deepEqual(await store.findJob(OPERATOR, first), done);
    assert.equal(await store.findJob(OPERATOR, third), undefined);
    assert.deepEqual(
      (await store.listJobs(OPERATOR, 9)).map(({ id }) => id),
      [second, first],
    );
    assert.deepEqual(
      (await store.listJobs(OPERATOR, 1)).map(({ id }) => id),
      [second],
    );
  });

  promise("finds a key by the hash of its secret, and by nothing else", async ({ store }) => {
    const [first, second] = [1, 2].map((n) => keyOf(`key_0000000000000000000${n}`));
    assert.ok(first && second);
    await store.putKey(first);
    await store.putKey(second);
    assert.deepEqual(await store.findKey(second.secretHash), second);
    const near = `${first.secretHash.slice(0, -1)}${first.secretHash.endsWith("0") ? "1" : "0"}`;
    for (const hash of [near, first.secretHash.slice(0, 20), first.id, ""])
      assert.equal(await store.findKey(hash), undefined, hash);
  });

  promise("replaces a key by its id, at once for readers that are open", async (subject) => {
    const { store, reopen } = subject;
    const reader = await subject.openReader();
    const key = keyOf("key_00000000000000000001");
    await store.putKey(key);
    assert.deepEqual(await reader.findKey(key.secretHash), key);
    const revoked = { ...key, revokedAt: "2026-03-02T09:00:00.000Z" };
    await store.putKey(revoked);
    assert.deepEqual(await reader.findKey(key.secretHash), revoked);
    assert.deepEqual(await (await reopen()).listKeys(OPERATOR), [revoked]);
  });

  promise("lists keys in the order they were made, to operators alone", async ({ store }) => {
    const keys = [3, 1, 2].map((n) => keyOf(`key_0000000000000000000${n}`));
    for (const key of keys) await store.putKey(key);
    assert.deepEqual(await store.listKeys(OPERATOR), keys);
    assert.deepEqual(await store.listKeys(callerOf("user:ana")), []);
  });

  promise("keeps settings by name, as JSON holds them", async ({ store, reopen }) => {
    assert.equal(await store.getSetting("release"), undefined);
    await store.putSetting("release", { alias: "champion", weights: [1, 0.5], none: null });
    await store.putSetting("other", 7);
    await store.putSetting("other", false);
    const again = await reopen();
    assert.deepEqual(await again.getSetting("release"), {
      alias: "champion",
      weights: [1, 0.5],
      none: null,
    });
    assert.equal(await again.getSetting("other"), false);
  });

  promise("says how it was opened and what it is", async ({ store, openReader }) => {
    assert.equal(store.mode, "write");
    assert.equal((await openReader()).mode, "read");
    assert.ok(Object.keys(store.description).length > 0);
  });

  promise(
    "refuses every write but records of asking when opened for reading",
    async ({ store, openReader }) => {
      await store.putCollection(collectionOf("hr"));
      await store.commit(batchOf({ puts: [leave] }));
      const reader = await openReader();
      for (const write of [
        () => reader.commit(batchOf({ deletes: [leave.id] })),
        () => reader.putCollection(collectionOf("legal")),
        () => reader.putKey(keyOf("key_00000000000000000001")),
        () => reader.putHold({ ...hold, kind: "person", subject: "user:ana" }),
        () => reader.purge({ class: "traces", before: hold.placedAt, dryRun: true }),
        () => reader.optimize(),
      ])
        await assert.rejects(
          write,
          (error) => error instanceof PlumblineError && error.code === "store.read-only",
        );
      const id = "ans_00000000000000000001";
      const record = recordAnswer({ id, principals: ["public"], passages: [leave] });
      await reader.putAnswer(record, traceOf("trc_00000000000000000001", { answerId: id }));
      await reader.putTraces([traceOf("trc_00000000000000000002")]);
      await reader.putSetting("seen", 2);
      assert.equal(await store.getSetting("seen"), 2);
      await reader.putFeedback(feedbackOf("fbk_00000000000000000001"));
      await reader.putEvaluation(evaluationOf("evl_00000000000000000001"));
      await reader.putReplies(new Map([["0".repeat(64), { latencyMs: 1 }]]));
      await reader.addSpend(spendOf());
      assert.equal((await store.findAnswer(OPERATOR, id))?.id, id);
      assert.equal((await reader.findAnswer(OPERATOR, id))?.id, id);
      assert.equal((await store.listTraces(OPERATOR, { limit: 9 })).length, 2);
      assert.equal((await store.listSpend(OPERATOR, "2026-03-01")).length, 1);
    },
  );

  promise("shows commits to readers that are already open", async ({ store, openReader }) => {
    await store.putCollection(collectionOf("hr"));
    const reader = await openReader();
    const find = async () => (await reader.search(OPERATOR, ask("leave days"))).chunks.length;
    assert.equal(await find(), 0);
    await store.commit(batchOf({ puts: [leave] }));
    assert.equal(await find(), 1);
    assert.equal((await reader.findDocument(OPERATOR, leave.id))?.key, "leave.md");
    await store.commit(batchOf({ deletes: [leave.id] }));
    assert.equal(await find(), 0);
    assert.equal(await reader.findDocument(OPERATOR, leave.id), undefined);
  });
}
