/** @module Promises about access: what may not be read looks like what is not there. */
import assert from "node:assert/strict";
import { NOBODY, toAccessList, type AccessList } from "../domain/principal.ts";
import type { Access } from "../domain/access.ts";
import type { DocumentPut, Store } from "../ports/store.ts";
import {
  ask,
  batchOf,
  callerOf,
  changeOf,
  collectionOf,
  documentIdOf,
  EMBEDDER,
  jobOf,
  OPERATOR,
  PREFIXES,
  PUBLIC,
  putDocument,
  recordAnswer,
} from "./store-fixtures.ts";
import { readEverything, withoutGeneration } from "./store-snapshot.ts";
import type { OpenSubject, Promises } from "./store-subject.ts";

const MARIA = callerOf("user:maria", "group:hr");
const JOHN = callerOf("user:john");

const LISTS: Readonly<Record<string, AccessList>> = {
  everybody: PUBLIC,
  hr: toAccessList(["group:hr"]),
  john: toAccessList(["user:john"]),
  hrButMaria: toAccessList(["group:hr"], ["user:maria"]),
  publicButHr: toAccessList(["public"], ["group:hr"]),
  hrAndMaria: { allow: [["group:hr"], ["user:john", "user:maria"]], deny: [] },
  hrAndLegal: { allow: [["group:hr"], ["group:legal"]], deny: [] },
  emptyClause: { allow: [["public"], []], deny: [] },
  nobody: NOBODY,
};

const documents = Object.entries(LISTS).map(([name, access], index) =>
  putDocument({
    key: `${name}.md`,
    title: name,
    text: `Leave and ${name} ${"trains ".repeat(index)}.\n\nLeave again.`,
    access,
    metadata: { list: name, [`of-${name}`]: index },
  }),
);

async function fill(store: Store, puts: readonly DocumentPut[] = documents): Promise<void> {
  await store.putCollection(collectionOf("hr"));
  for (const put of puts) await store.commit(batchOf({ puts: [put] }));
}

const keysFor = async (store: Store, access: Access): Promise<readonly string[]> =>
  (await store.listDocuments(access, { limit: 99 })).map(({ key }) => key.replace(".md", ""));

const READABLE: readonly (readonly [string, Access, readonly string[]])[] = [
  ["maria", MARIA, ["everybody", "hr", "hrAndMaria"]],
  ["john", JOHN, ["everybody", "john", "publicButHr"]],
  ["a stranger", callerOf("user:eve"), ["everybody", "publicButHr"]],
  ["nobody in particular", callerOf(), ["everybody", "publicButHr"]],
  [
    "both departments",
    callerOf("group:hr", "group:legal"),
    ["everybody", "hr", "hrButMaria", "hrAndLegal"],
  ],
  ["the operator", OPERATOR, Object.keys(LISTS)],
];

const probe = {
  documentIds: [...documents.map(({ id }) => id), documentIdOf({ key: "never.md" }), "nonsense"],
  versionHashes: documents.map(({ version }) => version.hash),
  embeddedHashes: documents.flatMap((put) => put.chunks.map(({ embeddedHash }) => embeddedHash)),
  questions: ["leave trains", "again john nobody"],
  collections: ["hr", "secret", "nowhere"],
  filters: Object.keys(LISTS).map((name) => [{ field: `of-${name}`, exists: true }]),
};

const named = (title: string): DocumentPut => {
  const found = documents.find((put) => put.title === title);
  assert.ok(found);
  return found;
};

