/** @module Promises about search: both legs, what they read, one snapshot. */
import assert from "node:assert/strict";
import { dot } from "../foundation/vectors.ts";
import type { Candidate, Store } from "../ports/store.ts";
import {
  ask,
  batchOf,
  collectionOf,
  OPERATOR,
  PREFIXES,
  putDocument,
  toVector,
} from "./store-fixtures.ts";
import type { Promises } from "./store-subject.ts";

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

export function describeSearch(promise: Promises): void {
  describeLegs(promise);
  describeReading(promise);
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
  promise("gives the term keys of a chunk as they were put, if they were", async ({ store }) => {
    await store.putCollection(collectionOf("hr"));
    const put = putDocument({ key: "a.md", text: "Leave with keys.\n\nLeave without." });
    const termKeys = { keys: Int32Array.of(-7, 1, 2 ** 31 - 1), body: 1 };
    const chunks = put.chunks.map((chunk, index) => (index === 0 ? { ...chunk, termKeys } : chunk));
    await store.commit(batchOf({ puts: [{ ...put, chunks }] }));
    const found = await store.search(OPERATOR, ask("leave"));
    assert.deepEqual(
      found.chunks.map((chunk) => chunk.termKeys),
      [termKeys, undefined],
    );
  });

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
      matched: ["carried", "over"],
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

  promise("leaves out the documents it is told to, and counts as before", async ({ store }) => {
    await fill(store);
    const all = await store.search(OPERATOR, ask("leave trains"));
    const [leave] = DOCUMENTS;
    const without = [leave?.id ?? "", "doc_00000000000000000000"];
    const rest = await store.search(OPERATOR, ask("leave trains", { without }));
    assert.ok(all.chunks.some(({ key }) => key === "leave.md"));
    assert.ok(rest.chunks.length > 0);
    assert.ok(rest.chunks.every(({ key }) => key !== "leave.md"));
    assert.deepEqual(rest.statistics, all.statistics);
    const filter = [{ field: "year", equals: 2026 }];
    const none = await store.search(OPERATOR, ask("leave trains", { without, filter }));
    assert.deepEqual(none.candidates, []);
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

  promise("names the chunks that were chosen, before it asks what to read", async ({ store }) => {
    await fill(store);
    const all = await store.search(OPERATOR, ask("leave trains"));
    const seen: (readonly Candidate[])[] = [];
    const { candidates } = await store.search(
      OPERATOR,
      ask("leave trains", {
        identify: (legs) => {
          seen.push(legs.candidates);
          return [2];
        },
        select: (legs) => {
          seen.push(legs.candidates);
          return [];
        },
      }),
    );
    const bare = all.candidates.map(({ group, lexical, dense }) => ({ group, lexical, dense }));
    assert.deepEqual(seen, [bare, candidates]);
    assert.deepEqual(candidates, [...bare.slice(0, 2), all.candidates[2], ...bare.slice(3)]);
    assert.equal(candidates[2]?.key, "travel.md");
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
