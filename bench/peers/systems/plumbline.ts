/** @module Plumbline through its library: ingest, search as a caller, and rank. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadConfig, openApp, type App, type SearchInput } from "../../../src/index.ts";
import { readFacts, type BenchQuestion } from "../corpus.ts";
import {
  TOP,
  type Hit,
  type OpenSystem,
  type Places,
  type Ranker,
  type System,
} from "../system.ts";

const COLLECTION = "bench";
/** Who asks: not the owner, so that the access mask is at work. */
const CALLER = ["user:bench"];

/** Chunks are cut already: the chunker must leave each as it is. */
const CONFIG = `
collections:
  ${COLLECTION}:
    access: [public]
chunking:
  maxTokens: 2000
`;

/** Settings that decide how a question is answered, as the configuration names them. */
const TOLD = ["embedder", "retrieve", "reranker"];

async function open({ directory }: Places): Promise<{ app: App; settings: readonly string[] }> {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, "plumbline.yaml");
  writeFileSync(path, CONFIG);
  const loaded = await loadConfig({ workingDirectory: directory, environment: {}, path });
  const app = await openApp({ loaded, workingDirectory: directory });
  const told = Object.entries(loaded.config)
    .filter(([name]) => TOLD.includes(name))
    .map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  const settings = [
    ...told,
    `asked as ${CALLER.join(", ")}`,
    `configuration ${loaded.fingerprint}, release ${app.release}`,
  ];
  return { app, settings };
}

async function ingest(app: App, path: string): Promise<number> {
  let chunks = 0;
  for await (const event of app.ingest({ path, collection: COLLECTION })) {
    if (event.type === "batch-committed") chunks += event.chunks;
    if (event.type === "document-rejected") throw new Error(`${event.key}: ${event.message}`);
  }
  return chunks;
}

type Ways = Pick<Ranker, "name" | "leg" | "timed">;

const toInput = ({ text }: BenchQuestion, { leg }: Ways, topK: number): SearchInput => ({
  question: text,
  collections: [COLLECTION],
  topK,
  legs: leg === "hybrid" ? "both" : leg,
});

async function rankRows(app: App, question: BenchQuestion, ways: Ways): Promise<number[]> {
  const ranked = await app.rank(CALLER, toInput(question, ways, TOP));
  return ranked.map(({ key }) => Number(key));
}

const toPassages = (app: App, ways: Ways, topK: number): Ranker => ({
  ...ways,
  async rank(question) {
    const { passages } = await app.search(CALLER, toInput(question, ways, topK));
    return passages.map(({ key, text }) => ({ row: Number(key), text }));
  },
  ...(ways.leg === "dense" && {
    rankRows: (question: BenchQuestion) => rankRows(app, question, ways),
  }),
});

const toKeys = (app: App, ways: Ways): Ranker => ({
  ...ways,
  rank: async (question) =>
    (await rankRows(app, question, ways)).map((row): Hit => ({ row, text: "" })),
});

const ALL_STAGES =
  "question embedded, both legs under the access mask, fused, the best 50 read and reranked";
const END = "neighbours merged, repeats folded";

const createRankers = (app: App): readonly Ranker[] => [
  toPassages(
    app,
    {
      name: "hybrid",
      leg: "hybrid",
      timed: `app.search for 50 passages: ${ALL_STAGES}, 100 read, ${END}`,
    },
    TOP,
  ),
  toPassages(
    app,
    {
      name: "hybrid, 8 passages",
      leg: "hybrid",
      timed: `app.search as by default: ${ALL_STAGES}, ${END} until eight are left`,
    },
    8,
  ),
  toKeys(app, {
    name: "hybrid, ranked",
    leg: "hybrid",
    timed: `app.rank: ${ALL_STAGES}; keys are returned, nothing is merged or folded`,
  }),
  toPassages(
    app,
    { name: "lexical", leg: "lexical", timed: `app.search, legs lexical: 100 read, ${END}` },
    TOP,
  ),
  toKeys(app, {
    name: "lexical, ranked",
    leg: "lexical",
    timed: "app.rank, legs lexical: 50 read, keys are returned",
  }),
  toPassages(
    app,
    {
      name: "dense",
      leg: "dense",
      timed: `app.search, legs dense: question embedded, 100 read, ${END}`,
    },
    TOP,
  ),
  toKeys(app, {
    name: "dense, ranked",
    leg: "dense",
    timed: "app.rank, legs dense: question embedded, 50 read, keys are returned",
  }),
];

const serve = (app: App, settings: readonly string[], directory: string): OpenSystem => ({
  settings,
  rankers: createRankers(app),
  async add({ row, title, text }) {
    const path = join(directory, `new-${row}.jsonl`);
    writeFileSync(path, `${JSON.stringify({ id: String(row), title, text })}\n`);
    await ingest(app, path);
  },
  [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
});

export const system: System = {
  packages: ["plumbline-ai"],
  notes: [
    "The build reads a JSON Lines file, chunks, analyses and embeds; the peers are handed vectors.",
    "Each question is embedded within the time; the peers are handed its vector.",
    "Access lists, statistics under the caller's mask, and document versions are part of every figure.",
    "Every commit is durable (synchronous FULL) and is read back before it is acknowledged.",
  ],
  async build(places) {
    const { app, settings } = await open(places);
    const chunks = await ingest(app, join(places.corpus, "chunks.jsonl"));
    const wanted = readFacts(places.corpus).chunks;
    if (chunks !== wanted) throw new Error(`${chunks} chunks were made of ${wanted}`);
    return serve(app, settings, places.directory);
  },
  async reopen(places) {
    const { app, settings } = await open(places);
    return serve(app, settings, places.directory);
  },
};
