/**
 * @module Speed and memory at 100,000 chunks: `node bench/scale.ts --sets FOLDER [--chunks N]`.
 *
 * FOLDER holds the open sets, a folder each with corpus.jsonl and queries.jsonl. Chunks of 200
 * words are cut from all texts; when the sets hold fewer, the texts are cut again from another
 * word on, and how often text repeats is printed.
 */
import { existsSync, globSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { grantOperator } from "../src/domain/access.ts";
import { toAccessList } from "../src/domain/principal.ts";
import { createFileArtifactStore } from "../src/adapters/artifacts/index.ts";
import { hashedEmbedder } from "../src/adapters/embedders/hashed.ts";
import { lightReranker } from "../src/adapters/rerankers/light.ts";
import { openSqliteStore } from "../src/adapters/stores/sqlite/index.ts";
import { systemClock, systemEntropy } from "../src/app/effects.ts";
import { syncSource } from "../src/ingest/index.ts";
import type { Source, SourceItem } from "../src/ports/source.ts";
import type { SearchRequest, Store } from "../src/ports/store.ts";
import type { Reranker } from "../src/ports/reranker.ts";
import { retrieve, toQuestionTerms, type RerankStage } from "../src/retrieve/index.ts";
import { CHUNK_WORDS, cutChunks, findSets, readLines } from "./sets.ts";
import { percentile } from "./statistics.ts";

/** Of all questions, for each figure. */
const REPEATS = 3;
const { values } = parseArgs({
  options: {
    sets: { type: "string" },
    chunks: { type: "string", default: "100000" },
    queries: { type: "string", default: "1350" },
    keep: { type: "string" },
  },
});
const sets = findSets(values.sets);
const access = grantOperator("bench");

function report(name: string, times: readonly number[]): void {
  const told = [0.5, 0.95, 0.99].map((p) => `p${p * 100} ${percentile(times, p).toFixed(2)} ms`);
  console.log(`${name.padEnd(34)} ${told.join("  ")}`);
}

async function timeEach(
  queries: readonly string[],
  work: (query: string) => Promise<unknown>,
): Promise<number[]> {
  for (const query of queries.slice(0, 100)) await work(query);
  const times: number[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat++)
    for (const query of queries.slice(100)) {
      const started = performance.now();
      await work(query);
      times.push(performance.now() - started);
    }
  return times;
}

function toSource(texts: readonly string[], prefix: string): Source {
  return {
    location: "bench",
    list: async () =>
      texts.map((text, index): SourceItem => ({
        key: `${prefix}${index}`,
        read: async () => ({ kind: "record", title: "", text, metadata: {} }),
      })),
  };
}

async function ingest(
  store: Store,
  embedder: Awaited<ReturnType<typeof hashedEmbedder.create>>,
  source: Source,
  name: string,
): Promise<number> {
  const collection = {
    name: "bench",
    language: "en",
    defaultAccess: toAccessList(["public"]),
    indexing: "standard",
  } as const;
  await store.putCollection(collection);
  let chunks = 0;
  const started = performance.now();
  for await (const event of syncSource({
    jobId: `job_${name}`,
    collection,
    source: name,
    from: source,
    embedder,
    access: undefined,
    allowDeletes: false,
    chunking: { maxTokens: 400, minTokens: 60, titleWeight: 1 },
    known: [],
    parse: () => Promise.reject(new Error("no files here")),
    parserIdOf: () => "none",
    findVectors: (hashes) => store.readEmbeddings(access, embedder.fingerprint, hashes),
    store,
    clock: systemClock,
    concurrency: 2,
  }))
    if (event.type === "batch-committed") chunks += event.chunks;
  const seconds = (performance.now() - started) / 1000;
  console.log(
    `ingest ${name}: ${chunks} chunks in ${seconds.toFixed(1)} s, ${(chunks / seconds).toFixed(0)}/s`,
  );
  return chunks;
}

const directory = values.keep ?? mkdtempSync(join(tmpdir(), "plumbline-bench-"));
const context = {
  fetch: () => Promise.reject(new Error("no network")),
  fetchPublic: () => Promise.reject(new Error("no network")),
  agent: () => Promise.reject(new Error("no network")),
  clock: systemClock,
  logger: { debug: () => undefined, warn: () => undefined },
  baseDirectory: directory,
  modelsDirectory: join(directory, "models"),
  artifacts: createFileArtifactStore({ directory, entropy: systemEntropy }),
};
const embedder = await hashedEmbedder.create({}, context);
const built = existsSync(join(directory, "plumbline.db"));
{
  await using store = openSqliteStore({ directory, mode: "write", clock: systemClock });
  if (!built) {
    const { chunks, repeated } = cutChunks(sets, Number(values.chunks));
    const texts = chunks.map(({ text }) => text);
    console.log(
      `${texts.length} chunks of ${CHUNK_WORDS} words, ${(100 * repeated).toFixed(1)} % cut again from text already used`,
    );
    await ingest(store, embedder, toSource(texts, "t"), "all");
    const started = performance.now();
    await store.optimize();
    console.log(`reshaped in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  }
}
const queries = globSync(join(sets, "*/queries.jsonl"))
  .sort()
  .flatMap((path) => readLines(path).map(({ text }) => String(text)))
  .filter((text) => text.length < 400);
const step = Math.max(1, Math.floor(queries.length / Number(values.queries)));
const asked = queries.filter((_, index) => index % step === 0).slice(0, Number(values.queries));

await using store = openSqliteStore({ directory, mode: "write", clock: systemClock });
const base = {
  collections: ["bench"],
  depth: 100,
  bm25: { k1: 0.9, b: 0.75 },
  filter: [],
  select: () => [],
} as const;
const toVector = async (query: string): Promise<SearchRequest["vector"]> => {
  const [vector] = await embedder.embed({ texts: [query], role: "query" });
  return vector && { fingerprint: embedder.fingerprint, values: vector };
};
const settings = {
  bm25: base.bm25,
  depth: 100,
  alpha: embedder.defaultAlpha,
  maxPassageLength: 2640,
};
const light = await lightReranker.create(lightReranker.options.parse({}), context);
const ask = (question: string, rerankers: readonly RerankStage[]) =>
  retrieve(
    access,
    { question, collections: ["bench"], filter: [], topK: 8, legs: "both", identify: false },
    { store, embedder, rerankers, settings },
  );
/** Time inside the reranker alone, a question each. */
const within: number[] = [];
const timed: Reranker = {
  ...light,
  async rerank(request) {
    const started = performance.now();
    const entries = await light.rerank(request);
    within.push(performance.now() - started);
    return entries;
  },
};
const legs = {
  lexical: async (query: string) =>
    store.search(access, {
      ...base,
      terms: (analyzer) => toQuestionTerms(query, analyzer),
      legs: { lexical: true, dense: false },
    }),
  dense: async (query: string) =>
    store.search(access, {
      ...base,
      terms: () => [],
      vector: await toVector(query),
      legs: { lexical: false, dense: true },
    }),
  fused: (question: string) => ask(question, []),
  reranked: (question: string) => ask(question, [{ reranker: timed, depth: 50 }]),
};
// How fast the machine is just now: the other figures mean little without it.
const calibrated = performance.now();
let sum = 0;
for (let i = 0; i < 2e8; i++) sum += i & 3;
console.log(`a loop of 2e8 additions: ${(performance.now() - calibrated).toFixed(0)} ms (${sum})`);
console.log(`${asked.length} questions of the sets, 100 to warm up, ${REPEATS} repeats`);
report("lexical top 100", await timeEach(asked, legs.lexical));
report("dense top 100, rescored", await timeEach(asked, legs.dense));
report("both legs, fused, 8 passages", await timeEach(asked, legs.fused));
const whole = await timeEach(asked, legs.reranked);
const measured = asked.length - 100;
report("both legs, 50 reranked, 8 passages", whole);
report("  each question's first time", whole.slice(0, measured));
report("  later, its chunks known", whole.slice(measured));
const first = 100 + measured;
report("  of it the reranker, first time", within.slice(100, first));
report("  of it the reranker, later", within.slice(first));
const { rss, heapUsed, external, arrayBuffers } = process.memoryUsage();
const toMb = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
console.log(
  `RSS ${toMb(rss)} (heap ${toMb(heapUsed)}, external ${toMb(external)}, of it buffers ${toMb(arrayBuffers)})`,
);
const token = "zyzzyvaquark";
const fresh: number[] = [];
for (let round = 0; round < 10; round++) {
  await ingest(
    store,
    embedder,
    toSource([`${token}${round} is new here.`], `n${round}`),
    `new${round}`,
  );
  const returned = performance.now();
  const { lexical } = await legs.lexical(`${token}${round}`);
  if (lexical.length !== 1) throw new Error("the new document was not found");
  fresh.push(performance.now() - returned);
}
report("new document found after return", fresh);
if (!values.keep) rmSync(directory, { recursive: true });
