/** @module Brings a collection in step with a source: new, changed and vanished documents. */
import type { Clock } from "../../foundation/effects.ts";
import { mapOrdered } from "../../foundation/concurrency.ts";
import { hashJson, sha256 } from "../../foundation/hash.ts";
import type { Block, ParsedDocument } from "../../domain/document.ts";
import type { JobRecord } from "../../domain/job.ts";
import { intersectAccess, NOBODY, type AccessList } from "../../domain/principal.ts";
import type { Embedder } from "../../ports/embedder.ts";
import type { Source, SourceContent, SourceItem } from "../../ports/source.ts";
import type { SourceEntry, StoreWriter, WriteBatch } from "../../ports/store.ts";
import { duplicateKey, tooManyDeletes } from "../errors.ts";
import { readOwnAccess, resolveAccess } from "../prepare/access.ts";
import { embedDocuments, type FindVectors } from "../prepare/embed-documents.ts";
import {
  prepareDocument,
  toSettingsHash,
  type PreparedDocument,
  type PrepareSettings,
} from "../prepare/prepare-document.ts";
import type { SyncEvent } from "./events.ts";
import { Tally } from "./tally.ts";

export interface SyncRequest extends PrepareSettings {
  readonly jobId: string;
  readonly from: Source;
  readonly embedder: Embedder;
  /** What the source is configured to admit; `undefined` leaves it to the collection. */
  readonly access: AccessList | undefined;
  readonly allowDeletes: boolean;
  /** What the store holds of this source. */
  readonly known: readonly SourceEntry[];
  readonly parse: (file: {
    name: string;
    bytes: Uint8Array;
    signal?: AbortSignal;
  }) => Promise<ParsedDocument>;
  /** Name and revision of the parser that a file goes to: another one parses it again. */
  readonly parserIdOf: (name: string) => string;
  readonly findVectors: FindVectors;
  readonly store: Pick<StoreWriter, "commit" | "putJob">;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  /** Documents read and parsed at a time. */
  readonly concurrency: number;
}

/** A batch is committed when it holds this many chunks: large enough for the fsync not to count. */
const BATCH_CHUNKS = 768;
const BATCH_DOCUMENTS = 256;
/** Above this share of vanished documents somebody must say that they are meant to go. */
const VANISHED_SHARE = 0.2;

type AccessChange = WriteBatch["accessChanges"][number];

type Outcome =
  | { readonly kind: "unchanged"; readonly key: string }
  | { readonly kind: "access"; readonly key: string; readonly change: AccessChange }
  | { readonly kind: "prepared"; readonly key: string; readonly document: PreparedDocument }
  | {
      readonly kind: "rejected";
      readonly key: string;
      readonly error: unknown;
      readonly change: AccessChange | undefined;
    };

/**
 * Commits whole documents in batches, so that an interrupted sync keeps what it acknowledged and
 * the next one continues. A document that cannot be read is reported and keeps its last version.
 *
 * @throws ingest.too-many-deletes before anything is changed; whatever listing the source,
 *   embedding or committing throws.
 */
export async function* syncSource(request: SyncRequest): AsyncGenerator<SyncEvent> {
  const startedAt = request.clock.now().toISOString();
  const items = await request.from.list(request.signal);
  const vanished = findVanished(request, items);
  yield { type: "source-listed", total: items.length, vanished: vanished.length };
  const tally = new Tally(items.length);
  const toJob = (state: JobRecord["state"]): JobRecord => ({
    id: request.jobId,
    kind: "ingest",
    state,
    collection: request.collection.name,
    source: request.source,
    startedAt,
    counts: { ...tally.counts },
    rejected: tally.rejected,
    ...(state === "running" ? {} : { endedAt: request.clock.now().toISOString() }),
  });
  await request.store.putJob(toJob("running"));
  let state: JobRecord["state"] = "failed";
  try {
    yield* syncItems(request, items, tally);
    if (vanished.length > 0) {
      const deletes = vanished.map(({ documentId }) => documentId);
      await request.store.commit({ ...emptyBatch(request), deletes });
      tally.add("removed", deletes.length);
    }
    state = request.signal?.aborted ? "interrupted" : "ready";
  } catch (error) {
    if (request.signal?.aborted) state = "interrupted";
    throw error;
  } finally {
    // A full disk must not hide the failure that it caused.
    await request.store.putJob(toJob(state)).catch(() => undefined);
  }
  yield { type: "sync-completed", job: toJob(state), counts: tally.counts };
}

function findVanished(
  { known, allowDeletes, source }: SyncRequest,
  items: readonly SourceItem[],
): readonly SourceEntry[] {
  const keys = new Set<string>();
  for (const { key } of items) {
    if (keys.has(key)) throw duplicateKey({ source, key });
    keys.add(key);
  }
  const vanished = known.filter(({ key }) => !keys.has(key));
  const tooMany = vanished.length > known.length * VANISHED_SHARE || keys.size === 0;
  if (vanished.length > 0 && tooMany && !allowDeletes)
    throw tooManyDeletes({ source, vanished: vanished.length, known: known.length });
  return vanished;
}

