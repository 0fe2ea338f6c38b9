/** @module Promises about search: both legs, filters, scopes, one snapshot. */
import assert from "node:assert/strict";
import { satisfies, type Condition, type Metadata } from "../domain/metadata.ts";
import { dot } from "../foundation/vectors.ts";
import { createRandom, type Random } from "../foundation/random.ts";
import type { SearchResult, Store } from "../ports/store.ts";
import {
  ask,
  batchOf,
  collectionOf,
  OPERATOR,
  PREFIXES,
  putDocument,
  toVector,
} from "./store-fixtures.ts";
import { withoutGeneration } from "./store-snapshot.ts";
import type { OpenSubject, Promises } from "./store-subject.ts";

const DOCUMENTS = [
  putDocument({
    key: "leave.md",
    title: "Leave",
    headings: ["Days"],
    text: "Twenty days — vingt jours 🌴 – of leave.\n\nLeave not taken is carried over.",
    metadata: { department: "people", year: 2026 },
  }),
  putDocument({
    key: "travel.md",
    title: "Travel",
    text: "Trains before planes.",
    metadata: { year: 2024 },
  }),
  putDocument({ key: "notes.md", title: "Notes", text: "Nothing is here.", embedded: false }),
];

async function fill(store: Store): Promise<void> {
  await store.putCollection(collectionOf("hr"));
  await store.commit(batchOf({ puts: DOCUMENTS }));
}

const near = (actual: number | undefined, expected: number): void =>
  assert.ok(Math.abs((actual ?? Number.NaN) - expected) < 1e-6, `${actual} is not ${expected}`);

export function describeSearch(promise: Promises, open: OpenSubject): void {
  describeLegs(promise);
  describeReading(promise);
  describeFilters(promise);
  describeScopes(promise, open);
}

/** BM25 of one term among 4 chunks of 6 terms on average, k1 0.9, b 0.75. */
const weigh = (documents: number, frequency: number, length: number): number =>
  (Math.log(1 + (4 - documents + 0.5) / (documents + 0.5)) * frequency) /
  (frequency + 0.9 * (0.25 + (0.75 * length) / 6));

function describeLegs(promise: Promises): void {
  promise("scores the lexical leg as BM25 does, worked by hand", async ({ store }) => {
    await fill(store);
    const { lexical, candidates, statistics } = await store.search(
      OPERATOR,
      ask("leave trains", { legs: { lexical: true, dense: false }, bm25: { k1: 0.9, b: 0.75 } }),
    );
    // With title and headings the chunks are 8, 8, 4 and 4 terms long.
    assert.deepEqual(statistics, {
      chunks: 4,
      terms: [
        { term: "leave", documents: 2 },
        { term: "trains", documents: 1 },
      ],
    });
    const expected = [weigh(2, 2, 8), weigh(2, 2, 8), weigh(1, 1, 4)];
    assert.equal(candidates.length, 3);
    for (const [index, score] of expected.entries()) near(candidates[index]?.lexical, score);
    assert.deepEqual(
      lexical.map(({ candidate }) => candidate),
      [2, 0, 1],
    );
    assert.deepEqual(
      candidates.map(({ dense }) => dense),
      [0, 0, 0],
    );
  });

  promise("scores the dense leg by the product of the vectors, best first", async ({ store }) => {
    await fill(store);
    const legs = { lexical: false, dense: true };
    const { dense, candidates, chunks } = await store.search(
      OPERATOR,
      ask("days of leave", { legs }),
    );
    const query = toVector("days of leave") ?? new Float32Array();
    const texts = ["Leave\nDays\n", "Leave\nDays\n", "Travel\n"];
    for (const [index, heading] of texts.entries()) {
      const vector = toVector(heading + (chunks[index]?.text ?? "")) ?? new Float32Array();
      near(candidates[index]?.dense, dot(vector, query));
    }
    const scores = dense.map(({ score }) => score);
    assert.deepEqual(
      scores,
      scores.toSorted((x, y) => y - x),
    );
    assert.deepEqual(
      dense.map(({ candidate, score }) => [candidates[candidate]?.dense, score]),
      scores.map((score) => [score, score]),
    );
    assert.deepEqual(
      candidates.map(({ lexical }) => lexical),
      [0, 0, 0],
    );
  });

  promise("never hits a chunk without a vector in the dense leg", async ({ store }) => {
    await fill(store);
    const legs = { lexical: true, dense: true };
    const { dense, candidates, chunks } = await store.search(
      OPERATOR,
      ask("nothing here", { legs }),
    );
    const notes = chunks.findIndex(({ key }) => key === "notes.md");
    assert.ok(notes >= 0 && !dense.some(({ candidate }) => candidate === notes));
    assert.equal(candidates[notes]?.dense, 0);
    assert.ok((candidates[notes]?.lexical ?? 0) > 0);
  });

  promise("gives every candidate both scores when both legs were asked", async ({ store }) => {
    await fill(store);
    const both = await store.search(OPERATOR, ask("trains", { depth: 1 }));
    const alone = await store.search(OPERATOR, ask("trains"));
    assert.deepEqual(both.lexical.length, 1);
    assert.deepEqual(both.dense.length, 1);
    for (const candidate of both.candidates) {
      const same = alone.candidates.find(({ chunkId }) => chunkId === candidate.chunkId);
      assert.deepEqual([candidate.lexical, candidate.dense], [same?.lexical, same?.dense]);
    }
  });

  promise("breaks ties by the order of ingestion, and keeps to the depth", async ({ store }) => {
    await store.putCollection(collectionOf("hr"));
    const keys = ["m.md", "c.md", "z.md", "a.md"];
    for (const key of keys)
      await store.commit(
        batchOf({ puts: [putDocument({ key, title: "same", text: "Equal words." })] }),
      );
    const result = await store.search(OPERATOR, ask("equal", { depth: 3 }));
    assert.deepEqual(
      result.lexical.map(({ candidate }) => candidate),
      [0, 1, 2],
    );
    assert.deepEqual(
      result.dense.map(({ candidate }) => candidate),
      [0, 1, 2],
    );
    assert.deepEqual(
      result.chunks.map(({ key }) => key),
      keys.slice(0, 3),
    );
  });

  promise("finds nothing for a question without terms, vector or legs", async ({ store }) => {
    await fill(store);
    for (const request of [ask("?!"), ask("leave", { legs: { lexical: false, dense: false } })]) {
      const { lexical, dense, candidates, chunks } = await store.search(OPERATOR, request);
      assert.deepEqual([lexical, dense, candidates, chunks], [[], [], [], []]);
    }
  });

  promise("ignores a vector of an embedder it never saw", async ({ store }) => {
    await fill(store);
    const vector = { fingerprint: "another/3", values: Float32Array.of(1, 0, 0) };
    const { dense } = await store.search(OPERATOR, ask("leave", { vector }));
    assert.deepEqual(dense, []);
  });

  promise("asks for the question's terms once for each analyzer in use", async ({ store }) => {
    await fill(store);
    const french = { key: "conges.md", text: "Vacances et voyages.", analyzer: PREFIXES };
    await store.commit(
      batchOf({ puts: [putDocument(french), putDocument({ ...french, key: "b.md" })] }),
    );
    const asked: string[] = [];
    const { terms } = ask("vacances leave");
    const request = ask("vacances leave", { terms: (id) => (asked.push(id), terms(id)) });
    const { statistics, chunks } = await store.search(OPERATOR, request);
    assert.deepEqual(asked.toSorted(), ["prefixes", "words"]);
    assert.deepEqual(
      new Set(statistics.terms.map(({ term }) => term)),
      new Set(["vaca", "leav", "vacances", "leave"]),
    );
    assert.ok(chunks.some(({ key, analyzer }) => key === "conges.md" && analyzer === PREFIXES));
  });
}

