import assert from "node:assert/strict";
import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { BuildEvent, IndexSettings } from "../../ingest/index.ts";
import type { Store } from "../../ports/store.ts";
import { openSqliteStore } from "../../adapters/index.ts";
import { loadConfig, type LoadedConfig } from "../../config/index.ts";
import { createFakeEmbedder } from "../../testing/fake-embedder.ts";
import { withoutGeneration } from "../../testing/store-snapshot.ts";
import { makeTemporaryDirectory } from "../../testing/temporary-directory.ts";
import { toQuestionTerms } from "../../retrieve/index.ts";
import { maintenanceAccess } from "../access.ts";
import { assemble, type Assembly } from "../assembly.ts";
import { systemClock, systemEntropy } from "../effects.ts";
import type { IngestEvent } from "../ingest.ts";
import { createLazyStore } from "../lazy-store.ts";
import { INGEST } from "../spend/lend-retrieval.ts";
import { lock, type Paid } from "../spend/paid-ports.ts";
import { createStoreWriter } from "../writer/store-writer.ts";
import type { Writer } from "../writer/writer.ts";
import { createReleaseIndexes } from "./release-indexes.ts";

const OPERATOR = maintenanceAccess("a test");
const SMALL: IndexSettings = { maxTokens: 50, minTokens: 0, titleWeight: 2 };
const FAKE = { adapter: "fake", options: {} };
const QUESTIONS = ["harbour rules", "who keeps the lantern", "paragraph of number seven"];

const fake = lock("embedder", createFakeEmbedder({ maxBatch: 64 }));

interface Bench {
  readonly store: Store;
  readonly writer: Writer;
  readonly assembly: Assembly;
  readonly folder: string;
}

interface BenchOptions {
  readonly chunking?: Partial<IndexSettings>;
  readonly embedder?: Paid<"embedder">;
  readonly maxPages?: number;
}

/** An installation in a folder: opened for writing as a command or a server opens it. */
async function withBench(
  directory: string,
  options: BenchOptions,
  work: (bench: Bench) => Promise<void>,
): Promise<void> {
  const loaded = await loadConfig({ workingDirectory: directory, environment: {} });
  const { config } = loaded;
  const chunking = { ...config.chunking, ...options.chunking };
  const changed: LoadedConfig = { ...loaded, config: { ...config, chunking } };
  const made = await assemble({
    loaded: changed,
    workingDirectory: directory,
    clock: systemClock,
    entropy: systemEntropy,
    log: () => undefined,
  });
  const assembly = options.embedder ? { ...made, embedder: options.embedder } : made;
  const { maxPages } = options;
  await using stores = createLazyStore((mode) =>
    openSqliteStore({
      directory: loaded.dataDirectory,
      mode,
      clock: systemClock,
      ...(maxPages === undefined ? {} : { maxPages }),
    }),
  );
  await using writer = createStoreWriter(assembly, stores, async () => fake);
  await writer.open();
  const store = await stores.open("write");
  await work({ store, writer, assembly, folder: join(directory, "docs") });
  await assembly.outbound[Symbol.asyncDispose]();
}

function writeDocuments(directory: string, count: number, word = "harbour"): void {
  const folder = join(directory, "docs");
  mkdirSync(folder, { recursive: true });
  for (let i = 0; i < count; i++) {
    const paragraphs = Array.from(
      { length: 6 },
      (_, p) =>
        `Paragraph ${p} of number ${i} keeps the rules of the ${word} and a lantern ${i * p}.`,
    );
    writeFileSync(join(folder, `${i}.md`), `# Rules ${i}\n\n${paragraphs.join("\n\n")}\n`);
  }
}

async function drain<T>(events: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const event of events) all.push(event);
  return all;
}

const ingest = ({ writer, folder }: Bench): Promise<readonly IngestEvent[]> =>
  drain(writer.ingest({ path: folder, collection: "docs" }));

const planOf = (chunking: IndexSettings) => ({ chunking, embedder: FAKE });

async function ask(bench: Bench, variant?: string): Promise<string> {
  const { store, assembly } = bench;
  const replies = [];
  for (const question of QUESTIONS) {
    const embedder = assembly.embedder.paidBy(assembly.spend.purseOf(store, INGEST));
    const [values] = await embedder.embed({ texts: [question], role: "query" });
    const { fingerprint } = assembly.embedder;
    const found = await store.search(OPERATOR, {
      variant: variant ?? assembly.retrieveSettings.variant,
      terms: (analyzer) => toQuestionTerms(question, analyzer),
      vector: values && { fingerprint, values },
      legs: { lexical: true, dense: true },
      depth: 50,
      bm25: { k1: 0.9, b: 0.75 },
      filter: [],
      identify: true,
      select: ({ candidates }) => [...candidates.keys()],
    });
    replies.push(withoutGeneration(found));
  }
  return JSON.stringify(replies);
}

const shape = async ({ store }: Bench) =>
  (await store.listIndexes(OPERATOR)).map(({ variant, documents, isDefault }) => ({
    variant,
    documents,
    isDefault,
  }));