export function describeAccess(promise: Promises, open: OpenSubject): void {
  for (const [who, access, readable] of READABLE) {
    promise(`lets ${who} read what the lists allow and no denial forbids`, async ({ store }) => {
      await fill(store);
      assert.deepEqual(await keysFor(store, access), readable);
      const { chunks } = await store.search(access, ask("leave", { depth: 99 }));
      assert.deepEqual(new Set(chunks.map(({ title }) => title)), new Set(readable));
      for (const { id, title } of documents) {
        const found = await store.findDocument(access, id);
        assert.equal(found !== undefined, readable.includes(title), title);
      }
    });

    promise(`answers ${who} as a store would that holds nothing else`, async ({ store }) => {
      await using other = await open();
      await fill(store);
      await fill(
        other.store,
        documents.filter(({ title }) => readable.includes(title)),
      );
      const whole = await readEverything(store, access, probe);
      const alone = await readEverything(other.store, access, probe);
      assert.deepEqual(whole, alone);
      const request = ask("leave trains again");
      assert.deepEqual(
        withoutGeneration(await store.search(access, request)),
        withoutGeneration(await other.store.search(access, request)),
      );
    });
  }
  describeHiding(promise);
  describeOperators(promise);
  describeAnswers(promise);
}

function describeHiding(promise: Promises): void {
  promise("answers for a hidden document as for one that never was", async ({ store }) => {
    await fill(store);
    const hidden = documents.find(({ title }) => title === "john");
    const never = documentIdOf({ key: "never.md" });
    for (const [id, hash] of [
      [hidden?.id ?? "", hidden?.version.hash ?? ""],
      [never, "0".repeat(64)],
    ] as const) {
      assert.equal(await store.findDocument(MARIA, id), undefined);
      assert.deepEqual(await store.listVersions(MARIA, id), []);
      assert.equal(await store.readVersion(MARIA, id), undefined);
      assert.equal(await store.readVersion(MARIA, id, hash), undefined);
      const span = { documentId: id, versionHash: hash, start: 0, end: 5 };
      assert.deepEqual(await store.readSpans(MARIA, [span]), [undefined]);
      assert.deepEqual(await store.listDocuments(MARIA, { after: id, limit: 9 }), []);
    }
  });

  promise("shows no collection in which nothing may be read", async ({ store }) => {
    await fill(
      store,
      documents.filter(({ title }) => title === "john"),
    );
    await store.putCollection(collectionOf("legal"));
    assert.deepEqual(await store.listCollections(MARIA), []);
    const names = (await store.listCollections(OPERATOR)).map(({ name }) => name);
    assert.deepEqual(names.toSorted(), ["hr", "legal"]);
    const { statistics } = await store.search(MARIA, ask("leave"));
    assert.equal(statistics.chunks, 0);
    assert.ok(statistics.terms.every(({ documents: count }) => count === 0));
  });

  promise("counts in a collection only what may be read", async ({ store }) => {
    await fill(store);
    const [collection] = await store.listCollections(MARIA);
    assert.deepEqual([collection?.documents, collection?.chunks], [3, 6]);
  });

  promise("does not tell which analyzers hidden documents use", async ({ store }) => {
    await fill(store, documents.slice(0, 1));
    const access = toAccessList(["user:john"]);
    const french = putDocument({ key: "f.md", text: "Vacances.", analyzer: PREFIXES, access });
    await store.commit(batchOf({ puts: [french] }));
    const asked: string[] = [];
    const { terms } = ask("leave");
    const request = ask("leave", { terms: (id) => (asked.push(id), terms(id)) });
    const { statistics } = await store.search(MARIA, request);
    assert.deepEqual(asked, ["words"]);
    assert.deepEqual(
      statistics.terms.map(({ term }) => term),
      ["leave"],
    );
  });
}

