import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { JobRecord } from "../../domain/job.ts";
import { toAccessList, type AccessList } from "../../domain/principal.ts";
import { PlumblineError } from "../../foundation/errors.ts";
import { sha256 } from "../../foundation/hash.ts";
import type { Embedder } from "../../ports/embedder.ts";
import type { DocumentPut, SourceEntry, WriteBatch } from "../../ports/store.ts";
import { createFakeEmbedder } from "../../testing/fake-embedder.ts";
import { FIXED_CLOCK } from "../../testing/adapter-context.ts";
import { createFakeSource, type FakeItem } from "../../testing/fake-source.ts";
import { duplicateKey, tooManyDeletes } from "../errors.ts";
import type { SyncEvent } from "./events.ts";
import { syncSource, type SyncRequest } from "./sync-source.ts";

const STAFF = toAccessList(["group:staff"]);
const PUBLIC = toAccessList(["public"]);

/** What a store keeps of a source, and a log of everything that was done. */
function createBench(items: Readonly<Record<string, FakeItem>>) {
  const from = createFakeSource(items);
  const entries = new Map<string, SourceEntry>();
  const puts = new Map<string, DocumentPut>();
  const vectors = new Map<string, Float32Array>();
  const log = { commits: [] as WriteBatch[], parsed: [] as string[], embedded: [] as string[] };
  const jobs: JobRecord[] = [];
  const inner = createFakeEmbedder({ maxBatch: 4 });
  const embedder: Embedder = {
    ...inner,
    embed(request) {
      log.embedded.push(...request.texts);
      assert.ok(request.texts.length <= inner.maxBatch);
      return inner.embed(request);
    },
  };
  const apply = (batch: WriteBatch): void => {
    log.commits.push(batch);
    for (const put of batch.puts) {
      puts.set(put.key, put);
      const { key, id: documentId, fingerprint, access } = put;
      entries.set(key, { key, documentId, fingerprint, access });
      for (const { embeddedHash, vectors: own } of put.chunks)
        vectors.set(embeddedHash, own.get(embedder.fingerprint) ?? new Float32Array());
    }
    for (const [key, entry] of entries) {
      const change = batch.accessChanges.find(({ id }) => id === entry.documentId);
      if (change) entries.set(key, { ...entry, ...change });
      if (batch.deletes.includes(entry.documentId)) entries.delete(key);
    }
  };
  const sync = async (change: Partial<SyncRequest> = {}): Promise<readonly SyncEvent[]> => {
    for (const list of Object.values(log)) list.length = 0;
    from.reads.clear();
    const events: SyncEvent[] = [];
    const request: SyncRequest = {
      jobId: "job_1",
      collection: { name: "hr", language: "en", defaultAccess: PUBLIC, indexing: "standard" },
      source: "files",
      chunking: { maxTokens: 300, minTokens: 60, titleWeight: 1 },
      from,
      embedder,
      access: undefined,
      allowDeletes: false,
      known: [...entries.values()],
      async parse({ name, bytes }) {
        log.parsed.push(name);
        const text = new TextDecoder().decode(bytes);
        if (text === "broken") throw new Error("it cannot be parsed");
        const own = /^access: (.*)\n/.exec(text)?.[1];
        const blocks = [{ kind: "paragraph", start: 0, end: text.length }] as const;
        return { text, blocks, warnings: [], metadata: own === undefined ? {} : { access: own } };
      },
      parserIdOf: () => "text/1",
      findVectors: async (hashes) =>
        new Map(hashes.flatMap((hash) => (vectors.has(hash) ? [[hash, vectors.get(hash)!]] : []))),
      store: {
        async commit(batch) {
          apply(batch);
          return { generation: log.commits.length, documents: batch.puts.length, chunks: 0 };
        },
        async putJob(job) {
          jobs.push(job);
        },
      },
      clock: FIXED_CLOCK,
      concurrency: 2,
      ...change,
    };
    for await (const event of syncSource(request)) events.push(event);
    return events;
  };
  return { from, entries, puts, vectors, log, jobs, sync };
}