async function assertSound({ store }: Bench): Promise<void> {
  const { problems } = await store.checkIntegrity(OPERATOR, { deep: true });
  assert.deepEqual(problems, []);
}

const CONFIGURED = "blocks-1/300-60-1";
const BUILT = "blocks-1/50-0-2";

describe("an index beside the one that serves", () => {
  it("changes no reply while it is built, and is asked when it is whole", async () => {
    using directory = makeTemporaryDirectory();
    writeDocuments(directory.path, 300);
    await withBench(directory.path, {}, async (bench) => {
      await ingest(bench);
      const before = await ask(bench);
      const events: BuildEvent[] = [];
      for await (const event of bench.writer.buildIndexes({ plans: [planOf(SMALL)] })) {
        events.push(event);
        assert.equal(await ask(bench), before);
        if (event.type !== "index-completed") assert.equal(await ask(bench, BUILT), before);
      }
      assert.deepEqual(
        events.map(({ type }) => type),
        ["index-started", ...events.slice(2).map(() => "index-committed"), "index-completed"],
      );
      assert.ok(events.length > 3, "it was built in one batch");
      assert.equal(await ask(bench), before);
      assert.notEqual(await ask(bench, BUILT), before);
      assert.deepEqual(await shape(bench), [
        { variant: CONFIGURED, documents: 300, isDefault: true },
        { variant: BUILT, documents: 300, isDefault: false },
      ]);
      assert.deepEqual(await drain(bench.writer.buildIndexes({ plans: [planOf(SMALL)] })), []);
      await assertSound(bench);
    });
  });

  it("has what was new, changed or deleted while it was built", async () => {
    using directory = makeTemporaryDirectory();
    writeDocuments(directory.path, 200);
    await withBench(directory.path, {}, async (bench) => {
      await ingest(bench);
      let batches = 0;
      for await (const { type } of bench.writer.buildIndexes({ plans: [planOf(SMALL)] })) {
        if (type !== "index-committed" || batches++ > 0) continue;
        // Before and behind the place where the build is.
        for (const name of ["0.md", "199.md"])
          writeFileSync(join(bench.folder, name), "# Changed\n\nThe zebra crossing.\n");
        writeFileSync(join(bench.folder, "new.md"), "# New\n\nAnother zebra.\n");
        for (const name of ["1.md", "198.md"]) rmSync(join(bench.folder, name));
        await ingest(bench);
      }
      const found = await bench.store.search(OPERATOR, {
        variant: BUILT,
        terms: (analyzer) => toQuestionTerms("zebra", analyzer),
        legs: { lexical: true, dense: false },
        depth: 9,
        bm25: { k1: 0.9, b: 0.75 },
        filter: [],
        select: ({ candidates }) => [...candidates.keys()],
      });
      assert.deepEqual(found.chunks.map(({ key }) => key).toSorted(), ["0.md", "199.md", "new.md"]);
      assert.deepEqual(await shape(bench), [
        { variant: CONFIGURED, documents: 199, isDefault: true },
        { variant: BUILT, documents: 199, isDefault: false },
      ]);
      await assertSound(bench);
    });
  });

  it("goes on where it was interrupted, also in another process", async () => {
    using directory = makeTemporaryDirectory();
    writeDocuments(directory.path, 300);
    await withBench(directory.path, {}, async (bench) => {
      await ingest(bench);
      const stop = new AbortController();
      const interrupted = (async () => {
        for await (const { type } of bench.writer.buildIndexes({
          plans: [planOf(SMALL)],
          signal: stop.signal,
        }))
          if (type === "index-committed") stop.abort(new Error("Ctrl-C"));
      })();
      await assert.rejects(interrupted, /Ctrl-C/);
      const [job] = await bench.store.listJobs(OPERATOR, 1);
      assert.deepEqual([job?.kind, job?.state], ["build", "interrupted"]);
    });
    await withBench(directory.path, {}, async (bench) => {
      const [, built] = await shape(bench);
      assert.ok((built?.documents ?? 0) > 0 && (built?.documents ?? 0) < 300);
      const [started] = await drain(bench.writer.buildIndexes({ plans: [planOf(SMALL)] }));
      assert.equal(
        started?.type === "index-started" && started.documents,
        300 - (built?.documents ?? 0),
      );
      assert.equal((await shape(bench))[1]?.documents, 300);
      const [job] = await bench.store.listJobs(OPERATOR, 1);
      assert.equal(job?.state, "ready");
      await assertSound(bench);
    });
  });

  it("stops at a full disk, and leaves what serves as it was", async () => {
    using directory = makeTemporaryDirectory();
    writeDocuments(directory.path, 300);
    let before = "";
    await withBench(directory.path, {}, async (bench) => {
      await ingest(bench);
      before = await ask(bench);
    });
    const { size } = statSync(join(directory.path, ".plumbline", "plumbline.db"));
    const maxPages = Math.ceil(size / 4096);
    await withBench(directory.path, { maxPages }, async (bench) => {
      await assert.rejects(drain(bench.writer.buildIndexes({ plans: [planOf(SMALL)] })), {
        code: "store.disk-full",
      });
      assert.equal(await ask(bench), before);
      const plans = await bench.store.listPlans(OPERATOR);
      assert.deepEqual(
        plans.map(({ variant, whole }) => [variant, whole]),
        [
          [CONFIGURED, true],
          [BUILT, false],
        ],
      );
      await assertSound(bench);
    });
    await withBench(directory.path, {}, async (bench) => {
      await drain(bench.writer.buildIndexes({ plans: [planOf(SMALL)] }));
      assert.equal((await shape(bench))[1]?.documents, 300);
    });
  });

  it("is told whole, built and dropped by its release", async () => {
    using directory = makeTemporaryDirectory();
    writeDocuments(directory.path, 5);
    await withBench(directory.path, {}, async (bench) => {
      await ingest(bench);
      const { writer, store } = bench;
      const indexes = createReleaseIndexes({
        openStore: async () => store,
        writer,
        makeEmbedder: async () => fake,
      });
      // Only what an index is made of matters here.
      const release = {
        content: { base: planOf(SMALL), collections: {} },
      } as unknown as Parameters<typeof indexes.build>[0];
      assert.equal(await indexes.isWhole(release), false);
      const told = await drain(indexes.build(release, undefined));
      assert.deepEqual(told.at(-1), { type: "documents-indexed", done: 5, of: 5 });
      assert.equal(await indexes.isWhole(release), true);
      await indexes.drop(planOf(SMALL));
      assert.equal(await indexes.isWhole(release), false);
      assert.equal((await shape(bench)).length, 1);
      await assertSound(bench);
    });
  });

  it("is told unneeded where no release wants it in any collection, and then taken away", async () => {
    using directory = makeTemporaryDirectory();
    writeDocuments(directory.path, 5);
    await withBench(directory.path, {}, async (bench) => {
      await ingest(bench);
      const { writer, store } = bench;
      const context = { openStore: async () => store, writer };
      const indexes = createReleaseIndexes({ ...context, makeEmbedder: async () => fake });
      const own = planOf(SMALL);
      const base = planOf(bench.assembly.loaded.config.chunking);
      // Only what an index is made of matters here.
      const wanting = (collection: string) =>
        ({ content: { base, collections: { [collection]: own } } }) as unknown as Parameters<
          typeof indexes.build
        >[0];
      await drain(indexes.build(wanting("docs"), undefined));
      const variants = async (
        releases: Parameters<typeof indexes.listUnneeded>[0],
        by = indexes,
      ): Promise<readonly number[]> =>
        (await by.listUnneeded(releases)).map(({ chunking }) => chunking.maxTokens);
      assert.deepEqual(await variants([wanting("docs")]), []);
      assert.deepEqual(await variants([wanting("other")]), [SMALL.maxTokens]);
      const makeEmbedder = () => Promise.reject(new Error("no key"));
      assert.deepEqual(
        await variants([wanting("docs")], createReleaseIndexes({ ...context, makeEmbedder })),
        [],
      );
      const unneeded = await indexes.listUnneeded([]);
      await indexes.dropUnneeded(unneeded);
      assert.deepEqual(await indexes.listUnneeded([]), []);
      assert.equal(await indexes.isWhole(wanting("docs")), false);
      await assertSound(bench);
    });
  });
});

