/** @module Promises about the scope of a read: filters, collections, pages. */
import assert from "node:assert/strict";
import { satisfies, type Condition, type Metadata } from "../domain/metadata.ts";
import { createRandom, type Random } from "../foundation/random.ts";
import type { SearchResult, Store } from "../ports/store.ts";
import { ask, batchOf, collectionOf, OPERATOR, putDocument } from "./store-fixtures.ts";
import { withoutGeneration } from "./store-snapshot.ts";
import type { OpenSubject, Promises } from "./store-subject.ts";

const DOCUMENTS = [
  putDocument({
    key: "leave.md",
    text: "Twenty days of leave.\n\nLeave not taken is carried over.",
    metadata: { year: 2026 },
  }),
  putDocument({ key: "travel.md", text: "Trains before planes.", metadata: { year: 2024 } }),
  putDocument({ key: "notes.md", text: "Nothing is here.", embedded: false }),
];

async function fill(store: Store): Promise<void> {
  await store.putCollection(collectionOf("hr"));
  await store.commit(batchOf({ puts: DOCUMENTS }));
}

const pick = <T>(random: Random, values: readonly [T, ...T[]]): T =>
  values[random.below(values.length)] ?? values[0];

const TEXTS = [
  "people",
  "finance",
  "2026-01-05",
  "2026-01-05T12:00:00Z",
  "2025-11",
  "",
  "7",
] as const;

function makeMetadata(random: Random): Metadata {
  const metadata: Record<string, Metadata[string]> = {};
  for (const field of ["team", "year", "open", "tags"])
    if (random.below(4) > 0)
      metadata[field] = pick<() => Metadata[string]>(random, [
        () => pick(random, TEXTS),
        () => random.below(8) - 3.5 * random.below(2),
        () => random.below(2) === 0,
        () => Array.from({ length: random.below(3) }, () => pick(random, TEXTS)),
      ])();
  return metadata;
}

function makeCondition(random: Random): Condition {
  const field = pick(random, ["team", "year", "open", "tags", "unknown"]);
  const scalar = (): string | number | boolean =>
    pick<() => string | number | boolean>(random, [
      () => pick(random, TEXTS),
      () => random.below(8) - 3.5 * random.below(2),
      () => random.below(2) === 0,
    ])();
  const bound = (): string | number =>
    random.below(2) === 0 ? random.below(8) : pick(random, ["2026-01-05", "2026-01-01", "soon"]);
  return pick<() => Condition>(random, [
    () => ({ field, equals: scalar() }),
    () => ({ field, in: Array.from({ length: random.below(3) }, scalar) }),
    () => ({ field, min: bound() }),
    () => ({ field, max: bound() }),
    () => ({ field, min: bound(), max: bound() }),
    () => ({ field, prefix: pick(random, ["p", "2026", "fin"]) }),
    () => ({ field, exists: random.below(2) === 0 }),
  ])();
}

/** Filters narrow, collections sum, lists go page by page. */
export function describeScope(promise: Promises, open: OpenSubject): void {
  describeFilters(promise);
  describeScopes(promise, open);
}

function describeFilters(promise: Promises): void {
  promise(
    "admits what every condition of a filter admits, in searches and lists",
    async ({ store }) => {
      const random = createRandom("filters");
      const puts = Array.from({ length: 60 }, (_, i) =>
        putDocument({ key: `${i}.md`, text: "Equal words.", metadata: makeMetadata(random) }),
      );
      await store.putCollection(collectionOf("hr"));
      await store.commit(batchOf({ puts }));
      for (let round = 0; round < 300; round++) {
        const filter = Array.from({ length: 1 + random.below(2) }, () => makeCondition(random));
        const expected = puts
          .filter(({ metadata }) => filter.every((condition) => satisfies(metadata, condition)))
          .map(({ id }) => id);
        const shown = JSON.stringify(filter);
        const listed = await store.listDocuments(OPERATOR, { filter, limit: 99 });
        assert.deepEqual(
          listed.map(({ id }) => id),
          expected,
          shown,
        );
        const { chunks, lexical, dense } = await store.search(
          OPERATOR,
          ask("equal", { filter, depth: 99 }),
        );
        assert.deepEqual(
          chunks.map(({ documentId }) => documentId),
          expected,
          shown,
        );
        assert.deepEqual([lexical.length, dense.length], [expected.length, expected.length], shown);
      }
    },
  );

  promise("narrows results by a filter, never statistics or scores", async ({ store }) => {
    await fill(store);
    const whole = await store.search(OPERATOR, ask("leave trains"));
    const filtered = await store.search(
      OPERATOR,
      ask("leave trains", { filter: [{ field: "year", max: 2025 }] }),
    );
    assert.deepEqual(filtered.statistics, whole.statistics);
    assert.deepEqual(
      filtered.chunks.map(({ key }) => key),
      ["travel.md"],
    );
    const same = whole.candidates.find(
      ({ chunkId }) => chunkId === filtered.candidates[0]?.chunkId,
    );
    assert.deepEqual(
      [filtered.candidates[0]?.lexical, filtered.candidates[0]?.dense],
      [same?.lexical, same?.dense],
    );
  });

  promise("gives nothing for a filter that nothing satisfies", async ({ store }) => {
    await fill(store);
    for (const filter of [
      [{ field: "nobody", equals: "has it" }],
      [{ field: "year", equals: "2026" }],
      [{ field: "__proto__", exists: true }],
      [{ field: "year", in: [] }],
    ]) {
      const { lexical, dense, candidates, chunks } = await store.search(
        OPERATOR,
        ask("leave", { filter }),
      );
      assert.deepEqual([lexical, dense, candidates, chunks], [[], [], [], []]);
      assert.deepEqual(await store.listDocuments(OPERATOR, { filter, limit: 9 }), []);
    }
  });
}