async function* syncItems(
  request: SyncRequest,
  items: readonly SourceItem[],
  tally: Tally,
): AsyncGenerator<SyncEvent> {
  const known = new Map(request.known.map((entry) => [entry.key, entry]));
  const settingsHash = toSettingsHash(request);
  let batch: PreparedDocument[] = [];
  let accessChanges: AccessChange[] = [];
  const work = (item: SourceItem): Promise<Outcome> =>
    examine(request, item, known.get(item.key), settingsHash);
  for await (const outcome of mapOrdered(items, request.concurrency, work)) {
    request.signal?.throwIfAborted();
    switch (outcome.kind) {
      case "unchanged":
        tally.add("unchanged");
        yield { type: "document-unchanged", key: outcome.key };
        break;
      case "access":
        accessChanges.push(outcome.change);
        break;
      case "rejected":
        if (outcome.change) accessChanges.push(outcome.change);
        yield tally.reject(outcome.key, outcome.error);
        break;
      case "prepared":
        batch.push(outcome.document);
        yield {
          type: "document-prepared",
          key: outcome.key,
          warnings: outcome.document.put.version.warnings,
        };
        break;
    }
    if (!isFull(batch) && accessChanges.length < BATCH_DOCUMENTS) continue;
    yield await commitBatch(request, { known, batch, accessChanges }, tally);
    batch = [];
    accessChanges = [];
  }
  if (batch.length + accessChanges.length > 0)
    yield await commitBatch(request, { known, batch, accessChanges }, tally);
}

const emptyBatch = ({ collection }: PrepareSettings): WriteBatch => ({
  collection: collection.name,
  puts: [],
  deletes: [],
  accessChanges: [],
});

const isFull = (batch: readonly PreparedDocument[]): boolean =>
  batch.length >= BATCH_DOCUMENTS ||
  batch.reduce((sum, { chunks }) => sum + chunks.length, 0) >= BATCH_CHUNKS;

interface Pending {
  readonly known: ReadonlyMap<string, SourceEntry>;
  readonly batch: readonly PreparedDocument[];
  readonly accessChanges: readonly AccessChange[];
}

async function commitBatch(
  request: SyncRequest,
  { known, batch, accessChanges }: Pending,
  tally: Tally,
): Promise<SyncEvent> {
  const puts = await embedDocuments(batch, request.embedder, request.findVectors, request.signal);
  await request.store.commit({ ...emptyBatch(request), puts, accessChanges });
  // Counted when it is durable: the record of an interrupted job must not promise more.
  const changed = puts.filter(({ key }) => known.has(key)).length;
  const chunks = puts.reduce((sum, put) => sum + put.chunks.length, 0);
  tally.add("changed", changed);
  tally.add("added", puts.length - changed);
  tally.add("accessChanged", accessChanges.length);
  tally.add("chunks", chunks);
  return { type: "batch-committed", documents: puts.length, chunks };
}

/** Reads one item and finds out what is to be done; a failure concerns this item alone. */
async function examine(
  request: SyncRequest,
  item: SourceItem,
  entry: SourceEntry | undefined,
  settingsHash: string,
): Promise<Outcome> {
  const { key } = item;
  try {
    request.signal?.throwIfAborted();
    const content = await item.read(request.signal);
    const contentPart = `${settingsHash}:${hashContent(request, content)}`;
    const fingerprint = `${contentPart}:${toAccessHash(request)}`;
    if (entry?.fingerprint === fingerprint) return { kind: "unchanged", key };
    // What a file says of its own access is known only once it is parsed.
    const parsed = await toParsed(request, content);
    const declared = content.kind === "record" ? content.access : undefined;
    const own = declared ?? readOwnAccess(key, parsed.metadata);
    const access = resolveAccess(own, request.access, request.collection.defaultAccess);
    if (entry?.fingerprint.startsWith(`${contentPart}:`))
      return { kind: "access", key, change: { id: entry.documentId, access, fingerprint } };
    const now = request.clock.now().toISOString();
    const document = prepareDocument(
      { key, parsed, access, fingerprint, modifiedAt: item.modifiedAt ?? now, ingestedAt: now },
      request,
    );
    return { kind: "prepared", key, document };
  } catch (error) {
    if (request.signal?.aborted) throw error;
    return { kind: "rejected", key, error, change: toNarrowed(request, entry) };
  }
}

/**
 * The version that a rejected document keeps is closed to whom new settings no longer admit, as far
 * as that can be said without reading it; the next reading that succeeds says it in full.
 */
function toNarrowed(
  request: SyncRequest,
  entry: SourceEntry | undefined,
): AccessChange | undefined {
  const accessHash = toAccessHash(request);
  if (!entry || entry.fingerprint.endsWith(`:${accessHash}`)) return undefined;
  const access = intersectAccess(entry.access, request.access ?? request.collection.defaultAccess);
  return { id: entry.documentId, access: access ?? NOBODY, fingerprint: `narrowed:${accessHash}` };
}

const toAccessHash = ({ access, collection }: SyncRequest): string =>
  hashJson([access ?? null, collection.defaultAccess]).slice(0, 12);

function hashContent({ parserIdOf }: SyncRequest, content: SourceContent): string {
  if (content.kind === "record") return sha256(JSON.stringify(content));
  return `${parserIdOf(content.name)}:${sha256(content.bytes)}`;
}

async function toParsed(request: SyncRequest, content: SourceContent): Promise<ParsedDocument> {
  if (content.kind === "file") {
    const { name, bytes } = content;
    return request.parse({ name, bytes, ...(request.signal ? { signal: request.signal } : {}) });
  }
  const { title, text, metadata, language, modifiedAt } = content;
  return {
    title,
    text,
    metadata,
    blocks: toParagraphs(text),
    warnings: [],
    ...(language ? { language } : {}),
    ...(modifiedAt ? { modifiedAt } : {}),
  };
}

/** A record's text is plain: blank lines part it. */
function toParagraphs(text: string): readonly Block[] {
  return [...text.matchAll(/\S(?:[^\n]|\n(?![ \t]*\n))*/g)].map((match) => ({
    kind: "paragraph",
    start: match.index,
    end: match.index + match[0].trimEnd().length,
  }));
}
