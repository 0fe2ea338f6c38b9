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

const collections = [COLLECTION];

function createRanker(app: App, how: Omit<Ranker, "rank" | "rankRows">, topK = TOP): Ranker {
  const legs = how.leg === "hybrid" ? "both" : how.leg;
  const toInput = ({ text }: BenchQuestion): SearchInput => ({
    question: text,
    collections,
    topK,
    legs,
  });
  return {
    ...how,
    async rank(question): Promise<readonly Hit[]> {
      const { passages } = await app.search(CALLER, toInput(question));
      return passages.map(({ key, text }) => ({ row: Number(key), text }));
    },
    ...(how.leg === "dense" && {
      async rankRows(question: BenchQuestion) {
        return (await app.rank(CALLER, toInput(question))).map(({ key }) => Number(key));
      },
    }),
  };
}

function serve(app: App, settings: readonly string[], directory: string): OpenSystem {
  const end = "neighbours merged, repeats folded";
  return {
    settings,
    rankers: [
      createRanker(app, {
        name: "hybrid",
        leg: "hybrid",
        timed: `app.search, as by default but 50 passages: question embedded, both legs under the access mask, fused, reranked, texts read, ${end}`,
      }),
      createRanker(
        app,
        {
          name: "hybrid, 8 passages",
          leg: "hybrid",
          timed: "app.search, as by default: the same, eight passages",
        },
        8,
      ),
      createRanker(app, {
        name: "lexical",
        leg: "lexical",
        timed: `app.search, legs lexical: 50 passages read, ${end}`,
      }),
      createRanker(app, {
        name: "dense",
        leg: "dense",
        timed: `app.search, legs dense: question embedded, 50 passages read, ${end}`,
      }),
    ],
    async add({ row, title, text }) {
      const path = join(directory, `new-${row}.jsonl`);
      writeFileSync(path, `${JSON.stringify({ id: String(row), title, text })}\n`);
      await ingest(app, path);
    },
    [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
  };
}

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
