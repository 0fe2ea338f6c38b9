/** @module Brings a collection in step with a source: new, changed and vanished documents. */
import { mapOrdered } from "../../foundation/concurrency.ts";
import type { JobRecord } from "../../domain/job.ts";
import type { Embedder } from "../../ports/embedder.ts";
import type { Source, SourceItem } from "../../ports/source.ts";
import type { SourceEntry, Store, WriteBatch } from "../../ports/store.ts";
import { duplicateKey, tooManyDeletes } from "../errors.ts";
import type { FindVectors } from "../prepare/embed-texts.ts";
import { toVariant } from "../prepare/index-settings.ts";
import type { PreparedDocument, PrepareSettings } from "../prepare/prepare-document.ts";
import { preparePuts, type LivePlan } from "../prepare/prepare-puts.ts";
import type { SyncEvent } from "./events.ts";
import {
  examineItem,
  type AccessChange,
  type ExamineRequest,
  type Failure,
  type Outcome,
} from "./examine-item.ts";
import { Tally } from "./tally.ts";

export interface SyncRequest extends ExamineRequest {
  readonly jobId: string;
  readonly from: Source;
  readonly embedder: Embedder;
  readonly allowDeletes: boolean;
  /** What the store holds of this source. */
  readonly known: readonly SourceEntry[];
  readonly findVectors: FindVectors;
  readonly store: Pick<Store, "commit" | "putJob">;
  /** Documents read and parsed at a time. */
  readonly concurrency: number;
}

/** A batch is committed when it holds this many chunks: large enough for the fsync not to count. */
const BATCH_CHUNKS = 768;
const BATCH_DOCUMENTS = 256;
/** Above this share of vanished documents somebody must say that they are meant to go. */
const VANISHED_SHARE = 0.2;

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
    const gone = yield* syncItems(request, items, tally);
    yield* removeVanished(request, vanished, gone, tally);
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

function findVanished(request: SyncRequest, items: readonly SourceItem[]): readonly SourceEntry[] {
  const { known, allowDeletes, source } = request;
  const keys = new Set<string>();
  for (const { key } of items) {
    if (keys.has(key)) throw duplicateKey({ source, key });
    keys.add(key);
  }
  const vanished = known.filter(({ key }) => !keys.has(key));
  const tooMany = isTooMany(request, vanished.length) || keys.size === 0;
  if (vanished.length > 0 && tooMany && !allowDeletes)
    throw tooManyDeletes({ source, vanished: vanished.length, known: known.length });
  return vanished;
}

const isTooMany = ({ known }: SyncRequest, vanished: number): boolean =>
  vanished > known.length * VANISHED_SHARE;

/** What waits for the next commit. */
interface Pending {
  readonly batch: PreparedDocument[];
  readonly accessChanges: AccessChange[];
  /** Fingerprints of documents that are the same: nothing that anybody would count. */
  readonly refreshed: AccessChange[];
}

const nothingPending = (): Pending => ({ batch: [], accessChanges: [], refreshed: [] });

interface Gone {
  readonly entry: SourceEntry;
  readonly outcome: Failure;
}

/** @returns the documents whose items the source says are gone; nothing is done about them yet. */
async function* syncItems(
  request: SyncRequest,
  items: readonly SourceItem[],
  tally: Tally,
): AsyncGenerator<SyncEvent, readonly Gone[]> {
  const known = new Map(request.known.map((entry) => [entry.key, entry]));
  const gone: Gone[] = [];
  let pending = nothingPending();
  const work = (item: SourceItem): Promise<Outcome> =>
    examineItem(request, item, known.get(item.key));
  for await (const outcome of mapOrdered(items, request.concurrency, work)) {
    request.signal?.throwIfAborted();
    const entry = known.get(outcome.key);
    switch (outcome.kind) {
      case "unchanged":
        if (outcome.change) pending.refreshed.push(outcome.change);
        tally.add("unchanged");
        yield { type: "document-unchanged", key: outcome.key };
        break;
      case "access":
        pending.accessChanges.push(outcome.change);
        break;
      case "gone":
      case "rejected":
        if (outcome.kind === "gone" && entry) gone.push({ entry, outcome });
        else yield rejectItem(outcome, pending, tally);
        break;
      case "prepared":
        pending.batch.push(outcome.document);
        yield {
          type: "document-prepared",
          key: outcome.key,
          warnings: outcome.document.put.version.warnings,
        };
        break;
    }
    if (!isFull(pending)) continue;
    yield await commitPending(request, known, pending, tally);
    pending = nothingPending();
  }
  if (!isEmpty(pending)) yield await commitPending(request, known, pending, tally);
  return gone;
}

