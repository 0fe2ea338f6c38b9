/** @module The use case that compares embedders on a collection and a golden set. */
import type { RetrievalPlan } from "../../domain/release.ts";
import type { Store } from "../../ports/store.ts";
import { compareEmbedders, type MeasuredEmbedder } from "../../evaluate/index.ts";
import { maintenanceAccess } from "../access.ts";
import type { Assembly } from "../assembly.ts";
import { unknownCollection } from "../errors.ts";
import { readGoldenSet } from "../golden/set-folder.ts";
import { readVersion } from "../remote/protocol.ts";
import { lendRetrieval, OPERATOR } from "../spend/lend-retrieval.ts";
import { tellAsItGoes } from "../tune/events.ts";
import { chooseEmbedders, openEmbedder, type NamedEmbedder } from "./choose-embedders.ts";
import type {
  CompareEmbeddersEvent,
  CompareEmbeddersInput,
  EmbedderUseCases,
} from "./embedders-input.ts";
import { rankWith, toFacts, type Measuring, type Ranked } from "./measure-embedder.ts";
import { timeEmbedder } from "./timed-embedder.ts";

export interface EmbeddersWorkspace {
  readonly assembly: Assembly;
  readonly openStore: () => Promise<Store>;
}

type Tell = (event: CompareEmbeddersEvent) => void;

export const createEmbedderUseCases = ({
  assembly,
  openStore,
}: EmbeddersWorkspace): EmbedderUseCases => ({
  compare: (input) =>
    tellAsItGoes<CompareEmbeddersEvent>(
      async (tell, signal) => compare(assembly, await openStore(), { ...input, signal }, tell),
      input.signal,
    ),
});

async function compare(
  assembly: Assembly,
  store: Store,
  input: CompareEmbeddersInput & { readonly signal: AbortSignal },
  tell: Tell,
): Promise<void> {
  const golden = readGoldenSet(assembly.workingDirectory, input.golden);
  const { collection, part, signal } = input;
  const chosen = await chooseEmbedders(assembly, input.with);
  const measuring: Measuring = {
    ...(await openMeasuring(assembly, store, collection)),
    golden,
    part,
    signal,
  };
  const measured: MeasuredEmbedder[] = [];
  let last: Ranked | undefined;
  for (const [at, named] of chosen.entries()) {
    tell({ type: "embedder-started", name: named.name, at: at + 1, of: chosen.length });
    const { ranked, ...result } = await measure(assembly, named, measuring, tell);
    last = ranked;
    measured.push(result);
  }
  const lexical = last?.lexical ?? [];
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  tell({
    type: "embedders-compared",
    comparison: {
      format: "plumbline.embedder-comparison/1",
      createdAt: assembly.clock.now().toISOString(),
      version: readVersion(),
      golden: { name: golden.name, id: golden.id },
      part: part ?? "all",
      collection,
      questions: lexical.length,
      chunks: last?.chunks ?? 0,
      lexical: {
        mean: mean(lexical.map(({ hybrid }) => hybrid)),
        reranked: mean(lexical.map(({ reranked }) => reranked)),
      },
      embedders: compareEmbedders(measured),
    },
  });
}

/** @throws app.unknown-collection */
async function openMeasuring(
  assembly: Assembly,
  store: Store,
  collection: string,
): Promise<Omit<Measuring, "golden" | "part" | "signal">> {
  const listed = await store.listCollections(maintenanceAccess("tuning"));
  const known = listed.map(({ name }) => name);
  if (!known.includes(collection)) throw unknownCollection({ name: collection, known });
  const serves = await assembly.serving.find(store);
  const own = await assembly.serving.choose(store, { collections: [collection] });
  const { base, collections } = serves.content;
  const plan: RetrievalPlan = collections[collection] ?? base;
  const { embedder: _, ...lent } = lendRetrieval(own, store);
  return { store, collection, plan, lent, stages: lent.rerankers };
}

async function measure(
  assembly: Assembly,
  named: NamedEmbedder,
  measuring: Measuring,
  tell: Tell,
): Promise<MeasuredEmbedder & { readonly ranked: Ranked }> {
  const { name } = named;
  const before = process.memoryUsage().rss;
  const opened = await openEmbedder(assembly, named);
  const purse = assembly.spend.purseOf(measuring.store, OPERATOR);
  const paid = opened.paidBy(purse);
  // Loads what is loaded with the first text, so that no measured call waits for it.
  await paid.embed({ texts: [name], role: "query", signal: measuring.signal });
  const memoryBytes = Math.max(0, process.memoryUsage().rss - before);
  const timed = timeEmbedder(paid, opened.metered ?? false, {
    clock: assembly.clock,
    onTexts: (done) => tell({ type: "texts-embedded", name, done }),
  });
  const ranked = await rankWith(timed, measuring);
  return { facts: toFacts(name, timed, timed.taken, memoryBytes), cases: ranked.cases, ranked };
}
