/** @module Promises about batches: whole or not at all, and seen at once. */
import assert from "node:assert/strict";
import { toAccessList } from "../domain/principal.ts";
import type { DocumentPut, Store } from "../ports/store.ts";
import {
  ask,
  batchOf,
  callerOf,
  changeOf,
  collectionOf,
  documentIdOf,
  EMBEDDER,
  OPERATOR,
  putDocument,
} from "./store-fixtures.ts";
import { readEverything } from "./store-snapshot.ts";
import type { Promises } from "./store-subject.ts";

const leave = putDocument({
  key: "leave.md",
  text: "Twenty days of leave.\n\nCarry over five days.",
});
const travel = putDocument({ key: "travel.md", text: "Trains before planes." });
const sports = putDocument({ key: "sports.md", text: "The climbing wall opens at noon." });

/** The keys that each leg finds, each leg asked alone. */
async function findKeys(store: Store, question: string, access = OPERATOR) {
  const keysOf = async (legs: { lexical: boolean; dense: boolean }): Promise<readonly string[]> =>
    (await store.search(access, ask(question, { legs }))).chunks.map(({ key }) => key);
  return {
    lexical: await keysOf({ lexical: true, dense: false }),
    dense: await keysOf({ lexical: false, dense: true }),
  };
}

/** The same document with one vector spoiled. */
function spoil(put: DocumentPut, vector: Float32Array): DocumentPut {
  const chunks = put.chunks.map((chunk, index) =>
    index === put.chunks.length - 1 ? { ...chunk, vectors: new Map([[EMBEDDER, vector]]) } : chunk,
  );
  return { ...put, chunks };
}

export function describeWrites(promise: Promises): void {
  describeAtomicity(promise);
  describeVisibility(promise);
  describeEdges(promise);
}

function describeAtomicity(promise: Promises): void {
  promise("commits a batch whole, and says what it holds", async ({ store }) => {
    await store.putCollection(collectionOf("hr"));
    const receipt = await store.commit(batchOf({ puts: [leave, travel] }));
    assert.equal(receipt.documents, 2);
    assert.equal(receipt.chunks, 3);
    assert.deepEqual(await findKeys(store, "climbing trains planes"), {
      lexical: ["travel.md"],
      dense: ["leave.md", "leave.md", "travel.md"],
    });
    const { sound, problems, documents, chunks } = await store.checkIntegrity(OPERATOR, {
      deep: true,
    });
    assert.deepEqual(
      { sound, problems, documents, chunks },
      {
        sound: true,
        problems: [],
        documents: 2,
        chunks: 3,
      },
    );
  });

  promise("counts a generation up with every commit", async ({ store }) => {
    await store.putCollection(collectionOf("hr"));
    const first = await store.commit(batchOf({ puts: [leave] }));
    const second = await store.commit(batchOf({ deletes: [leave.id] }));
    assert.ok(second.generation > first.generation);
    const { generation } = await store.search(OPERATOR, ask("leave"));
    assert.ok(generation >= second.generation);
  });

  for (const [fault, vector] of [
    ["a value that is not finite", new Float32Array(32).fill(Number.NaN)],
    ["another length than the embedder's", new Float32Array(16).fill(0.25)],
  ] as const)
    promise(`leaves nothing of a batch that holds a vector with ${fault}`, async ({ store }) => {
      await store.putCollection(collectionOf("hr"));
      await store.commit(batchOf({ puts: [leave, travel] }));
      const probe = {
        documentIds: [leave.id, travel.id, sports.id],
        versionHashes: [leave, travel, sports].map(({ version }) => version.hash),
        embeddedHashes: [leave, travel, sports].flatMap((put) =>
          put.chunks.map((c) => c.embeddedHash),
        ),
        questions: ["leave days", "climbing wall"],
        collections: ["hr"],
      };
      const before = await readEverything(store, OPERATOR, probe);
      const changed = putDocument({ key: "travel.md", text: "Planes before trains." });
      const batch = batchOf({
        puts: [changed, spoil(sports, vector)],
        deletes: [leave.id],
        accessChanges: [changeOf(travel.id, toAccessList(["user:maria"]))],
      });
      await assert.rejects(store.commit(batch));
      assert.deepEqual(await readEverything(store, OPERATOR, probe), before);
      const { sound, problems } = await store.checkIntegrity(OPERATOR, { deep: true });
      assert.deepEqual({ sound, problems }, { sound: true, problems: [] });
      await store.commit(batchOf({ puts: [sports] }));
      assert.deepEqual((await findKeys(store, "climbing")).lexical, ["sports.md"]);
    });
}

