/**
 * @module Gold characters found by size of chunk: `node bench/chunking.ts --sets FOLDER`.
 *
 * FOLDER/chunking-eval holds documents.jsonl and queries.jsonl, whose spans are exact. All documents
 * are in one index and only the lexical leg is asked. R@n is the share of gold characters in the
 * best chunks that fit n tokens of 4.4 characters (a chunk that fits no more ends the list); top-5
 * recall and precision are of characters, too.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { grantOperator } from "../src/domain/access.ts";
import { toAccessList } from "../src/domain/principal.ts";
import { openSqliteStore } from "../src/adapters/stores/sqlite/index.ts";
import { systemClock } from "../src/app/effects.ts";
import { syncSource, type IndexSettings } from "../src/ingest/index.ts";
import type { Embedder } from "../src/ports/embedder.ts";
import type { Source } from "../src/ports/source.ts";
import { toQuestionTerms } from "../src/retrieve/index.ts";
import { findSets, readLines } from "./sets.ts";

const BM25 = { k1: 0.9, b: 0.75 };
const CHARACTERS_PER_TOKEN = 4.4;
const BUDGETS = [500, 1000, 2000, 4000];
const TOP = 5;

const Span = z.tuple([z.int(), z.int()]);
const Document = z.object({ id: z.string(), title: z.string(), text: z.string() });
const Query = z.object({
  text: z.string(),
  meta: z.object({ doc: z.string(), spans: z.array(Span) }),
});
type Query = z.output<typeof Query>;

interface Hit {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

const { values } = parseArgs({
  options: {
    sets: { type: "string" },
    sizes: { type: "string", default: "100,150,200,300,400" },
    least: { type: "string", default: "60" },
    title: { type: "string", default: "1" },
  },
});
const folder = join(findSets(values.sets), "chunking-eval");
const documents = z.array(Document).parse(readLines(join(folder, "documents.jsonl")));
const queries = z.array(Query).parse(readLines(join(folder, "queries.jsonl")));
const access = grantOperator("bench");

/** The dense leg is not asked: one vector does for all. */
const embedder: Embedder = {
  fingerprint: "none/1",
  dimensions: 1,
  maxBatch: 1000,
  defaultAlpha: 0,
  embed: async ({ texts }) => texts.map(() => Float32Array.of(1)),
};

const source: Source = {
  location: "bench",
  list: async () =>
    documents.map(({ id, title, text }) => ({
      key: id,
      read: async () => ({ kind: "record", title, text, metadata: {} }),
    })),
};

const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

/** Gold characters that the hits hold; chunks do not overlap. */
function countGold({ meta }: Query, hits: readonly Hit[]): number {
  let held = 0;
  for (const { key, start, end } of hits)
    if (key === meta.doc)
      for (const [from, to] of meta.spans)
        held += Math.max(0, Math.min(to, end) - Math.max(from, start));
  return held;
}

const lengthOf = (spans: readonly (readonly [number, number])[]): number =>
  spans.reduce((sum, [from, to]) => sum + to - from, 0);

function takeWithin(hits: readonly Hit[], tokens: number): readonly Hit[] {
  let left = tokens * CHARACTERS_PER_TOKEN;
  const end = hits.findIndex((hit) => (left -= hit.end - hit.start) < 0);
  return end < 0 ? hits : hits.slice(0, end);
}

async function measure(chunking: IndexSettings): Promise<readonly string[]> {
  const directory = mkdtempSync(join(tmpdir(), "plumbline-chunking-"));
  try {
    await using store = openSqliteStore({ directory, mode: "write", clock: systemClock });
    const collection = {
      name: "bench",
      language: "en",
      defaultAccess: toAccessList(["public"]),
      indexing: "standard",
    } as const;
    await store.putCollection(collection);
    const sync = syncSource({
      jobId: "job_bench",
      collection,
      source: "bench",
      from: source,
      embedder,
      access: undefined,
      allowDeletes: false,
      chunking,
      known: [],
      parse: () => Promise.reject(new Error("no files here")),
      parserIdOf: () => "none",
      findVectors: async () => new Map(),
      store,
      clock: systemClock,
      concurrency: 2,
    });
    let chunks = 0;
    for await (const event of sync) if (event.type === "batch-committed") chunks += event.chunks;
    const characters = documents.reduce((sum, { text }) => sum + text.length, 0);
    const results = await Promise.all(
      queries.map(async (query) => {
        const found = await store.search(access, {
          terms: (analyzer) => toQuestionTerms(query.text, analyzer),
          legs: { lexical: true, dense: false },
          depth: 200,
          bm25: BM25,
          filter: [],
          select: ({ lexical }) => lexical.map(({ candidate }) => candidate),
        });
        const gold = lengthOf(query.meta.spans);
        const top = found.chunks.slice(0, TOP);
        const shown = top.reduce((sum, { start, end }) => sum + end - start, 0);
        return {
          recall: countGold(query, top) / gold,
          precision: shown === 0 ? 0 : countGold(query, top) / shown,
          within: BUDGETS.map(
            (budget) => countGold(query, takeWithin(found.chunks, budget)) / gold,
          ),
        };
      }),
    );
    const percent = (share: number): string => (100 * share).toFixed(1);
    return [
      String(chunking.maxTokens),
      (characters / chunks / CHARACTERS_PER_TOKEN).toFixed(0),
      percent(mean(results.map(({ recall }) => recall))),
      percent(mean(results.map(({ precision }) => precision))),
      ...BUDGETS.map((_, index) => percent(mean(results.map(({ within }) => within[index] ?? 0)))),
    ];
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const head = ["tokens", "mean", "R@top-5", "P@top-5", ...BUDGETS.map((budget) => `R@${budget}`)];
const [minTokens, titleWeight] = [Number(values.least), Number(values.title)];
console.log(`${queries.length} questions, ${documents.length} documents, BM25 only`);
console.log(head.map((name) => name.padStart(8)).join(""));
for (const size of values.sizes.split(",").map(Number)) {
  const row = await measure({ maxTokens: size, minTokens: Math.min(minTokens, size), titleWeight });
  console.log(row.map((cell) => cell.padStart(8)).join(""));
}