describe("another configuration", () => {
  it("leaves everything findable until its own index is whole, and then takes over", async () => {
    using directory = makeTemporaryDirectory();
    writeDocuments(directory.path, 120);
    let before = "";
    await withBench(directory.path, {}, async (bench) => {
      await ingest(bench);
      const content = { kind: "text", text: "A note from a program." } as const;
      await bench.writer.putDocument(undefined, { collection: "docs", key: "note", content });
      before = await ask(bench);
    });
    await withBench(directory.path, { chunking: SMALL }, async (bench) => {
      assert.equal(await ask(bench), before);
      const events = await ingest(bench);
      const types = new Set(events.map(({ type }) => type));
      assert.ok(!types.has("document-prepared"), "nothing is read again");
      assert.ok(types.has("index-completed"));
      assert.deepEqual(await shape(bench), [{ variant: BUILT, documents: 121, isDefault: true }]);
      assert.notEqual(await ask(bench), before);
      await assertSound(bench);
      assert.ok((await ingest(bench)).every(({ type }) => !type.startsWith("index-")));
    });
  });

  it("embeds by another model what is stored, in the chunks that are there", async () => {
    using directory = makeTemporaryDirectory();
    writeDocuments(directory.path, 20);
    await withBench(directory.path, {}, (bench) => ingest(bench).then(() => undefined));
    await withBench(directory.path, { embedder: fake }, async (bench) => {
      await ingest(bench);
      const [index] = await bench.store.listIndexes(OPERATOR);
      assert.deepEqual(index?.embedders, { [fake.fingerprint]: 20 });
      await assertSound(bench);
    });
  });
});
