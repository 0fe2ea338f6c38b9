/**
 * @module The process of one system: `worker.ts NAME CORPUS DIRECTORY`, told what to do by messages.
 *
 * It takes its own times, so that no message is part of them.
 */
import { readQuestions } from "./corpus.ts";
import type {
  CallName,
  MemoryFacts,
  OpenFacts,
  Reply,
  ReplyOf,
  Request,
  RequestOf,
} from "./protocol.ts";
import { loadSystem, type Hit, type OpenSystem, type Ranker } from "./system.ts";

/** A system that has not shown a new document by then will not. */
const FIND_LIMIT_MS = 60_000;

const [name = "", corpus = "", directory = ""] = process.argv.slice(2);
const questions = readQuestions(corpus);
const residentBefore = measureResident();
const system = await loadSystem(name);
let open: OpenSystem | undefined;

function measureResident(): number {
  globalThis.gc?.();
  return process.memoryUsage.rss();
}

function ready(): OpenSystem {
  if (!open) throw new Error(`${name} is not open`);
  return open;
}

function findRanker(wanted: string): Ranker {
  const found = ready().rankers.find((ranker) => ranker.name === wanted);
  if (!found) throw new Error(`${name} has no ranker ${wanted}`);
  return found;
}

async function start(make: () => Promise<OpenSystem>): Promise<OpenFacts> {
  const started = performance.now();
  open = await make();
  const ms = performance.now() - started;
  const { tuning, settings, rankers } = open;
  return {
    ms,
    packages: system.packages,
    notes: system.notes,
    settings,
    rankers: rankers.map((ranker) => ({
      name: ranker.name,
      leg: ranker.leg,
      timed: ranker.timed,
    })),
    persistent: system.reopen !== undefined,
    ...(tuning ? { tuning: { ranker: tuning.ranker, choices: tuning.choices } } : {}),
  };
}

async function rank(request: RequestOf<"rank">): Promise<ReplyOf<"rank">> {
  const ranker = findRanker(request.ranker);
  const asked = request.questions.map((index) => {
    const question = questions[index];
    if (!question) throw new Error(`there is no question ${index}`);
    return question;
  });
  const times: number[] = [];
  const found: (readonly Hit[])[] = [];
  for (const question of asked) {
    const started = performance.now();
    const hits = await ranker.rank(question);
    times.push(performance.now() - started);
    found.push(hits);
  }
  const rows: (readonly number[])[] = [];
  // Asked for when the times are taken, so that no extra work comes between two questions.
  for (const [index, question] of asked.entries())
    rows.push((await ranker.rankRows?.(question)) ?? found[index]?.map(({ row }) => row) ?? []);
  return { times, hits: found.map(({ length }) => length), rows };
}

async function add({ chunk, word, ranker }: RequestOf<"add">): Promise<ReplyOf<"add">> {
  const { rank: find } = findRanker(ranker);
  const vector = Float32Array.from(chunk.vector);
  const started = performance.now();
  await ready().add({ ...chunk, vector });
  const addedMs = performance.now() - started;
  for (;;) {
    const hits = await find({ text: word, vector });
    const foundMs = performance.now() - started;
    if (hits[0]?.row === chunk.row) return { addedMs, foundMs };
    if (foundMs > FIND_LIMIT_MS) throw new Error(`${name} did not find what was added`);
  }
}

function measureMemory(): MemoryFacts {
  return {
    residentBytes: measureResident() - residentBefore,
    peakBytes: process.resourceUsage().maxRSS * 1024,
  };
}

const places = { corpus, directory };
const CALLS: { readonly [Name in CallName]: (request: RequestOf<Name>) => unknown } = {
  build: () => start(() => system.build(places)),
  reopen: () =>
    start(() => {
      if (!system.reopen) throw new Error(`${name} cannot be opened again`);
      return system.reopen(places);
    }),
  choose: ({ choice }) => ready().tuning?.choose(choice),
  rank,
  add,
  memory: measureMemory,
  close: async () => {
    await open?.[Symbol.asyncDispose]();
    open = undefined;
  },
};

async function answer(request: Request): Promise<Reply> {
  try {
    // Each call takes its own request; the compiler does not see that the two go together.
    const call = CALLS[request.call] as (request: Request) => unknown;
    return { value: (await call(request)) ?? null };
  } catch (error) {
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

process.on("message", (request: Request) => {
  void answer(request).then((reply) => process.send?.(reply));
});
