/** @module Everything that a store tells one caller, as text to compare. */
import type { Access } from "../domain/access.ts";
import type { Filter } from "../domain/metadata.ts";
import type { SearchRequest, SearchResult, StoreReader } from "../ports/store.ts";
import { ask, EMBEDDER } from "./store-fixtures.ts";

/** What to ask for by name; ids that are not there are worth asking for too. */
export interface Probe {
  readonly documentIds: readonly string[];
  readonly versionHashes?: readonly string[];
  readonly embeddedHashes?: readonly string[];
  readonly answerIds?: readonly string[];
  readonly jobIds?: readonly string[];
  readonly questions: readonly string[];
  readonly collections?: readonly string[];
  readonly filters?: readonly Filter[];
}

/** The one field that tells what else was written; `app/` shows it to operators alone. */
export function withoutGeneration(result: SearchResult): Omit<SearchResult, "generation"> {
  const { generation: _, ...rest } = result;
  return rest;
}

/** Every read of the port by name, each reply as JSON; a failure is a reply as well. */
export async function readEverything(
  store: StoreReader,
  access: Access,
  probe: Probe,
): Promise<Readonly<Record<string, string>>> {
  const replies: Record<string, string> = {};
  const note = async (name: string, read: Promise<unknown>): Promise<void> => {
    const reply = await read.catch((error: unknown) => `failed: ${String(error)}`);
    replies[name] = JSON.stringify(reply) ?? "nothing";
  };
  await note("listCollections", store.listCollections(access));
  for (const [name, request] of listSearches(probe))
    await note(name, store.search(access, request).then(withoutGeneration));
  await noteDocuments(store, access, probe, note);
  for (const id of probe.answerIds ?? []) {
    await note(`findAnswer ${id}`, store.findAnswer(access, id));
    await note(`findTrace ${id}`, store.findTrace(access, id));
    await note(`listFeedback ${id}`, store.listFeedback(access, { answerId: id, limit: 99 }));
  }
  await note("listTraces", store.listTraces(access, { limit: 99 }));
  await note("listFeedback", store.listFeedback(access, { limit: 99 }));
  await note("listEvaluations", store.listEvaluations(access, { limit: 99 }));
  await note("listDecisions", store.listDecisions(access, 99));
  await note("listHolds", store.listHolds(access));
  await note("listSpend", store.listSpend(access, "2026-01-01"));
  for (const id of probe.jobIds ?? []) await note(`findJob ${id}`, store.findJob(access, id));
  await note("listJobs", store.listJobs(access, 100));
  await note("listKeys", store.listKeys(access));
  const hashes = probe.embeddedHashes ?? [];
  const embeddings = store.readEmbeddings(access, EMBEDDER, hashes).then((found) => [...found]);
  await note("readEmbeddings", embeddings);
  return replies;
}

const searchFor = (name: string, question: string, options: Partial<SearchRequest>) =>
  [`search ${question} ${name}`, ask(question, options)] as const;

/** Every question everywhere; the first one in each collection and under each filter as well. */
function listSearches(probe: Probe): readonly (readonly [string, SearchRequest])[] {
  const { questions, collections = [], filters = [] } = probe;
  const [first = ""] = questions;
  return [
    ...questions.map((question) => searchFor("everywhere", question, {})),
    ...collections.map((name) => searchFor(`in ${name}`, first, { collections: [name] })),
    ...filters.map((filter) =>
      searchFor(`where ${JSON.stringify(filter)}`, first, { filter, depth: 4 }),
    ),
  ];
}

async function noteDocuments(
  store: StoreReader,
  access: Access,
  probe: Probe,
  note: (name: string, read: Promise<unknown>) => Promise<void>,
): Promise<void> {
  const { documentIds, versionHashes = [] } = probe;
  for (const collection of [undefined, ...(probe.collections ?? [])]) {
    await note(
      `listDocuments ${collection}`,
      store.listDocuments(access, { collection, limit: 999 }),
    );
    await note(`readSource ${collection}`, store.readSource(access, collection ?? "", "files"));
  }
  for (const filter of probe.filters ?? [])
    await note(
      `listDocuments where ${JSON.stringify(filter)}`,
      store.listDocuments(access, { filter, limit: 999 }),
    );
  for (const id of documentIds) {
    await note(`findDocument ${id}`, store.findDocument(access, id));
    await note(`listDocuments after ${id}`, store.listDocuments(access, { after: id, limit: 2 }));
    await note(`listVersions ${id}`, store.listVersions(access, id));
    await note(`readVersion ${id}`, store.readVersion(access, id));
  }
  // Each hash with two documents: one of them may have it.
  const pairs = versionHashes.flatMap((versionHash, index) =>
    [documentIds[index], documentIds[index + 1]].flatMap((documentId = "") =>
      documentId === "" ? [] : [{ documentId, versionHash, start: 2, end: 30 }],
    ),
  );
  await note("readSpans", store.readSpans(access, pairs));
}