const notFound = () =>
  new PlumblineError({
    code: "test.gone",
    kind: "not-found",
    message: "there is no such page any more",
    hint: "take it out",
    details: {},
  });

const countsOf = (events: readonly SyncEvent[]) => {
  const last = events.at(-1);
  assert.equal(last?.type, "sync-completed");
  const { listed: _, chunks: __, ...counts } = last.counts;
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
};

const numbered = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`${i}.md`, `Text ${i}`]));

describe("syncSource", () => {
  it("commits what is new and records a job that is ready", async () => {
    const bench = createBench({ "a.md": "Leave", "b.md": "Pay" });
    const events = await bench.sync();
    assert.deepEqual(countsOf(events), { added: 2 });
    assert.deepEqual([...bench.entries.keys()], ["a.md", "b.md"]);
    assert.deepEqual(
      bench.jobs.map(({ state }) => state),
      ["running", "ready"],
    );
    assert.deepEqual(bench.jobs.at(-1)?.endedAt, "2026-03-01T12:00:00.000Z");
  });

  it("neither parses, embeds nor commits what did not change", async () => {
    const bench = createBench({ "a.md": "Leave", "b.md": "Pay" });
    await bench.sync();
    assert.deepEqual(countsOf(await bench.sync()), { unchanged: 2 });
    assert.deepEqual(bench.log, { commits: [], parsed: [], embedded: [] });
  });

  it("replaces what changed, and only that", async () => {
    const bench = createBench({ "a.md": "Leave", "b.md": "Pay" });
    await bench.sync();
    bench.from.items.set("b.md", "Pay rise");
    assert.deepEqual(countsOf(await bench.sync()), { unchanged: 1, changed: 1 });
    assert.deepEqual(bench.log.parsed, ["b.md"]);
    assert.equal(bench.puts.get("b.md")?.version.text, "Pay rise");
  });

  const SETTINGS: Readonly<Record<string, Partial<SyncRequest>>> = {
    "the chunking": { chunking: { maxTokens: 200, minTokens: 60, titleWeight: 1 } },
    "the parser": { parserIdOf: () => "text/2" },
    "the embedder": { embedder: createFakeEmbedder({ dimensions: 8 }) },
    "the language": {
      collection: { name: "hr", language: "de", defaultAccess: PUBLIC, indexing: "standard" },
    },
  };
  for (const [name, change] of Object.entries(SETTINGS))
    it(`indexes again when ${name} changes`, async () => {
      const bench = createBench({ "a.md": "Leave" });
      await bench.sync();
      assert.deepEqual(countsOf(await bench.sync(change)), { changed: 1 });
    });

  it("removes what has vanished", async () => {
    const bench = createBench(numbered(5));
    await bench.sync();
    bench.from.items.delete("3.md");
    assert.deepEqual(countsOf(await bench.sync()), { unchanged: 4, removed: 1 });
    assert.ok(!bench.entries.has("3.md"));
  });

  it("changes nothing when more than a fifth has vanished, unless it is meant", async () => {
    const bench = createBench(numbered(9));
    await bench.sync();
    bench.from.items.delete("3.md");
    bench.from.items.delete("4.md");
    bench.from.items.set("0.md", "changed");
    const jobs = bench.jobs.length;
    await assert.rejects(bench.sync(), tooManyDeletes.is);
    assert.deepEqual(bench.log, { commits: [], parsed: [], embedded: [] });
    assert.equal(bench.jobs.length, jobs);
    const meant = await bench.sync({ allowDeletes: true });
    assert.deepEqual(countsOf(meant), { unchanged: 6, changed: 1, removed: 2 });
  });

  it("does not take an empty place for a wish to delete everything", async () => {
    const bench = createBench({ "a.md": "Leave" });
    await bench.sync();
    bench.from.items.clear();
    await assert.rejects(bench.sync(), tooManyDeletes.is);
    assert.deepEqual(countsOf(await bench.sync({ allowDeletes: true })), { removed: 1 });
  });

  it("refuses a source that gives one key twice before it reads anything", async () => {
    const bench = createBench({ "a.md": "Leave" });
    const [item] = await bench.from.list();
    assert.ok(item);
    const from = { location: "memory", list: async () => [item, item] };
    await assert.rejects(bench.sync({ from }), duplicateKey.is);
    assert.equal(bench.from.reads.size, 0);
  });

  it("reports what cannot be read, keeps its last version, and goes on", async () => {
    const bench = createBench({ "a.md": "Leave", "b.md": "Pay" });
    await bench.sync();
    bench.from.items.set("a.md", "broken").set("c.md", "Travel");
    const events = await bench.sync();
    assert.deepEqual(countsOf(events), { added: 1, rejected: 1, unchanged: 1 });
    assert.equal(bench.puts.get("a.md")?.version.text, "Leave");
    assert.deepEqual(
      bench.jobs.at(-1)?.rejected.map(({ key, code }) => [key, code]),
      [["a.md", "internal.unexpected"]],
    );
  });

  it("tries what was rejected again", async () => {
    const bench = createBench({ "a.md": "broken" });
    assert.deepEqual(countsOf(await bench.sync()), { rejected: 1 });
    assert.deepEqual(countsOf(await bench.sync()), { rejected: 1 });
  });
});