function describeVisibility(promise: Promises): void {
  promise(
    "refuses a batch whose vectors are all as long as another embedder's",
    async ({ store }) => {
      await store.putCollection(collectionOf("hr"));
      await store.commit(batchOf({ puts: [leave] }));
      const short = spoil(sports, new Float32Array(16).fill(0.25));
      await assert.rejects(store.commit(batchOf({ puts: [short] })));
      assert.equal(await store.findDocument(OPERATOR, sports.id), undefined);
      assert.equal((await findKeys(store, "leave days")).dense.length, 2);
    },
  );

  promise("replaces a document in one step, in every read and in both legs", async ({ store }) => {
    await store.putCollection(collectionOf("hr"));
    await store.commit(batchOf({ puts: [leave, travel] }));
    const next = putDocument({ key: "leave.md", text: "Thirty sabbaticals.", title: "Time off" });
    await store.commit(batchOf({ puts: [next] }));
    assert.deepEqual((await findKeys(store, "twenty carry")).lexical, []);
    assert.deepEqual(await findKeys(store, "sabbaticals"), {
      lexical: ["leave.md"],
      dense: ["travel.md", "leave.md"],
    });
    assert.equal((await store.findDocument(OPERATOR, leave.id))?.title, "Time off");
    assert.equal((await store.readVersion(OPERATOR, leave.id))?.text, "Thirty sabbaticals.");
    const [listed] = await store.listDocuments(OPERATOR, { limit: 1 });
    assert.equal(listed?.version.hash, next.version.hash);
    const [collection] = await store.listCollections(OPERATOR);
    assert.deepEqual([collection?.documents, collection?.chunks], [2, 2]);
    const [source] = await store.readSource(OPERATOR, "hr", "files");
    assert.equal(source?.fingerprint, next.fingerprint);
    const old = leave.chunks.map(({ embeddedHash }) => embeddedHash);
    assert.equal((await store.readEmbeddings(OPERATOR, EMBEDDER, old)).size, 0);
  });

  promise("forgets a deleted document in every read when commit returns", async ({ store }) => {
    await store.putCollection(collectionOf("hr"));
    await store.commit(batchOf({ puts: [leave, travel] }));
    await store.commit(batchOf({ deletes: [leave.id] }));
    const { hash } = leave.version;
    assert.deepEqual(await findKeys(store, "twenty leave days"), {
      lexical: [],
      dense: ["travel.md"],
    });
    assert.equal(await store.findDocument(OPERATOR, leave.id), undefined);
    assert.equal(await store.readVersion(OPERATOR, leave.id), undefined);
    assert.equal(await store.readVersion(OPERATOR, leave.id, hash), undefined);
    assert.deepEqual(await store.listVersions(OPERATOR, leave.id), []);
    const span = { documentId: leave.id, versionHash: hash, start: 0, end: 6 };
    assert.deepEqual(await store.readSpans(OPERATOR, [span]), [undefined]);
    const keys = (await store.listDocuments(OPERATOR, { limit: 9 })).map(({ key }) => key);
    assert.deepEqual(keys, ["travel.md"]);
    assert.equal((await store.readSource(OPERATOR, "hr", "files")).length, 1);
    const hashes = leave.chunks.map(({ embeddedHash }) => embeddedHash);
    assert.equal((await store.readEmbeddings(OPERATOR, EMBEDDER, hashes)).size, 0);
    const [collection] = await store.listCollections(OPERATOR);
    assert.deepEqual([collection?.documents, collection?.chunks], [1, 1]);
  });

  promise("applies an access change at once, in both directions", async ({ store }) => {
    const maria = callerOf("user:maria");
    await store.putCollection(collectionOf("hr"));
    await store.commit(batchOf({ puts: [leave, travel] }));
    const found = await findKeys(store, "leave trains", maria);
    assert.deepEqual(found, {
      lexical: ["leave.md", "leave.md", "travel.md"],
      dense: ["leave.md", "leave.md", "travel.md"],
    });
    const change = (principal: string) =>
      store.commit(batchOf({ accessChanges: [changeOf(leave.id, toAccessList([principal]))] }));
    await change("user:john");
    assert.deepEqual(await findKeys(store, "leave trains", maria), {
      lexical: ["travel.md"],
      dense: ["travel.md"],
    });
    assert.equal(await store.findDocument(maria, leave.id), undefined);
    assert.equal(await store.readVersion(maria, leave.id), undefined);
    const [source] = await store.readSource(OPERATOR, "hr", "files");
    assert.deepEqual(source?.access, toAccessList(["user:john"]));
    assert.notEqual(source.fingerprint, leave.fingerprint);
    await change("user:maria");
    assert.deepEqual(await findKeys(store, "leave trains", maria), found);
  });
}

