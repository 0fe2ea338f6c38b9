/** @module What the lanes of retrieval learn from: judged questions, what serves, the documents. */
import { setImmediate } from "node:timers/promises";
import type { DocumentRecord } from "../../domain/document.ts";
import type { GoldenCase, GoldenSet } from "../../domain/golden-set.ts";
import type { RetrievalPlan } from "../../domain/release.ts";
import type { Store } from "../../ports/store.ts";
import { askLegs, type RetrieveDependencies } from "../../retrieve/index.ts";
import {
  selectCases,
  type JudgedQuestion,
  type LabStage,
  type SelectedCases,
  type TriedSettings,
} from "../../tune/index.ts";
import { textTools } from "../golden/text-tools.ts";
import { maintenanceAccess, toAccess } from "../access.ts";
import type { Assembly } from "../assembly.ts";
import { lendRetrieval } from "../spend/lend-retrieval.ts";
import { openCollection, type OpenedCollection } from "./open-collection.ts";

export interface TuningData {
  readonly golden: GoldenSet;
  readonly collection: OpenedCollection;
  readonly questions: readonly JudgedQuestion[];
  readonly selected: SelectedCases;
  /** The plan that serves the collection now. */
  readonly plan: RetrievalPlan;
  readonly serves: TriedSettings;
  readonly stages: readonly LabStage[];
}

export interface GatherRequest {
  readonly collection: string;
  readonly golden: GoldenSet;
  /** What decides which cases may be fitted to. */
  readonly mayFit?: ((golden: GoldenCase) => boolean) | undefined;
  readonly onQuestion?: ((done: number, of: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A turn for everything else in the process: Ctrl-C, a server's other work. */
export const pause = (): Promise<void> => setImmediate();

/** Where both legs are asked, whatever the release asks: their weight is what is looked for. */
const BOTH = 0.5;

/**
 * @param assembly with the parts of what serves the collection.
 * @param plan the same as the release says it.
 */
export async function gatherTuningData(
  assembly: Assembly,
  plan: RetrievalPlan,
  store: Store,
  { collection: name, golden, mayFit, onQuestion, signal }: GatherRequest,
): Promise<TuningData> {
  const lent = lendRetrieval(assembly, store);
  const { embedder } = lent;
  const { minTokens, maxTokens, titleWeight } = plan.chunking;
  const collection = await openCollection(store, {
    collection: name,
    minTokens,
    embedder,
    signal,
  });
  const known = new Set(collection.documents.map(({ key }) => key));
  const selected = selectCases(golden, {
    others: await listOthers(store, name),
    known,
    forbidden: listForbidden(assembly, collection),
    tools: textTools,
    ...(mayFit && { mayFit }),
  });
  const questions: JudgedQuestion[] = [];
  for (const each of selected.cases) {
    await pause();
    signal?.throwIfAborted();
    const asked = await ask(each, { ...lent, collection: name, signal });
    questions.push({ ...asked, mayRead: collection.findReadable(each.case.principals) });
    onQuestion?.(questions.length, selected.cases.length);
  }
  const { bm25, alpha, depth } = lent.settings;
  const serves = { ...bm25, titleWeight, alpha, depth, maxTokens };
  const stages = lent.rerankers;
  return { golden, collection, questions, selected, plan, serves, stages };
}

/** The question as the read path asks it, with what was said before. */
async function ask(
  { case: own, documents }: SelectedCases["cases"][number],
  { collection, settings, ...lent }: RetrieveDependencies & { readonly collection: string },
): Promise<JudgedQuestion> {
  const { id, text, history, group, grades, principals } = own;
  const access = principals.length > 0 ? toAccess(principals) : maintenanceAccess("tuning");
  const { request } = await askLegs(
    access,
    { question: text, history, collections: [collection], filter: [], legs: "both" },
    { ...lent, settings: { ...settings, alpha: BOTH } },
  );
  const vector = request.vector?.values;
  return { id, text, group, documents, grades, terms: request.terms, vector };
}

async function listOthers(store: Store, collection: string): Promise<ReadonlySet<string>> {
  const listed = await store.listCollections(maintenanceAccess("tuning"));
  return new Set(listed.map(({ name }) => name).filter((name) => name !== collection));
}

/**
 * What somebody says may not be learned from. Where nobody says anything the lanes of retrieval go
 * on: they keep a few numbers, and nothing of a text.
 */
function listForbidden({ loaded }: Assembly, { documents }: OpenedCollection): ReadonlySet<string> {
  const { collections } = loaded.config;
  const isForbidden = ({ collection, metadata }: DocumentRecord): boolean =>
    collections[collection]?.training === "forbidden" || metadata["training"] === "forbidden";
  return new Set(documents.filter(isForbidden).map(({ key }) => key));
}