function describeOperators(promise: Promises): void {
  promise("shows the embedding cache to operators alone", async ({ store }) => {
    await fill(store);
    const chunk = documents[0]?.chunks[0];
    const hashes = [chunk?.embeddedHash ?? "", "0".repeat(64)];
    const found = await store.readEmbeddings(OPERATOR, EMBEDDER, hashes);
    assert.deepEqual([...found], [[chunk?.embeddedHash, chunk?.vectors.get(EMBEDDER)]]);
    assert.equal((await store.readEmbeddings(OPERATOR, "another/3", hashes)).size, 0);
    assert.equal((await store.readEmbeddings(callerOf(), EMBEDDER, hashes)).size, 0);
  });

  promise("shows what a source holds to operators alone", async ({ store }) => {
    await fill(store);
    const entries = await store.readSource(OPERATOR, "hr", "files");
    assert.deepEqual(
      entries.toSorted((x, y) => (x.key < y.key ? -1 : 1)),
      documents
        .map(({ key, id: documentId, fingerprint, access }) => ({
          key,
          documentId,
          fingerprint,
          access,
        }))
        .toSorted((x, y) => (x.key < y.key ? -1 : 1)),
    );
    assert.deepEqual(await store.readSource(MARIA, "hr", "files"), []);
  });

  promise("shows jobs to operators alone", async ({ store }) => {
    await store.putJob(jobOf("job_00000000000000000001"));
    assert.equal(await store.findJob(MARIA, "job_00000000000000000001"), undefined);
    assert.deepEqual(await store.listJobs(MARIA, 9), []);
  });

  promise("tells callers nothing of the state of the whole store", async ({ store }) => {
    const before = await store.checkIntegrity(MARIA, { deep: true });
    await fill(store);
    assert.deepEqual(await store.checkIntegrity(MARIA, { deep: true }), before);
    assert.equal(
      (await store.checkIntegrity(OPERATOR, { deep: true })).documents,
      documents.length,
    );
  });
}

function describeAnswers(promise: Promises): void {
  const id = "ans_00000000000000000001";

  promise("shows an answer to those who asked it, and to operators", async ({ store }) => {
    await fill(store);
    const principals = ["group:hr", "public", "user:maria"];
    const record = recordAnswer({ id, principals, passages: [named("everybody")] });
    await store.putAnswer(record);
    assert.deepEqual(await store.findAnswer(MARIA, id), record);
    assert.deepEqual(await store.findAnswer(OPERATOR, id), record);
    assert.equal(await store.findAnswer(JOHN, id), undefined);
    assert.equal(await store.findAnswer(callerOf("group:hr"), id), undefined);
    assert.equal(await store.findAnswer(OPERATOR, "ans_00000000000000000002"), undefined);
    assert.equal(await store.findAnswer(OPERATOR, "nonsense"), undefined);
  });

  promise("shows an operator's answer to no caller", async ({ store }) => {
    await fill(store);
    await store.putAnswer(recordAnswer({ id, principals: ["operator"], passages: [] }));
    assert.equal(await store.findAnswer(MARIA, id), undefined);
  });

  promise("hides an answer once a passage of it may not be read", async ({ store }) => {
    await fill(store);
    const passages = [named("everybody"), named("hr")];
    await store.putAnswer(
      recordAnswer({ id, principals: ["public", "user:maria", "group:hr"], passages }),
    );
    assert.equal((await store.findAnswer(MARIA, id))?.id, id);
    const access = toAccessList(["user:john"]);
    await store.commit(batchOf({ accessChanges: [changeOf(named("hr").id, access)] }));
    assert.equal(await store.findAnswer(MARIA, id), undefined);
    await store.commit(batchOf({ accessChanges: [changeOf(named("hr").id, PUBLIC)] }));
    assert.equal((await store.findAnswer(MARIA, id))?.id, id);
    await store.commit(batchOf({ deletes: [named("everybody").id] }));
    assert.equal(await store.findAnswer(MARIA, id), undefined);
    assert.equal((await store.findAnswer(OPERATOR, id))?.id, id);
  });

  promise("leaves out of an answer's rankings what may not be read any more", async ({ store }) => {
    await fill(store);
    const { candidates } = await store.search(MARIA, ask("leave"));
    const ranked = candidates.map(({ chunkId }) => chunkId ?? "");
    const principals = ["public", "user:maria", "group:hr"];
    const record = recordAnswer({ id, principals, passages: [named("everybody")], ranked });
    await store.putAnswer(record);
    assert.deepEqual(await store.findAnswer(MARIA, id), record);
    const access = toAccessList(["user:john"]);
    await store.commit(batchOf({ accessChanges: [changeOf(named("hr").id, access)] }));
    const shown = JSON.stringify(await store.findAnswer(MARIA, id));
    assert.ok(shown.includes(named("everybody").id.slice(4)));
    assert.ok(!shown.includes(named("hr").id.slice(4)));
    assert.deepEqual(await store.findAnswer(OPERATOR, id), record);
  });
}
