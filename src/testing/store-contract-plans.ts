/** @module Promises about plans: what is kept whole, and what goes with one that is dropped. */
import assert from "node:assert/strict";
import type { DocumentPut } from "../ports/store.ts";
import { askIn, cut, MIRRORED, PARAGRAPHS, planOf, putIn, WHOLES } from "./index-fixtures.ts";
import {
  assertSound,
  build,
  documents,
  everyChunk,
  fill,
  first,
  HR,
  MARIA,
  readAll,
  second,
  spans,
} from "./index-world.ts";
import {
  batchOf,
  callerOf,
  changeOf,
  collectionOf,
  EMBEDDER,
  OPERATOR,
  putDocument,
} from "./store-fixtures.ts";
import type { Promises } from "./store-subject.ts";

export function describePlans(promise: Promises): void {
  describeKeeping(promise);
  describeDropping(promise);
}

function describeKeeping(promise: Promises): void {
  const both = (put: DocumentPut): DocumentPut =>
    putIn(put, { [PARAGRAPHS]: [EMBEDDER], [WHOLES]: [EMBEDDER] });

  promise("refuses a commit that leaves out a registered plan, whole", async ({ store }) => {
    await fill(store);
    await store.putPlan(planOf(WHOLES));
    const before = await readAll(store);
    const fresh = putDocument({ key: "new.md", text: "New leave." });
    await assert.rejects(store.commit(batchOf({ puts: [both(fresh), first] })), {
      code: "store.plan-missed",
    });
    const unembedded = putIn(fresh, { [PARAGRAPHS]: [EMBEDDER], [WHOLES]: [MIRRORED] });
    await assert.rejects(store.commit(batchOf({ puts: [unembedded] })), {
      code: "store.plan-missed",
    });
    assert.deepEqual(await readAll(store), before);
    await store.commit(batchOf({ puts: [both(fresh)], deletes: [first.id] }));
    await assertSound(store);
  });

  promise("has a changed document in every index at once", async ({ store }) => {
    await fill(store);
    await build(store, WHOLES);
    const text = "Zebras.\n\nMore zebras.";
    const renewed = both(putDocument({ key: first.key, title: first.title, text }));
    await store.commit(batchOf({ puts: [renewed] }));
    const legs = { lexical: true, dense: false };
    for (const [variant, count] of [
      [PARAGRAPHS, 2],
      [WHOLES, 1],
    ] as const) {
      const found = async (question: string) =>
        (await store.search(OPERATOR, askIn(variant, question, EMBEDDER, { legs }))).chunks;
      assert.equal((await found("zebras")).length, count);
      const old = (await found("about")).filter(({ documentId }) => documentId === first.id);
      assert.equal(old.length, 0);
    }
    await assertSound(store);
  });

  promise("closes and deletes documents in every index", async ({ store }) => {
    await fill(store);
    await build(store, WHOLES);
    await store.commit(batchOf({ accessChanges: [changeOf(first.id, HR)], deletes: [second.id] }));
    for (const variant of [PARAGRAPHS, WHOLES])
      for (const [access, readable] of [
        [callerOf(), ["visa.md", "desk.md"]],
        [MARIA, ["leave.md", "salary.md", "visa.md", "desk.md"]],
      ] as const) {
        const { chunks, statistics } = await store.search(access, askIn(variant, "leave visa"));
        assert.deepEqual(new Set(chunks.map(({ key }) => key)), new Set(readable));
        assert.equal(statistics.chunks, readable.length * (variant === WHOLES ? 1 : 3));
      }
    await assertSound(store);
  });

  promise(
    "gives what had no name the name that it is adopted by, once",
    async ({ store, reopen }) => {
      await store.putCollection(collectionOf("hr"));
      await store.commit(batchOf({ puts: [...documents] }));
      const before = await readAll(store);
      assert.deepEqual(
        (await store.listIndexes(OPERATOR)).map(({ variant }) => variant),
        [""],
      );
      await store.adoptVariant(PARAGRAPHS);
      await store.adoptVariant(WHOLES);
      assert.deepEqual(await readAll(store), before);
      const again = await reopen();
      assert.deepEqual(await readAll(again), before);
      assert.deepEqual(await again.listIndexes(OPERATOR), [
        {
          collection: "hr",
          variant: PARAGRAPHS,
          isDefault: true,
          documents: 5,
          chunks: 15,
          embedders: { [EMBEDDER]: 5 },
        },
      ]);
      assert.equal((await again.putPlan(planOf(PARAGRAPHS))).whole, true);
      await assertSound(again);
    },
  );
}

function describeDropping(promise: Promises): void {
  promise("drops of a plan what no other plan needs, and no more", async ({ store }) => {
    await fill(store);
    await build(store, WHOLES);
    // A plan that is built keeps those before it whole.
    for (const embedder of [EMBEDDER, MIRRORED]) await build(store, WHOLES, embedder);
    const shape = async () =>
      (await store.listIndexes(OPERATOR)).map(({ variant, chunks, embedders }) =>
        [variant, chunks, ...Object.keys(embedders).toSorted()].join(" "),
      );
    assert.deepEqual(await shape(), [
      `${PARAGRAPHS} 15 ${EMBEDDER}`,
      `${WHOLES} 5 ${MIRRORED} ${EMBEDDER}`,
    ]);
    await store.dropPlan(planOf(WHOLES));
    assert.deepEqual(await shape(), [`${PARAGRAPHS} 15 ${EMBEDDER}`, `${WHOLES} 5 ${MIRRORED}`]);
    await assertSound(store);
    assert.equal((await store.search(OPERATOR, askIn(WHOLES, "leave", MIRRORED))).dense.length, 5);
    await store.dropPlan(planOf(WHOLES, MIRRORED));
    assert.deepEqual(await shape(), [`${PARAGRAPHS} 15 ${EMBEDDER}`]);
    const hashes = documents.flatMap((put) => cut(put, WHOLES)).map((chunk) => chunk.embeddedHash);
    for (const embedder of [EMBEDDER, MIRRORED])
      assert.equal((await store.readEmbeddings(OPERATOR, embedder, hashes)).size, 0);
    await assertSound(store);
    await store.commit(batchOf({ puts: [first] }));
  });

  promise("keeps the default index whatever plans are dropped", async ({ store }) => {
    await fill(store);
    const before = await readAll(store);
    await store.dropPlan(planOf("never registered"));
    assert.deepEqual(await readAll(store), before);
    await store.dropPlan(planOf(PARAGRAPHS));
    const legs = { lexical: true, dense: true };
    const request = askIn(undefined, "all more end", EMBEDDER, { legs });
    const { chunks, dense } = await store.search(OPERATOR, request);
    assert.equal(chunks.length, documents.length * 3);
    assert.equal(dense.length, 0);
    await assertSound(store);
  });

  promise("builds again what was dropped", async ({ store }) => {
    await fill(store);
    await build(store, WHOLES);
    await store.dropPlan(planOf(WHOLES));
    await build(store, WHOLES);
    assert.deepEqual(await spans(store, WHOLES), everyChunk(WHOLES));
    await assertSound(store);
  });
}