function rejectItem(
  { key, error, change }: Failure,
  { accessChanges }: Pending,
  tally: Tally,
): SyncEvent {
  if (change) accessChanges.push(change);
  return tally.reject(key, error);
}

/** Many that are gone at once are kept and reported, as a site that fails looks just like that. */
async function* removeVanished(
  request: SyncRequest,
  vanished: readonly SourceEntry[],
  gone: readonly Gone[],
  tally: Tally,
): AsyncGenerator<SyncEvent> {
  const tooMany = isTooMany(request, vanished.length + gone.length) && !request.allowDeletes;
  const pending = nothingPending();
  if (tooMany) for (const { outcome } of gone) yield rejectItem(outcome, pending, tally);
  const entries = tooMany ? vanished : [...vanished, ...gone.map(({ entry }) => entry)];
  const deletes = entries.map(({ documentId }) => documentId);
  const { accessChanges } = pending;
  if (deletes.length + accessChanges.length === 0) return;
  await request.store.commit({ ...emptyBatch(request), deletes, accessChanges });
  tally.add("removed", deletes.length);
  tally.add("accessChanged", accessChanges.length);
}

const emptyBatch = ({ collection }: PrepareSettings): WriteBatch => ({
  collection: collection.name,
  puts: [],
  deletes: [],
  accessChanges: [],
});

const isFull = ({ batch, accessChanges, refreshed }: Pending): boolean =>
  batch.length >= BATCH_DOCUMENTS ||
  accessChanges.length + refreshed.length >= BATCH_DOCUMENTS ||
  batch.reduce((sum, { chunks }) => sum + chunks.length, 0) >= BATCH_CHUNKS;

const isEmpty = ({ batch, accessChanges, refreshed }: Pending): boolean =>
  batch.length + accessChanges.length + refreshed.length === 0;

async function commitPending(
  request: SyncRequest,
  known: ReadonlyMap<string, SourceEntry>,
  { batch, accessChanges, refreshed }: Pending,
  tally: Tally,
): Promise<SyncEvent> {
  const changes = [...accessChanges, ...refreshed];
  const puts = await commitPuts(request, batch, changes);
  // Counted when it is durable: the record of an interrupted job must not promise more.
  const changed = puts.filter(({ key }) => known.has(key)).length;
  // Of the configured index: how many others are kept is nothing that a document has to do with.
  const own = toVariant(request.chunking);
  const chunks = puts
    .flatMap((put) => put.chunks)
    .filter(({ variant = own }) => variant === own).length;
  tally.add("changed", changed);
  tally.add("added", puts.length - changed);
  tally.add("accessChanged", accessChanges.length);
  tally.add("chunks", chunks);
  return { type: "batch-committed", documents: puts.length, chunks };
}

/** Once more where a plan was registered meanwhile: documents are in all plans, or are not there. */
async function commitPuts(
  request: SyncRequest,
  batch: readonly PreparedDocument[],
  accessChanges: readonly AccessChange[],
): Promise<WriteBatch["puts"]> {
  const { collection, chunking, embedder, findVectors, store, signal } = request;
  const listPlans = request.plans ?? (async () => [{ chunking, embedder }]);
  for (let plans = await listPlans(); ;) {
    const { indexing } = collection;
    const puts = await preparePuts(batch, { indexing, chunking, plans, findVectors, signal });
    try {
      await store.commit({ ...emptyBatch(request), puts, accessChanges });
      return puts;
    } catch (error) {
      const now = await listPlans();
      if (toNames(now) === toNames(plans)) throw error;
      plans = now;
    }
  }
}

const toNames = (plans: readonly LivePlan[]): string =>
  JSON.stringify(plans.map(({ variant, embedder }) => [variant, embedder.fingerprint]));
