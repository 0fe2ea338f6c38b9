/** @module Use case: bring collections in step with their sources. */
import { toPlumblineError } from "../foundation/errors.ts";
import { createRandomId } from "../foundation/ids.ts";
import { createTurns, type Turns } from "../foundation/turns.ts";
import { NOBODY, toAccessList, type AccessList } from "../domain/principal.ts";
import { syncSource, type BuildEvent, type SyncEvent } from "../ingest/index.ts";
import type { CollectionRecord, Store } from "../ports/store.ts";
import { SOURCES, type Parsers } from "../adapters/parsing.ts";
import { CollectionNameSchema, LanguageSchema } from "../config/index.ts";
import { createAdapter } from "./assemble.ts";
import { maintenanceAccess } from "./access.ts";
import {
  badCollectionName,
  badLanguage,
  collectionNeeded,
  indexingFixed,
  nothingToIngest,
} from "./errors.ts";
import {
  listConfiguredSources,
  listRememberedSources,
  rememberSource,
  toList,
  toPlace,
  type SourceDefinition,
} from "./sources.ts";
import type { Assembly } from "./assembly.ts";
import type { IndexKeeper } from "./indexes/index-keeper.ts";
import { INGEST } from "./spend/lend-retrieval.ts";

export { createParsers } from "../adapters/parsing.ts";

