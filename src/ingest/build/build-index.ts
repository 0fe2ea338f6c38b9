/** @module Brings what is stored into a plan: whatever lacks it, beside what is searched meanwhile. */
import type { Access } from "../../domain/access.ts";
import type { JobRecord } from "../../domain/job.ts";
import type { Clock } from "../../foundation/effects.ts";
import type { LackingDocument, PlanRecord } from "../../ports/index-store.ts";
import type { CollectionRecord, Store } from "../../ports/store.ts";
import { indexIncomplete } from "../errors.ts";
import { embedTexts, type FindVectors } from "../prepare/embed-texts.ts";
import { toVariant } from "../prepare/index-settings.ts";
import { indexText, type IndexedText } from "../prepare/index-text.ts";
import type { LivePlan } from "../prepare/prepare-puts.ts";

export type BuildEvent =
  | { readonly type: "index-started"; readonly plan: PlanRecord; readonly documents: number }
  /** From here on the documents are in the index, whatever happens to the job. */
  | {
      readonly type: "index-committed";
      readonly documents: number;
      readonly chunks: number;
      /** Of this run; documents that came meanwhile may bring it above what there was to do. */
      readonly done: number;
      readonly total: number;
    }
  | { readonly type: "index-completed"; readonly plan: PlanRecord };

export interface BuildRequest extends Pick<LivePlan, "chunking" | "embedder"> {
  readonly jobId: string;
  /** Absent: all. */
  readonly collection?: string | undefined;
  readonly origin: PlanRecord["origin"];
  readonly choice?: PlanRecord["choice"] | undefined;
  readonly access: Access;
  readonly collections: readonly CollectionRecord[];
  readonly store: Pick<
    Store,
    "putPlan" | "listLacking" | "countLacking" | "readVersion" | "commitIndex" | "putJob"
  >;
  readonly findVectors: FindVectors;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
}

/** As a sync: large enough for the fsync not to count, small enough for others to get their turn. */
const BATCH_CHUNKS = 768;
const BATCH_DOCUMENTS = 256;

/**
 * Registers the plan first, so that documents which change meanwhile come with it; then fills what
 * lacks it in batches, and ends when nothing does. What was committed stays: an interrupted build
 * goes on where it stopped. Nothing is told or recorded where nothing lacks.
 *
 * @throws whatever embedding or committing throws; the signal's reason.
 */
export async function* buildIndex(request: BuildRequest): AsyncGenerator<BuildEvent, PlanRecord> {
  const plan = await request.store.putPlan(toPlan(request));
  if (plan.whole) return plan;
  const total = await request.store.countLacking(request.access, plan);
  yield { type: "index-started", plan, documents: total };
  const startedAt = request.clock.now().toISOString();
  const counts = { documents: 0, chunks: 0 };
  const toJob = (state: JobRecord["state"]): JobRecord => ({
    id: request.jobId,
    kind: "build",
    state,
    collection: plan.collection ?? "all",
    source: `${plan.variant} ${plan.embedder}`,
    startedAt,
    counts: { ...counts },
    rejected: [],
    ...(state === "running" ? {} : { endedAt: request.clock.now().toISOString() }),
  });
  await request.store.putJob(toJob("running"));
  // Who stops listening stops the build.
  let state: JobRecord["state"] = "interrupted";
  try {
    for (let now = plan; ; now = await request.store.putPlan(toPlan(request))) {
      if (now.whole) {
        state = "ready";
        yield { type: "index-completed", plan: now };
        return now;
      }
      const before = counts.documents;
      for await (const { documents, chunks } of fillOnce(request, now)) {
        counts.documents += documents;
        counts.chunks += chunks;
        const done = counts.documents;
        yield { type: "index-committed", documents, chunks, done, total: Math.max(total, done) };
      }
      await assertProgress(request, now, counts.documents - before);
    }
  } catch (error) {
    if (!request.signal?.aborted) state = "failed";
    throw error;
  } finally {
    // A full disk must not hide the failure that it caused.
    await request.store.putJob(toJob(state)).catch(() => undefined);
  }
}

function toPlan(request: BuildRequest): Omit<PlanRecord, "whole"> {
  const { collection, origin, choice, chunking, embedder } = request;
  return {
    ...(collection === undefined ? {} : { collection }),
    variant: toVariant(chunking),
    embedder: embedder.fingerprint,
    origin,
    ...(choice ? { choice } : {}),
  };
}

/** A pass that leaves documents behind and changes nothing would be repeated for ever. */
async function assertProgress(
  { store, access }: BuildRequest,
  plan: PlanRecord,
  done: number,
): Promise<void> {
  const lacking = done > 0 ? 0 : await store.countLacking(access, plan);
  if (lacking > 0) throw indexIncomplete({ variant: plan.variant, lacking });
}

interface Cut {
  readonly id: string;
  readonly versionHash: string;
  readonly indexed: IndexedText;
}

/** Once through all that lacks the plan, in the order of ingestion. */
async function* fillOnce(
  request: BuildRequest,
  plan: PlanRecord,
): AsyncGenerator<{ documents: number; chunks: number }> {
  const { store, access, signal } = request;
  let batch: Cut[] = [];
  let chunks = 0;
  for (let after: string | undefined; ;) {
    const page = await store.listLacking(access, plan, { after, limit: BATCH_DOCUMENTS });
    for (const lacking of page) {
      signal?.throwIfAborted();
      const cut = await cutStored(request, lacking);
      if (cut) batch.push(cut);
      chunks += cut?.indexed.chunks.length ?? 0;
      if (chunks < BATCH_CHUNKS) continue;
      yield await commitBatch(request, plan, batch);
      batch = [];
      chunks = 0;
    }
    if (batch.length > 0) yield await commitBatch(request, plan, batch);
    batch = [];
    chunks = 0;
    after = page.at(-1)?.id;
    if (after === undefined) return;
  }
}

/** Nothing for a document that was deleted meanwhile. */
async function cutStored(
  { store, access, chunking, collections }: BuildRequest,
  { id, collection, analyzer }: LackingDocument,
): Promise<Cut | undefined> {
  const stored = await store.readVersion(access, id);
  if (!stored) return undefined;
  const { document, version, text, blocks, pages } = stored;
  const indexing = collections.find(({ name }) => name === collection)?.indexing ?? "standard";
  const indexed = indexText(
    { title: document.title, text, blocks, pages, analyzer },
    indexing,
    chunking,
  );
  return { id, versionHash: version.hash, indexed };
}

async function commitBatch(
  { store, embedder, findVectors, signal }: BuildRequest,
  { variant }: PlanRecord,
  batch: readonly Cut[],
): Promise<{ documents: number; chunks: number }> {
  const vectors = await embedTexts(
    batch.map(({ indexed }) => indexed),
    embedder,
    { findVectors, signal },
  );
  signal?.throwIfAborted();
  const { fingerprint } = embedder;
  return store.commitIndex({
    variant,
    embedder: fingerprint,
    documents: batch.map(({ id, versionHash, indexed }) => ({
      id,
      versionHash,
      chunks: indexed.chunks.map((chunk) => {
        const vector = vectors.get(chunk.embeddedHash);
        return { ...chunk, variant, vectors: new Map(vector ? [[fingerprint, vector]] : []) };
      }),
    })),
  });
}
