/** @module One embedder over a collection and its judged questions: rankings, times, costs. */
import type { GoldenSet, Part } from "../../domain/golden-set.ts";
import type { RetrievalPlan } from "../../domain/release.ts";
import type { Embedder } from "../../ports/embedder.ts";
import type { Store } from "../../ports/store.ts";
import { type EmbedderCase, type EmbedderFacts } from "../../evaluate/index.ts";
import { askLegs, type RetrieveDependencies } from "../../retrieve/index.ts";
import {
  measureRanked,
  orderByStages,
  selectCases,
  type JudgedQuestion,
  type Lab,
  type LabSettings,
  type LabStage,
  type SelectedCases,
} from "../../tune/index.ts";
import { maintenanceAccess, toAccess } from "../access.ts";
import { nothingToCompare } from "../errors.ts";
import { textTools } from "../golden/text-tools.ts";
import { openCollection, type OpenedCollection } from "../tune/open-collection.ts";
import type { EmbedderTimes, TimedEmbedder } from "./timed-embedder.ts";

export interface Measuring {
  readonly store: Store;
  readonly golden: GoldenSet;
  readonly part: Part | undefined;
  readonly collection: string;
  readonly plan: RetrievalPlan;
  readonly lent: Omit<RetrieveDependencies, "embedder" | "signal">;
  readonly stages: readonly LabStage[];
  readonly signal: AbortSignal;
}

export interface Ranked {
  readonly cases: readonly EmbedderCase[];
  /** Of BM25 alone, in the order of the cases. */
  readonly lexical: readonly Pick<EmbedderCase, "hybrid" | "reranked">[];
  readonly chunks: number;
  readonly dimensions: number;
}

/** Texts that a rate is told from at least. */
const SAMPLE = 64;

/** @throws app.nothing-to-compare */
export async function rankWith(
  embedder: TimedEmbedder,
  { store, golden, part, plan, lent, stages, signal, collection: name }: Measuring,
): Promise<Ranked> {
  const { minTokens, maxTokens, titleWeight } = plan.chunking;
  const collection = await openCollection(store, { collection: name, minTokens, embedder, signal });
  const selected = await select(store, golden, collection, { name, part });
  if (selected.cases.length === 0)
    throw nothingToCompare({ golden: golden.name, collection: name });
  const lab = await collection.openLab(maxTokens);
  await embedSample(lab, embedder, signal);
  const { k1, b } = lent.settings.bm25;
  const settings: LabSettings = { k1, b, titleWeight, depth: lent.settings.depth, alpha: 1 };
  const cases: EmbedderCase[] = [];
  const lexical: Pick<EmbedderCase, "hybrid" | "reranked">[] = [];
  for (const each of selected.cases) {
    signal.throwIfAborted();
    const question = await ask(each, { ...lent, embedder, collection: name, signal });
    const asked = { ...question, mayRead: collection.findReadable(each.case.principals) };
    const judge = async (alpha: number): Promise<Pick<EmbedderCase, "hybrid" | "reranked">> => {
      const ranking = lab.rank(asked, { ...settings, alpha });
      const ordered = await orderByStages(lab, asked, ranking, stages, signal);
      return {
        hybrid: measureRanked(
          lab,
          asked,
          ranking.candidates.map(({ chunk }) => chunk),
        ),
        reranked: measureRanked(
          lab,
          asked,
          ordered.map(({ chunk }) => chunk),
        ),
      };
    };
    const alone = lab.rank(asked, settings).candidates.map(({ chunk }) => chunk);
    const { id: caseId, group } = each.case;
    cases.push({
      caseId,
      group,
      alone: measureRanked(lab, asked, alone),
      ...(await judge(embedder.defaultAlpha)),
    });
    lexical.push(await judge(0));
  }
  return { cases, lexical, chunks: lab.chunks.length, dimensions: embedder.dimensions };
}

async function select(
  store: Store,
  golden: GoldenSet,
  { documents }: OpenedCollection,
  { name, part }: { readonly name: string; readonly part: Part | undefined },
): Promise<SelectedCases> {
  const listed = await store.listCollections(maintenanceAccess("tuning"));
  return selectCases(golden, {
    others: new Set(listed.map((each) => each.name).filter((other) => other !== name)),
    known: new Set(documents.map(({ key }) => key)),
    tools: textTools,
    mayFit: (each) => part === undefined || each.part === part,
  });
}

/** The question as the read path asks it, with what was said before. */
async function ask(
  { case: own, documents }: SelectedCases["cases"][number],
  { collection, ...lent }: RetrieveDependencies & { readonly collection: string },
): Promise<JudgedQuestion> {
  const { id, text, history, group, grades, principals } = own;
  const access = principals.length > 0 ? toAccess(principals) : maintenanceAccess("tuning");
  const { request } = await askLegs(
    access,
    { question: text, history, collections: [collection], filter: [], legs: "both" },
    { ...lent, settings: { ...lent.settings, alpha: 1 } },
  );
  return {
    id,
    text,
    group,
    documents,
    grades,
    terms: request.terms,
    vector: request.vector?.values,
  };
}

/** Where the store knew all vectors there is nothing to tell a rate from. */
async function embedSample(lab: Lab, embedder: TimedEmbedder, signal: AbortSignal): Promise<void> {
  const missing = Math.min(SAMPLE, lab.chunks.length) - embedder.taken.texts;
  if (missing <= 0) return;
  const texts = lab.chunks
    .slice(0, missing)
    .map(({ stored }) => [...stored.headings, stored.text].join("\n"));
  for (let from = 0; from < texts.length; from += embedder.maxBatch)
    await embedder.embed({
      texts: texts.slice(from, from + embedder.maxBatch),
      role: "document",
      signal,
    });
}

/** The store keeps a vector in 32 bits, and in 8 bits to be scanned. */
const BYTES_PER_VALUE = 5;
const MILLION = 1e6;

export function toFacts(
  name: string,
  { fingerprint, dimensions, defaultAlpha }: Embedder,
  { queryMs, texts, documentMs, usd }: EmbedderTimes,
  memoryBytes: number,
): EmbedderFacts {
  const sorted = queryMs.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
  return {
    name,
    fingerprint,
    dimensions,
    alpha: defaultAlpha,
    queryP50Ms: at(0.5),
    queryP95Ms: at(0.95),
    textsPerSecond: documentMs > 0 ? (1000 * texts) / documentMs : 0,
    usdPerMillionTexts: usd === undefined ? "unknown" : texts > 0 ? (MILLION * usd) / texts : 0,
    indexBytesPerMillionTexts: MILLION * BYTES_PER_VALUE * dimensions,
    memoryBytes,
  };
}
