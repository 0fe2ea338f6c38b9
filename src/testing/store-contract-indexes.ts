/** @module Promises about several indexes of the same documents: searching and building them. */
import assert from "node:assert/strict";
import {
  askIn,
  cut,
  indexBatchOf,
  MIRRORED,
  PARAGRAPHS,
  planOf,
  WHOLES,
} from "./index-fixtures.ts";
import {
  assertSound,
  build,
  documents,
  everyChunk,
  fill,
  first,
  MARIA,
  probe,
  readAll,
  second,
  spans,
  unnamed,
} from "./index-world.ts";
import {
  ask,
  batchOf,
  callerOf,
  collectionOf,
  EMBEDDER,
  OPERATOR,
  putDocument,
} from "./store-fixtures.ts";
import { withoutGeneration } from "./store-snapshot.ts";
import type { OpenSubject, Promises } from "./store-subject.ts";

export function describeIndexes(promise: Promises, open: OpenSubject): void {
  describeSearching(promise, open);
  describeBuilding(promise);
}

function describeSearching(promise: Promises, open: OpenSubject): void {
  promise("searches the index that is asked for, and the default one else", async ({ store }) => {
    await fill(store);
    await build(store, WHOLES);
    assert.deepEqual(await spans(store, undefined), everyChunk(PARAGRAPHS));
    assert.deepEqual(await spans(store, PARAGRAPHS), everyChunk(PARAGRAPHS));
    assert.deepEqual(await spans(store, WHOLES), everyChunk(WHOLES));
    assert.deepEqual(await spans(store, "never built"), everyChunk(PARAGRAPHS));
    await store.setDefaultVariant(WHOLES);
    assert.deepEqual(await spans(store, undefined), everyChunk(WHOLES));
    assert.deepEqual(await spans(store, PARAGRAPHS), everyChunk(PARAGRAPHS));
  });

  promise("answers from one of several indexes as from a store of that one", async ({ store }) => {
    await using other = await open();
    await fill(store);
    await build(store, WHOLES);
    await other.store.putCollection(collectionOf("hr"));
    for (const put of documents)
      await other.store.commit(batchOf({ puts: [{ ...put, chunks: unnamed(cut(put, WHOLES)) }] }));
    const filter = [{ field: "index", min: 1 }] as const;
    for (const access of [OPERATOR, MARIA, callerOf()])
      for (const options of [{}, { filter }, { collections: ["hr"] }, { depth: 2 }])
        for (const question of probe.questions) {
          const found = await store.search(access, askIn(WHOLES, question, EMBEDDER, options));
          const alone = await other.store.search(access, ask(question, options));
          assert.deepEqual(withoutGeneration(found), withoutGeneration(alone));
        }
  });

  promise("never searches an index that is not whole", async ({ store }) => {
    await fill(store);
    assert.equal((await store.putPlan(planOf(WHOLES))).whole, false);
    await store.commitIndex(indexBatchOf([first], WHOLES));
    assert.equal((await store.putPlan(planOf(WHOLES))).whole, false);
    assert.deepEqual(await spans(store, WHOLES), everyChunk(PARAGRAPHS));
  });

  promise(
    "searches one collection in its own index and others in the default",
    async ({ store }) => {
      await fill(store);
      const contract = putDocument({
        key: "c.md",
        text: "One leave.\n\nTwo leave.",
        collection: "legal",
      });
      await store.putCollection(collectionOf("legal"));
      await store.commit(batchOf({ collection: "legal", puts: [contract] }));
      const plan = planOf(WHOLES, EMBEDDER, { collection: "legal" });
      assert.equal((await store.putPlan(plan)).whole, false);
      assert.deepEqual(await store.listLacking(OPERATOR, plan, { limit: 9 }), [
        { id: contract.id, collection: "legal", analyzer: contract.analyzer },
      ]);
      await store.commitIndex(indexBatchOf([contract], WHOLES));
      assert.equal((await store.putPlan(plan)).whole, true);
      const expected = new Set([...everyChunk(PARAGRAPHS), ...everyChunk(WHOLES, [contract])]);
      assert.deepEqual(await spans(store, WHOLES), expected);
      await store.commit(batchOf({ puts: [first] }));
    },
  );

  promise("shows plans and indexes to operators alone", async ({ store }) => {
    await fill(store);
    const page = { limit: 9 };
    for (const access of [MARIA, callerOf()]) {
      assert.deepEqual(await store.listPlans(access), []);
      assert.deepEqual(await store.listIndexes(access), []);
      assert.deepEqual(await store.listLacking(access, planOf(WHOLES), page), []);
      assert.equal(await store.countLacking(access, planOf(WHOLES)), 0);
    }
    assert.equal(await store.countLacking(OPERATOR, planOf(WHOLES)), documents.length);
    assert.equal((await store.listPlans(OPERATOR)).length, 1);
  });
}