function describeReading(promise: Promises): void {
  promise("reads a chunk as it stands in its version", async ({ store }) => {
    await fill(store);
    const { chunks } = await store.search(OPERATOR, ask("carried over"));
    const chunk = chunks.find(({ sequence, key }) => key === "leave.md" && sequence === 1);
    const [put] = DOCUMENTS;
    const start = put?.version.text.indexOf("Leave not") ?? -1;
    const { candidate: _, id, ...rest } = chunk ?? { candidate: 0, id: "" };
    assert.match(id, /^chk_[0-9a-f]{20}_[0-9a-f]{8}_1$/);
    assert.deepEqual(rest, {
      documentId: put?.id,
      key: "leave.md",
      collection: "hr",
      title: "Leave",
      versionHash: put?.version.hash,
      language: "en",
      analyzer: "words",
      modifiedAt: put?.version.modifiedAt,
      metadata: { department: "people", year: 2026 },
      headings: ["Leave", "Days"],
      kinds: ["paragraph"],
      sequence: 1,
      page: 1,
      start,
      end: put?.version.text.length,
      text: "Leave not taken is carried over.",
    });
  });

  promise("reads what is selected, in the order of the selection", async ({ store }) => {
    await fill(store);
    const { chunks, candidates } = await store.search(
      OPERATOR,
      ask("leave trains", { select: () => [2, 0] }),
    );
    assert.deepEqual(
      chunks.map(({ candidate, key }) => [candidate, key]),
      [
        [2, "travel.md"],
        [0, "leave.md"],
      ],
    );
    assert.deepEqual(
      chunks.map(({ id }) => id),
      [candidates[2]?.chunkId, candidates[0]?.chunkId],
    );
  });

  promise("groups candidates by document, and names chunks only when asked", async ({ store }) => {
    await fill(store);
    const identify = false;
    const { candidates } = await store.search(OPERATOR, ask("leave trains", { identify }));
    const groups = candidates.map(({ group }) => group);
    assert.equal(groups[0], groups[1]);
    assert.notEqual(groups[1], groups[2]);
    assert.ok(candidates.every((candidate) => !("chunkId" in candidate)));
  });

  promise(
    "reads text of the snapshot that ranked, whatever is committed meanwhile",
    async ({ store, openReader }) => {
      await fill(store);
      const reader = await openReader();
      const [leave] = DOCUMENTS;
      const next = putDocument({ key: "leave.md", title: "Leave", text: "Sabbaticals." });
      const writes: Promise<unknown>[] = [];
      const select = ({ candidates }: { candidates: readonly unknown[] }): readonly number[] => {
        writes.push(store.commit(batchOf({ puts: [next] })));
        return [...candidates.keys()];
      };
      const before = await reader.search(OPERATOR, ask("leave", { select }));
      await Promise.all(writes);
      assert.equal(writes.length, 1);
      assert.equal(before.chunks.length, before.candidates.length);
      for (const chunk of before.chunks.filter(({ key }) => key === "leave.md"))
        assert.equal(chunk.text, leave?.version.text.slice(chunk.start, chunk.end));
      const after = await reader.search(OPERATOR, ask("sabbaticals"));
      assert.ok(after.chunks.some(({ text }) => text === "Sabbaticals."));
    },
  );
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
  candidates: rest.candidates.map(({ chunkId: _chunkId, ...candidate }) => candidate),
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