const forget = ({ chunks, ...rest }: Omit<SearchResult, "generation">) => ({
  ...rest,
  // Where a document lives is all that differs.
  chunks: chunks.map(
    ({ collection: _collection, id: _id, documentId: _documentId, ...chunk }) => chunk,
  ),
  candidates: rest.candidates.map(({ chunkId: _id, place: _place, ...candidate }) => candidate),
});

function describeScopes(promise: Promises, open: OpenSubject): void {
  promise("gives nothing for a collection it does not know", async ({ store }) => {
    await fill(store);
    for (const collections of [["nowhere"], []]) {
      const { lexical, dense, candidates, chunks, statistics } = await store.search(
        OPERATOR,
        ask("leave", { collections }),
      );
      assert.deepEqual([lexical, dense, candidates, chunks], [[], [], [], []]);
      assert.equal(statistics.chunks, 0);
    }
    assert.deepEqual(await store.listDocuments(OPERATOR, { collection: "nowhere", limit: 9 }), []);
    assert.deepEqual(await store.readSource(OPERATOR, "nowhere", "files"), []);
    assert.deepEqual(await store.readSource(OPERATOR, "hr", "nowhere"), []);
  });

  promise("sums statistics over collections, as one index would hold them", async ({ store }) => {
    await using other = await open();
    const texts = { hr: ["Leave and trains.", "Trains."], legal: ["Leave of court.", "Nothing."] };
    await other.store.putCollection(collectionOf("all"));
    for (const [collection, paragraphs] of Object.entries(texts)) {
      await store.putCollection(collectionOf(collection));
      for (const [index, text] of paragraphs.entries()) {
        const document = { key: `${collection}${index}.md`, title: "t", text };
        await store.commit(
          batchOf({ collection, puts: [putDocument({ ...document, collection })] }),
        );
        await other.store.commit(
          batchOf({ collection: "all", puts: [putDocument({ ...document, collection: "all" })] }),
        );
      }
    }
    const together = await other.store.search(OPERATOR, ask("leave trains"));
    for (const collections of [undefined, ["hr", "legal"], ["legal", "nowhere", "hr"]]) {
      const apart = await store.search(OPERATOR, ask("leave trains", { collections }));
      assert.deepEqual(forget(withoutGeneration(apart)), forget(withoutGeneration(together)));
    }
    const { statistics } = await store.search(OPERATOR, ask("leave", { collections: ["legal"] }));
    assert.deepEqual(statistics, { chunks: 2, terms: [{ term: "leave", documents: 1 }] });
  });

  promise("lists documents in the order of ingestion, page by page", async ({ store }) => {
    await fill(store);
    await store.putCollection(collectionOf("legal"));
    const law = putDocument({ key: "law.md", collection: "legal", text: "Law." });
    await store.commit(batchOf({ collection: "legal", puts: [law] }));
    const keys: string[] = [];
    let after: string | undefined;
    for (;;) {
      const page = await store.listDocuments(OPERATOR, { after, limit: 3 });
      if (page.length === 0) break;
      keys.push(...page.map(({ key }) => key));
      after = page.at(-1)?.id;
    }
    assert.deepEqual(keys, ["leave.md", "travel.md", "notes.md", "law.md"]);
    const legal = await store.listDocuments(OPERATOR, { collection: "legal", limit: 9 });
    assert.deepEqual(
      legal.map(({ key }) => key),
      ["law.md"],
    );
    assert.deepEqual(await store.listDocuments(OPERATOR, { after: "nonsense", limit: 9 }), []);
  });
}