describe("syncSource and access", () => {
  const accessOf = (bench: ReturnType<typeof createBench>, key: string): AccessList | undefined =>
    bench.entries.get(key)?.access;

  it("commits a change of access alone, without embedding again", async () => {
    const bench = createBench({ "a.md": "Leave" });
    await bench.sync();
    const events = await bench.sync({ access: STAFF });
    assert.deepEqual(countsOf(events), { accessChanged: 1 });
    assert.deepEqual(bench.log.embedded, []);
    assert.deepEqual(bench.log.commits[0]?.puts, []);
    assert.deepEqual(accessOf(bench, "a.md"), STAFF);
    assert.deepEqual(countsOf(await bench.sync({ access: STAFF })), { unchanged: 1 });
  });

  it("narrows what a document says of itself by what is configured", async () => {
    const bench = createBench({ "a.md": "access: group:hr\nLeave" });
    await bench.sync({ access: STAFF });
    assert.deepEqual(accessOf(bench, "a.md")?.allow, [["group:hr"], ["group:staff"]]);
  });

  it("reads a record's list from its own field, else from its metadata", async () => {
    const record = { kind: "record", title: "", text: "Leave", metadata: {} } as const;
    const bench = createBench({
      field: { ...record, access: toAccessList(["group:hr"]) },
      metadata: { ...record, metadata: { access: "group:hr" } },
      neither: record,
    });
    await bench.sync();
    assert.deepEqual(accessOf(bench, "field")?.allow, [["group:hr"]]);
    assert.deepEqual(accessOf(bench, "metadata")?.allow, [["group:hr"]]);
    assert.deepEqual(accessOf(bench, "neither"), PUBLIC);
  });

  it("rejects a document whose list is not valid, rather than guess", async () => {
    const bench = createBench({ "a.md": "access: everybody\nLeave" });
    const events = await bench.sync();
    const rejected = events.find(({ type }) => type === "document-rejected");
    assert.equal(rejected?.type === "document-rejected" && rejected.code, "ingest.bad-access");
    assert.equal(bench.entries.size, 0);
  });

  it("closes the kept version of a rejected document to whom new settings leave out", async () => {
    const bench = createBench({ "a.md": "Leave" });
    await bench.sync();
    bench.from.items.set("a.md", "broken");
    assert.deepEqual(countsOf(await bench.sync({ access: STAFF })), {
      accessChanged: 1,
      rejected: 1,
    });
    assert.deepEqual(accessOf(bench, "a.md")?.allow, [["group:staff"], ["public"]]);
    assert.deepEqual(countsOf(await bench.sync({ access: STAFF })), { rejected: 1 });
    bench.from.items.set("a.md", "Leave");
    await bench.sync({ access: STAFF });
    assert.deepEqual(accessOf(bench, "a.md"), STAFF);
  });
});