export interface IngestInput {
  /** A folder, a file or an address of the Web; without it every known source is synced. */
  readonly path?: string | undefined;
  readonly collection?: string | undefined;
  /** Principals that may read; without it what the source had before. */
  readonly access?: readonly string[] | undefined;
  readonly deny?: readonly string[] | undefined;
  readonly include?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  /** Of all documents, whatever they say; `auto`: of each, as at first. */
  readonly language?: string | undefined;
  /** Stable name of the source; default: its path seen from beside the data directory. */
  readonly source?: string | undefined;
  readonly parity?: boolean | undefined;
  readonly allowDeletes?: boolean | undefined;
  /** Sync again after each change, until the signal aborts. */
  readonly watch?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

export type IngestEvent =
  | {
      readonly type: "source-started";
      readonly collection: string;
      readonly source: string;
      readonly location: string;
      /** Nobody but the owner may read what names nobody. */
      readonly ownerOnly: boolean;
    }
  /** One of several sources could not be synced; the others go on. */
  | {
      readonly type: "source-failed";
      readonly collection: string;
      readonly source: string;
      readonly code: string;
      readonly message: string;
      readonly hint: string;
    }
  | SyncEvent
  | BuildEvent
  | { readonly type: "watch-started"; readonly sources: number };

/** What documents have to be in. */
export type Indexes = Pick<IndexKeeper, "listPlans" | "build">;

/** Sources of many items, of which some may be wanted. */
const WITH_GLOBS = new Set(["folder", "sitemap"]);

/** A sync that wrote a larger share of its collection leaves an index worth reshaping. */
const WORTH_OPTIMIZING = 0.2;

/** Two syncs of one source at a time would each delete what the other just found. */
const SYNC = "sync";

export async function* ingest(
  assembly: Assembly,
  store: Store,
  parsers: Parsers,
  input: IngestInput,
  indexes: Indexes,
  turns: Turns = createTurns(),
): AsyncGenerator<IngestEvent> {
  const definitions = await chooseSources(assembly, store, input);
  for (const definition of definitions) {
    using _ = await turns.take(SYNC, input.signal);
    yield* syncAmong(definitions, assembly, store, parsers, definition, input, indexes);
  }
  // What no source brings, and what did not change, may lack an index that is new.
  yield* indexes.build(store, "configured", input.signal);
  if (!input.watch) return;
  yield { type: "watch-started", sources: definitions.length };
  yield* watchSources(assembly, store, parsers, definitions, input, indexes, turns);
}

async function chooseSources(
  { loaded, workingDirectory }: Assembly,
  store: Store,
  input: IngestInput,
): Promise<readonly SourceDefinition[]> {
  const configured = listConfiguredSources(loaded);
  const remembered = (await listRememberedSources(store)).filter(
    ({ collection, name }) =>
      !configured.some((source) => source.collection === collection && source.name === name),
  );
  const known = [...configured, ...remembered];
  const inScope = known.filter(({ collection }) => (input.collection ?? collection) === collection);
  if (input.path === undefined) {
    if (inScope.length === 0) throw nothingToIngest({});
    return inScope;
  }
  const { dataDirectory } = loaded;
  const place = toPlace(input.path, { workingDirectory, dataDirectory });
  const name = input.source ?? place.name;
  const before = inScope.find((source) => source.name === name);
  const collection = input.collection ?? before?.collection;
  if (collection === undefined) throw collectionNeeded({ path: input.path });
  if (!CollectionNameSchema.safeParse(collection).success)
    throw badCollectionName({ name: collection });
  const access = input.access
    ? toAccessList(input.access, input.deny)
    : input.deny
      ? { allow: before?.access?.allow ?? [], deny: [...input.deny] }
      : before?.access;
  const adapter = before?.adapter ?? place.adapter;
  const globs = {
    ...(input.include ? { include: input.include } : {}),
    ...(input.exclude ? { exclude: input.exclude } : {}),
  };
  // A source found by its address may hold more addresses; one found by its name has moved here.
  const isFoundByAddress = before && input.source === undefined && !("path" in place.options);
  const options = {
    ...before?.options,
    ...(WITH_GLOBS.has(adapter) ? globs : {}),
    ...(isFoundByAddress ? {} : place.options),
  };
  return [{ collection, name, adapter, options, ...(access ? { access } : {}) }];
}

/** One source of several that fails must not stop the others; a single one throws. */
async function* syncAmong(
  definitions: readonly SourceDefinition[],
  assembly: Assembly,
  store: Store,
  parsers: Parsers,
  definition: SourceDefinition,
  input: IngestInput,
  indexes: Indexes,
): AsyncGenerator<IngestEvent> {
  try {
    yield* syncDefinition(assembly, store, parsers, definition, input, indexes);
  } catch (error) {
    const { code, kind, message, hint } = toPlumblineError(error);
    // A bug, a full disk or an interruption concerns them all.
    const shared = kind === "internal" || kind === "unavailable" || input.signal?.aborted === true;
    if (definitions.length === 1 || shared) throw error;
    const { collection, name } = definition;
    yield { type: "source-failed", collection, source: name, code, message, hint };
  }
}

async function* syncDefinition(
  assembly: Assembly,
  store: Store,
  parsers: Parsers,
  definition: SourceDefinition,
  input: IngestInput,
  indexes: Indexes,
): AsyncGenerator<IngestEvent> {
  const { loaded, clock, entropy, context, spend } = assembly;
  const embedder = assembly.embedder.paidBy(spend.purseOf(store, INGEST));
  const from = await createAdapter(SOURCES, "source", definition, context);
  const collection = await putCollection(assembly, store, definition.collection, input);
  const operator = maintenanceAccess("ingest");
  const admits = definition.access ?? collection.defaultAccess;
  yield {
    type: "source-started",
    collection: collection.name,
    source: definition.name,
    location: from.location,
    ownerOnly: admits.allow.flat().length === 0,
  };
  let written = 0;
  for await (const event of syncSource({
    jobId: createRandomId("job", entropy),
    collection,
    source: definition.name,
    from,
    embedder,
    access: definition.access,
    allowDeletes: input.allowDeletes ?? false,
    chunking: loaded.config.chunking,
    plans: () => indexes.listPlans(store, collection.name),
    known: await store.readSource(operator, collection.name, definition.name),
    parse: (request) => parsers.parse(request),
    parserIdOf: (name) => parsers.parserFor(name)?.id ?? "none",
    findVectors: (hashes, fingerprint) => store.readEmbeddings(operator, fingerprint, hashes),
    store,
    clock,
    concurrency: loaded.config.ingest.parsers,
    ...(input.signal ? { signal: input.signal } : {}),
  })) {
    if (event.type === "batch-committed") written += event.chunks;
    yield event;
  }
  const { chunks } = await findCollection(store, collection.name);
  if (written > chunks * WORTH_OPTIMIZING) await store.optimize();
  // Only a source that could be synced is worth remembering.
  await rememberSource(store, definition);
}

async function putCollection(
  assembly: Assembly,
  store: Store,
  name: string,
  input: IngestInput,
): Promise<CollectionRecord> {
  const { record } = await describeCollection(assembly, store, name, input);
  await store.putCollection(record);
  return record;
}

type StoredCollection = Partial<CollectionRecord> & { documents: number; chunks: number };

/** Of `--language`: a collection goes back to what each of its documents is in. */
const EACH_ITS_OWN = "auto";

/**
 * What the command says of the language wins, and is kept; else what the configuration says of the
 * collection, even by silence; else what the store has.
 */
function chooseLanguage(
  given: string | undefined,
  configured: { readonly language?: string | undefined } | undefined,
  stored: StoredCollection,
): string | undefined {
  if (given === EACH_ITS_OWN) return undefined;
  if (given !== undefined && !LanguageSchema.safeParse(given).success)
    throw badLanguage({ language: given });
  return given ?? (configured ? configured.language : stored.language);
}

/** What the configuration says wins; else what the store has; else what the command says. */
export async function describeCollection(
  { loaded }: Assembly,
  store: Store,
  name: string,
  input: Pick<IngestInput, "language" | "parity">,
): Promise<{ readonly stored: StoredCollection; readonly record: CollectionRecord }> {
  const configured = loaded.config.collections[name];
  const stored = await findCollection(store, name);
  const indexing =
    input.parity === undefined ? stored.indexing : input.parity ? "parity" : "standard";
  if (stored.documents > 0 && indexing !== stored.indexing)
    throw indexingFixed({ name, indexing: stored.indexing ?? "standard" });
  const defaultAccess: AccessList = configured
    ? toList(configured.access)
    : (stored.defaultAccess ?? NOBODY);
  const language = chooseLanguage(input.language, configured, stored);
  const record: CollectionRecord = {
    name,
    ...(language === undefined ? {} : { language }),
    defaultAccess,
    indexing: indexing ?? "standard",
  };
  return { stored, record };
}

/** What is stored of a collection; an unknown one is empty. */
async function findCollection(store: Store, name: string): Promise<StoredCollection> {
  const all = await store.listCollections(maintenanceAccess("ingest"));
  return all.find((collection) => collection.name === name) ?? { documents: 0, chunks: 0 };
}

async function* watchSources(
  assembly: Assembly,
  store: Store,
  parsers: Parsers,
  definitions: readonly SourceDefinition[],
  input: IngestInput,
  indexes: Indexes,
  turns: Turns,
): AsyncGenerator<IngestEvent> {
  const { signal } = input;
  if (!signal) return;
  const changed = new Set<SourceDefinition>();
  let wake = Promise.withResolvers<void>();
  signal.addEventListener("abort", () => wake.resolve());
  for (const definition of definitions) {
    const source = await createAdapter(SOURCES, "source", definition, assembly.context);
    source.watch?.(() => {
      changed.add(definition);
      wake.resolve();
    }, signal);
  }
  while (!signal.aborted) {
    await wake.promise;
    wake = Promise.withResolvers<void>();
    const due = [...changed];
    changed.clear();
    for (const definition of due) {
      if (signal.aborted) return;
      using _ = await turns.take(SYNC, signal);
      yield* syncDefinition(assembly, store, parsers, definition, input, indexes);
    }
  }
}