function describeBuilding(promise: Promises): void {
  promise("changes no reply while another index is built", async ({ store, openReader }) => {
    await fill(store);
    const reader = await openReader();
    const before = await readAll(store);
    const look = async (): Promise<void> => {
      for (const view of [store, reader]) assert.deepEqual(await readAll(view), before);
      await assertSound(store);
    };
    await store.putPlan(planOf(WHOLES));
    await store.putPlan(planOf(PARAGRAPHS, MIRRORED));
    for (const put of documents) {
      await store.commitIndex(indexBatchOf([put], WHOLES));
      await store.commitIndex(indexBatchOf([put], PARAGRAPHS, MIRRORED));
      await look();
    }
    assert.equal((await store.putPlan(planOf(WHOLES))).whole, true);
    await store.optimize();
    await look();
    await store.dropPlan(planOf(WHOLES));
    await store.dropPlan(planOf(PARAGRAPHS, MIRRORED));
    await look();
  });

  promise("lists what lacks a plan in the order of ingestion, page by page", async ({ store }) => {
    await fill(store);
    await store.commitIndex(indexBatchOf([second], WHOLES));
    const ids = documents.filter((put) => put !== second).map(({ id }) => id);
    const plan = planOf(WHOLES);
    const pages: string[] = [];
    for (let after: string | undefined; ;) {
      const page = await store.listLacking(OPERATOR, plan, { after, limit: 3 });
      if (page.length === 0) break;
      pages.push(...page.map(({ id }) => id));
      after = pages.at(-1);
    }
    assert.deepEqual(pages, ids);
    assert.equal(await store.countLacking(OPERATOR, plan), ids.length);
    assert.equal(await store.countLacking(OPERATOR, planOf(PARAGRAPHS)), 0);
    assert.equal(await store.countLacking(OPERATOR, planOf(PARAGRAPHS, MIRRORED)), 5);
  });

  promise("leaves alone what is gone, of another version, or there already", async ({ store }) => {
    await fill(store);
    await store.putPlan(planOf(PARAGRAPHS));
    const stale = indexBatchOf([first, second], WHOLES);
    const renewed = putDocument({ key: first.key, title: first.title, text: "New leave." });
    await store.commit(batchOf({ puts: [renewed], deletes: [second.id] }));
    const { documents: done, chunks } = await store.commitIndex(stale);
    assert.deepEqual([done, chunks], [0, 0]);
    assert.equal((await store.commitIndex(indexBatchOf([renewed], WHOLES))).documents, 1);
    assert.equal((await store.commitIndex(indexBatchOf([renewed], WHOLES))).documents, 0);
    await assertSound(store);
  });

  promise(
    "adds another embedder's vectors to the chunks that are there",
    async ({ store, openReader }) => {
      await fill(store);
      const reader = await openReader();
      const legs = { lexical: false, dense: true };
      for (const view of [store, reader]) {
        const nothing = await view.search(OPERATOR, askIn(PARAGRAPHS, "leave", MIRRORED, { legs }));
        assert.equal(nothing.dense.length, 0);
      }
      await store.commitIndex(indexBatchOf([first], PARAGRAPHS, MIRRORED));
      // Whoever asks now must not go on with what there was.
      for (const view of [store, reader]) {
        const some = await view.search(OPERATOR, askIn(PARAGRAPHS, "leave", MIRRORED, { legs }));
        assert.equal(some.dense.length, 3);
      }
      await build(store, PARAGRAPHS, MIRRORED);
      const counts = async () => (await store.listIndexes(OPERATOR)).map(({ chunks }) => chunks);
      assert.deepEqual(await counts(), [15]);
      for (let shape = 0; shape < 2; shape++) {
        for (const view of [store, reader])
          for (const question of probe.questions) {
            // Products of mirrored vectors are those of the vectors themselves, up to rounding.
            const [own, mirrored] = await Promise.all(
              [EMBEDDER, MIRRORED].map((embedder) =>
                view.search(OPERATOR, askIn(PARAGRAPHS, question, embedder, { legs })),
              ),
            );
            const rank = (result: typeof own) =>
              result?.dense.map((hit) => Math.fround(hit.score).toFixed(4));
            assert.ok((own?.dense.length ?? 0) > 0);
            assert.deepEqual(rank(mirrored), rank(own));
          }
        await store.optimize();
      }
      await assertSound(store);
    },
  );

  promise("replaces chunks that were cut by other rules under the same name", async ({ store }) => {
    await fill(store, [first]);
    const batch = indexBatchOf([first], WHOLES, MIRRORED);
    await store.commitIndex({ ...batch, variant: PARAGRAPHS });
    const chunks = (await store.listIndexes(OPERATOR)).map((index) => index.chunks);
    assert.deepEqual(chunks, [1]);
    assert.deepEqual(await spans(store, PARAGRAPHS), everyChunk(WHOLES, [first]));
    const [plan] = await store.listPlans(OPERATOR);
    assert.deepEqual([plan?.embedder, plan?.whole], [EMBEDDER, false]);
    await assertSound(store);
  });
}