describe("syncSource and interruption", () => {
  it("keeps what it acknowledged, leaves an interrupted job, and continues", async () => {
    const bench = createBench(numbered(600));
    const stop = new AbortController();
    const store = {
      commit: async (batch: WriteBatch) => {
        bench.log.commits.push(batch);
        stop.abort(new Error("enough"));
        return { generation: 1, documents: batch.puts.length, chunks: 0 };
      },
      putJob: async (job: JobRecord) => void bench.jobs.push(job),
    };
    await assert.rejects(bench.sync({ store, signal: stop.signal }), /enough/);
    const job = bench.jobs.at(-1);
    assert.deepEqual([job?.state, job?.counts["added"]], ["interrupted", 256]);
    assert.equal(bench.log.commits.length, 1);
    // What was committed is known to the next run, which does the rest.
    const known = (bench.log.commits[0]?.puts ?? []).map((put) => ({ ...put, documentId: put.id }));
    assert.deepEqual(countsOf(await bench.sync({ known })), { unchanged: 256, added: 344 });
  });

  it("leaves a failed job when the store cannot commit, and throws why", async () => {
    const bench = createBench({ "a.md": "Leave" });
    const store = {
      commit: () => Promise.reject(new Error("the disk is full")),
      putJob: async (job: JobRecord) => void bench.jobs.push(job),
    };
    await assert.rejects(bench.sync({ store }), /the disk is full/);
    assert.deepEqual([bench.jobs.at(-1)?.state, bench.jobs.at(-1)?.counts["added"]], ["failed", 0]);
  });
});

describe("syncSource and batches", () => {
  it("commits at 256 documents", async () => {
    const bench = createBench(numbered(513));
    await bench.sync();
    assert.deepEqual(
      bench.log.commits.map(({ puts }) => puts.length),
      [256, 256, 1],
    );
  });

  it("commits at 768 chunks", async () => {
    // Each has 100 chunks of 50 tokens: the eighth document fills the batch.
    const line = "x".repeat(220);
    const long = Array.from({ length: 100 }, () => line).join("\n");
    const bench = createBench(
      Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`${i}.md`, `${i}${long}`])),
    );
    await bench.sync({ chunking: { maxTokens: 50, minTokens: 0, titleWeight: 1 } });
    const [first, second] = bench.log.commits.map(({ puts }) =>
      puts.map(({ chunks }) => chunks.length),
    );
    const sum = (first ?? []).reduce((all, count) => all + count, 0);
    const last = first?.at(-1) ?? 0;
    assert.ok(sum >= 768 && sum - last < 768, `${sum} chunks`);
    assert.ok((second ?? []).length > 0);
  });

  it("embeds each text once, and none that was embedded before", async () => {
    const record = { kind: "record", title: "Leave", text: "Twelve weeks", metadata: {} } as const;
    const bench = createBench({ a: record, b: record });
    await bench.sync();
    assert.deepEqual(bench.log.embedded, ["Leave\nTwelve weeks"]);
    bench.from.items.set("c", { ...record, metadata: { year: 2026 } });
    await bench.sync();
    assert.deepEqual(bench.log.embedded, []);
    const [chunk] = bench.puts.get("c")?.chunks ?? [];
    assert.deepEqual(
      chunk?.vectors.get("fake/16"),
      bench.vectors.get(sha256("Leave\n\nTwelve weeks")),
    );
  });
});