function describeEdges(promise: Promises): void {
  promise("ignores deletes and access changes of what is not there", async ({ store }) => {
    await store.putCollection(collectionOf("hr"));
    const unknown = [documentIdOf({ key: "never.md" }), "doc_", "nonsense", ""];
    const access = toAccessList(["public"]);
    await store.commit(
      batchOf({ deletes: unknown, accessChanges: unknown.map((id) => changeOf(id, access)) }),
    );
    assert.deepEqual(await store.listDocuments(OPERATOR, { limit: 9 }), []);
  });

  promise("keeps the last of two puts of one document in a batch", async ({ store }) => {
    await store.putCollection(collectionOf("hr"));
    const next = putDocument({ key: "leave.md", text: "Thirty sabbaticals." });
    await store.commit(batchOf({ puts: [leave, next] }));
    assert.deepEqual((await findKeys(store, "twenty carry")).lexical, []);
    assert.deepEqual((await findKeys(store, "sabbaticals")).lexical, ["leave.md"]);
    const { sound, problems } = await store.checkIntegrity(OPERATOR, { deep: true });
    assert.deepEqual({ sound, problems }, { sound: true, problems: [] });
  });

  promise("deletes before it puts, so that a batch can replace from scratch", async ({ store }) => {
    await store.putCollection(collectionOf("hr"));
    await store.commit(batchOf({ puts: [leave] }));
    const next = putDocument({ key: "leave.md", text: "Thirty sabbaticals." });
    await store.commit(batchOf({ deletes: [leave.id], puts: [next] }));
    const versions = await store.listVersions(OPERATOR, leave.id);
    assert.deepEqual(
      versions.map(({ hash }) => hash),
      [next.version.hash],
    );
  });

  promise("refuses a batch for a collection that was never put", async ({ store }) => {
    await assert.rejects(store.commit(batchOf({ collection: "nowhere", puts: [leave] })));
    assert.equal(await store.findDocument(OPERATOR, leave.id), undefined);
  });

  promise("keeps a text of two documents until both are gone", async ({ store }) => {
    await store.putCollection(collectionOf("hr"));
    const twins = ["a.md", "b.md"].map((key) =>
      putDocument({ key, title: "same", text: "Equal words." }),
    );
    await store.commit(batchOf({ puts: twins }));
    const hashes = twins.flatMap((put) => put.chunks.map(({ embeddedHash }) => embeddedHash));
    await store.commit(batchOf({ deletes: [twins[0]?.id ?? ""] }));
    assert.deepEqual(await findKeys(store, "equal words"), { lexical: ["b.md"], dense: ["b.md"] });
    assert.equal((await store.readEmbeddings(OPERATOR, EMBEDDER, hashes)).size, 1);
    await store.commit(batchOf({ deletes: [twins[1]?.id ?? ""] }));
    assert.equal((await store.readEmbeddings(OPERATOR, EMBEDDER, hashes)).size, 0);
  });

  promise("holds a document without any chunk", async ({ store }) => {
    await store.putCollection(collectionOf("hr"));
    const empty = putDocument({ key: "empty.md", text: "" });
    const receipt = await store.commit(batchOf({ puts: [empty] }));
    assert.equal(receipt.chunks, 0);
    assert.equal((await store.findDocument(OPERATOR, empty.id))?.version.length, 0);
    assert.deepEqual((await store.search(OPERATOR, ask("empty"))).chunks, []);
  });
}
