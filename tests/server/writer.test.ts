import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { loadConfig, openApp, type IngestEvent, type LocalApp } from "../../src/app/index.ts";
import { PlumblineError } from "../../src/foundation/errors.ts";
import { makeTemporaryDirectory } from "../../src/testing/temporary-directory.ts";

interface Bench extends AsyncDisposable {
  readonly app: LocalApp;
  readonly path: string;
  readonly log: string[];
}

/** An app whose writer is a thread, over a folder with this many small documents. */
async function openBench(count: number): Promise<Bench> {
  const directory = makeTemporaryDirectory();
  mkdirSync(join(directory.path, "docs"));
  for (let i = 0; i < count; i++)
    writeFileSync(join(directory.path, "docs", `${i}.txt`), `Rule ${i} gives ${i} weeks.`);
  const loaded = await loadConfig({ workingDirectory: directory.path, environment: {} });
  const log: string[] = [];
  const app = await openApp({
    loaded,
    workingDirectory: directory.path,
    writer: "thread",
    log: (line) => log.push(line),
  });
  await app.becomeWriter();
  return {
    app,
    path: directory.path,
    log,
    async [Symbol.asyncDispose]() {
      await app[Symbol.asyncDispose]();
      directory[Symbol.dispose]();
    },
  };
}

const INGEST = { path: "docs", collection: "rules", access: ["public"] };
const put = (app: LocalApp, key: string, text: string) =>
  app.putDocument(undefined, { collection: "hr", key, content: { kind: "text", text } });

async function drain(events: AsyncIterable<IngestEvent>): Promise<readonly IngestEvent[]> {
  const all: IngestEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

const countOf = async ({ app }: Bench): Promise<number> =>
  (await app.doctor({ deep: true })).facts["documents"] as number;

describe("the writing thread", () => {
  it("tells what happens in order, and what it wrote is found by the thread that reads", async () => {
    await using bench = await openBench(3);
    const events = await drain(bench.app.ingest(INGEST));
    const types = events.map(({ type }) => type);
    assert.deepEqual(types, [
      "source-started",
      "source-listed",
      ...Array.from({ length: 3 }, () => "document-prepared"),
      "batch-committed",
      "sync-completed",
    ]);
    const { passages } = await bench.app.search(undefined, { question: "rule 2" });
    assert.ok(passages.some(({ text }) => text.includes("Rule 2")));
  });

  it("fails as the same call would here: code, kind, hint and details", async () => {
    await using bench = await openBench(0);
    await assert.rejects(
      drain(bench.app.ingest({ path: "nowhere", collection: "hr" })),
      (error) => {
        assert.ok(error instanceof PlumblineError);
        assert.deepEqual(
          [error.code, error.kind, error.exitCode],
          ["sources.not-found", "not-found", 2],
        );
        return error.hint.length > 0 && String(error.details["location"]).endsWith("nowhere");
      },
    );
  });

  it("stops an ingest that is aborted, keeps what it committed, and goes on later", async () => {
    await using bench = await openBench(300);
    const stop = new AbortController();
    const events = bench.app.ingest({ ...INGEST, signal: stop.signal });
    await assert.rejects(async () => {
      for await (const { type } of events)
        if (type === "batch-committed") stop.abort(new Error("enough"));
    }, /enough/);
    const kept = await countOf(bench);
    assert.ok(kept > 0 && kept < 300, `${kept} documents`);
    const last = (await drain(bench.app.ingest(INGEST))).at(-1);
    assert.equal(last?.type === "sync-completed" && last.counts.unchanged, kept);
    assert.equal(await countOf(bench), 300);
  });

  it("stops an ingest that nobody listens to any more", async () => {
    await using bench = await openBench(300);
    for await (const { type } of bench.app.ingest(INGEST)) if (type === "batch-committed") break;
    assert.ok((await countOf(bench)) < 300);
    // The next one does not wait for the one that was left.
    assert.equal((await drain(bench.app.ingest(INGEST))).at(-1)?.type, "sync-completed");
  });

  it("puts documents between the batches of an ingest", async () => {
    await using bench = await openBench(800);
    let ended = false;
    const ingesting = drain(bench.app.ingest(INGEST)).finally(() => (ended = true));
    await put(bench.app, "now.md", "The lighthouse is open now.");
    const before = ended;
    const { passages } = await bench.app.search(undefined, { question: "lighthouse" });
    assert.equal(passages[0]?.key, "now.md");
    await ingesting;
    assert.equal(before, false);
  });

  it("R14 makes one version of fifty uploads of one file, and no half of any", async () => {
    await using bench = await openBench(0);
    const results = await Promise.all(
      Array.from({ length: 50 }, () => put(bench.app, "one.md", "The same text for all.")),
    );
    assert.equal(results.filter(({ outcome }) => outcome === "added").length, 1);
    assert.equal(results.filter(({ outcome }) => outcome === "unchanged").length, 49);
    const id = results[0]?.document.id ?? "";
    assert.equal((await bench.app.getDocument(undefined, id)).versions.length, 1);
    const report = await bench.app.doctor({ deep: true });
    assert.deepEqual([report.sound, report.problems], [true, []]);
  });

  it("R14 leaves the last of many different uploads of one key, whole", async () => {
    await using bench = await openBench(0);
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => put(bench.app, "one.md", `Edition ${i} of the rules.`)),
    );
    const { documents } = { documents: await bench.app.listDocuments(undefined, { limit: 9 }) };
    assert.equal(documents.length, 1);
    const { text, versions } = await bench.app.getDocument(undefined, documents[0]?.id ?? "");
    assert.equal(text, "Edition 19 of the rules.");
    assert.equal(versions.length, 20);
  });

  it("ends what runs when it is closed, and lets go of the lock", async () => {
    const bench = await openBench(300);
    const ingesting = drain(bench.app.ingest(INGEST));
    ingesting.catch(() => undefined);
    await put(bench.app, "a.md", "Text.");
    await bench.app[Symbol.asyncDispose]();
    await assert.rejects(ingesting, PlumblineError);
    const loaded = await loadConfig({ workingDirectory: bench.path, environment: {} });
    await using again = await openApp({ loaded, workingDirectory: bench.path });
    await again.becomeWriter();
    assert.deepEqual((await again.doctor({ deep: true })).problems, []);
    await bench[Symbol.asyncDispose]();
  });

  it("places holds and deletes what is old", async () => {
    await using bench = await openBench(0);
    const { app } = bench;
    await put(app, "a.md", "Text.");
    await app.search(undefined, { question: "text" });
    const hold = await app.placeHold({ kind: "person", subject: "operator", reason: "a case" });
    assert.deepEqual(await app.listHolds(), [hold]);
    const [traces] = await app.runRetention({ dryRun: false, classes: ["traces"] });
    assert.deepEqual([traces?.deleted, traces?.held], [0, 0]);
    assert.ok((await app.releaseHold(hold.id)).releasedAt);
  });

  it("keeps the lock from everybody else while it is open", async () => {
    await using bench = await openBench(0);
    const loaded = await loadConfig({ workingDirectory: bench.path, environment: {} });
    await using other = await openApp({ loaded, workingDirectory: bench.path });
    await assert.rejects(
      other.becomeWriter(),
      (error) => error instanceof PlumblineError && error.code === "store.locked",
    );
  });
});
