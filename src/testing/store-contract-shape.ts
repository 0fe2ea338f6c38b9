/** @module Promises about what must not matter: merges, order of commits, closing and opening. */
import assert from "node:assert/strict";
import { toAccessList, type AccessList } from "../domain/principal.ts";
import { createRandom, type Random } from "../foundation/random.ts";
import type { Store, WriteBatch } from "../ports/store.ts";
import {
  ask,
  batchOf,
  callerOf,
  changeOf,
  collectionOf,
  documentIdOf,
  OPERATOR,
  PREFIXES,
  PUBLIC,
  putDocument,
  WORDS,
} from "./store-fixtures.ts";
import { readEverything, withoutGeneration, type Probe } from "./store-snapshot.ts";
import type { OpenSubject, Promises } from "./store-subject.ts";

const VOCABULARY =
  "leave train plane visa desk badge laptop invoice budget audit nurse clinic".split(" ");
const LISTS: readonly AccessList[] = [
  PUBLIC,
  toAccessList(["group:hr"]),
  toAccessList(["public"], ["user:maria"]),
];
const CALLERS = [OPERATOR, callerOf("user:maria", "group:hr"), callerOf("user:john"), callerOf()];

function makeDocument(random: Random, key: string) {
  const words = (): string =>
    Array.from({ length: 3 + random.below(12) }, () => VOCABULARY[random.below(12)]).join(" ");
  return putDocument({
    key,
    text: Array.from({ length: 1 + random.below(3) }, words).join("\n\n"),
    access: LISTS[random.below(3)] ?? PUBLIC,
    analyzer: random.below(5) === 0 ? PREFIXES : WORDS,
    embedded: random.below(8) > 0,
    metadata: { number: random.below(10) },
  });
}

/** Many small commits: documents come, are replaced, change their readers, and go. */
function makeHistory(random: Random, commits: number): readonly WriteBatch[] {
  const alive = new Set<string>();
  return Array.from({ length: commits }, (_, commit) => {
    const fresh = Array.from({ length: 1 + random.below(30) }, (_item, i) => `${commit}-${i}.md`);
    const known = [...alive];
    const replaced = known.filter(() => random.below(12) === 0);
    const gone = known.filter((key) => !replaced.includes(key) && random.below(10) === 0);
    const moved = known.filter(
      (key) => ![...replaced, ...gone].includes(key) && random.below(15) === 0,
    );
    for (const key of gone) alive.delete(key);
    for (const key of fresh) alive.add(key);
    return batchOf({
      puts: [...replaced, ...fresh].map((key) => makeDocument(random, key)),
      deletes: gone.map((key) => documentIdOf({ key })),
      accessChanges: moved.map((key) =>
        changeOf(documentIdOf({ key }), LISTS[random.below(3)] ?? PUBLIC),
      ),
    });
  });
}

const PROBE: Probe = {
  documentIds: [],
  questions: ["leave train", "visa desk badge laptop", "nurse clinic leav", "audit audit budget"],
  collections: ["hr"],
  filters: [[{ field: "number", min: 3, max: 6 }]],
};

const readAll = async (store: Store) => {
  const documentIds = (await store.listDocuments(OPERATOR, { limit: 9 })).map(({ id }) => id);
  const replies: Record<string, string>[] = [];
  for (const access of CALLERS)
    replies.push(await readEverything(store, access, { ...PROBE, documentIds }));
  return replies;
};

const assertSound = async (store: Store): Promise<void> => {
  const { sound, problems } = await store.checkIntegrity(OPERATOR, { deep: true });
  assert.deepEqual({ sound, problems }, { sound: true, problems: [] });
};

/** What is left at the end, in the order in which it was put last, in one batch. */
function settle(history: readonly WriteBatch[]): WriteBatch {
  const left = new Map<string, WriteBatch["puts"][number]>();
  for (const { deletes, accessChanges, puts } of history) {
    for (const id of deletes) left.delete(id);
    for (const { id, access } of accessChanges) {
      const put = left.get(id);
      if (put) left.set(id, { ...put, access });
    }
    for (const put of puts) {
      left.delete(put.id);
      left.set(put.id, put);
    }
  }
  return batchOf({ puts: [...left.values()] });
}

export function describeShape(promise: Promises, open: OpenSubject): void {
  promise("finds after many small commits what one commit would have made", async ({ store }) => {
    await using other = await open();
    const history = makeHistory(createRandom("history"), 40);
    await store.putCollection(collectionOf("hr"));
    for (const batch of history) await store.commit(batch);
    await other.store.putCollection(collectionOf("hr"));
    await other.store.commit(settle(history));
    for (const access of CALLERS) {
      const [many, one] = [
        await readEverything(store, access, PROBE),
        await readEverything(other.store, access, PROBE),
      ];
      // A list of documents keeps the place of the first put of each, a search that of the last.
      for (const name of Object.keys(one).filter((reply) => reply.startsWith("search")))
        assert.equal(many[name], one[name], name);
      assert.equal(many["listCollections"], one["listCollections"]);
    }
    await assertSound(store);
  });

  promise("changes no result by optimizing", async ({ store }) => {
    const random = createRandom("optimize");
    await store.putCollection(collectionOf("hr"));
    for (const batch of makeHistory(random, 11)) await store.commit(batch);
    const before = await readAll(store);
    await store.optimize();
    assert.deepEqual(await readAll(store), before);
    await store.optimize();
    assert.deepEqual(await readAll(store), before);
    await assertSound(store);
    await store.commit(batchOf({ puts: [makeDocument(random, "late.md")] }));
    await assertSound(store);
  });

  promise("answers after a merge what nobody asked before it", async ({ store, openReader }) => {
    await store.putCollection(collectionOf("hr"));
    for (const batch of makeHistory(createRandom("unasked"), 5)) await store.commit(batch);
    const reader = await openReader();
    const legs = { lexical: true, dense: false };
    for (const view of [store, reader]) await view.search(OPERATOR, ask("leave", { legs }));
    await store.optimize();
    const fresh = await openReader();
    const expected = withoutGeneration(await fresh.search(OPERATOR, ask("visa audit nurse")));
    assert.ok(expected.dense.length > 0 && expected.lexical.length > 0);
    for (const view of [store, reader]) {
      const found = await view.search(OPERATOR, ask("visa audit nurse"));
      assert.deepEqual(withoutGeneration(found), expected);
    }
  });

  promise(
    "reads the same after it is closed and opened again",
    async ({ store, reopen, openReader }) => {
      await store.putCollection(collectionOf("hr"));
      for (const batch of makeHistory(createRandom("reopen"), 10)) await store.commit(batch);
      const before = await readAll(store);
      assert.deepEqual(await readAll(await openReader()), before);
      const again = await reopen();
      assert.deepEqual(await readAll(again), before);
      await assertSound(again);
    },
  );

  promise("grows from empty again after everything was deleted", async ({ store }) => {
    const history = makeHistory(createRandom("empty"), 4);
    await store.putCollection(collectionOf("hr"));
    for (const batch of history) await store.commit(batch);
    const left = settle(history).puts.map(({ id }) => id);
    await store.commit(batchOf({ deletes: left }));
    await store.optimize();
    assert.deepEqual(await store.listDocuments(OPERATOR, { limit: 9 }), []);
    await assertSound(store);
    const batch = batchOf({ puts: [makeDocument(createRandom("again"), "again.md")] });
    await store.commit(batch);
    assert.equal((await store.listDocuments(OPERATOR, { limit: 9 })).length, 1);
    await assertSound(store);
  });
}