describe("syncSource, items that say whether they have changed", () => {
  const openPage = async () => {
    const bench = createBench({ "a.md": "Leave" });
    bench.from.validators.set("a.md", 'W/"1 of many"\nSun, 01 Mar 2026 12:00:00 GMT');
    await bench.sync();
    return bench;
  };

  it("are not read again while they say that they have not", async () => {
    const bench = await openPage();
    assert.deepEqual(countsOf(await bench.sync()), { unchanged: 1 });
    assert.equal(bench.from.reads.size, 0);
    assert.deepEqual(bench.log.commits, []);
  });

  it("are read when they have, and asked by their new word the next time", async () => {
    const bench = await openPage();
    bench.from.validators.set("a.md", '"2"');
    bench.from.items.set("a.md", "Longer leave");
    assert.deepEqual(countsOf(await bench.sync()), { changed: 1 });
    assert.deepEqual(countsOf(await bench.sync()), { unchanged: 1 });
    assert.equal(bench.from.reads.size, 0);
  });

  it("are unchanged with a new word for the same content, which is kept and not counted", async () => {
    const bench = await openPage();
    bench.from.validators.set("a.md", '"2"');
    assert.deepEqual(countsOf(await bench.sync()), { unchanged: 1 });
    assert.equal(bench.from.reads.get("a.md"), 1);
    assert.deepEqual(bench.log.parsed, []);
    assert.deepEqual(countsOf(await bench.sync()), { unchanged: 1 });
    assert.equal(bench.from.reads.size, 0);
    assert.deepEqual(bench.entries.get("a.md")?.access, PUBLIC);
  });

  it("are read under other settings, by another parser and for other access", async () => {
    for (const change of [
      { chunking: { maxTokens: 200, minTokens: 60, titleWeight: 1 } },
      { parserIdOf: () => "text/2" },
      { access: STAFF },
    ]) {
      const bench = await openPage();
      await bench.sync(change);
      assert.equal(bench.from.reads.get("a.md"), 1);
      await bench.sync(change);
      assert.equal(bench.from.reads.size, 0);
    }
  });
});

describe("syncSource, items that are gone", () => {
  it("go with what has vanished, as long as they are few", async () => {
    const bench = createBench(numbered(10));
    await bench.sync();
    bench.from.items.set("3.md", notFound());
    bench.from.items.delete("4.md");
    assert.deepEqual(countsOf(await bench.sync()), { unchanged: 8, removed: 2 });
    assert.ok(!bench.entries.has("3.md"));
  });

  it("are kept and reported when they are many, unless it is meant", async () => {
    const bench = createBench(numbered(10));
    await bench.sync();
    for (const key of ["1.md", "2.md"]) bench.from.items.set(key, notFound());
    bench.from.items.delete("3.md");
    assert.deepEqual(countsOf(await bench.sync()), { unchanged: 7, rejected: 2, removed: 1 });
    assert.equal(bench.entries.size, 9);
    const meant = await bench.sync({ allowDeletes: true });
    assert.deepEqual(countsOf(meant), { unchanged: 7, removed: 2 });
  });

  it("are closed to whom new settings leave out, when they are kept", async () => {
    const bench = createBench({ "a.md": "Leave" });
    await bench.sync();
    bench.from.items.set("a.md", notFound());
    assert.deepEqual(countsOf(await bench.sync({ access: STAFF })), {
      rejected: 1,
      accessChanged: 1,
    });
    const { access } = bench.entries.get("a.md") ?? {};
    assert.deepEqual(access?.allow.flat().toSorted(), ["group:staff", "public"]);
  });

  it("are reported when they never were there", async () => {
    const bench = createBench({ "a.md": "Leave" });
    bench.from.items.set("b.md", notFound());
    assert.deepEqual(countsOf(await bench.sync()), { added: 1, rejected: 1 });
  });
});
