/** @module What became of the documents: since the reference window, and how fast it was seen. */
import type { DocumentRecord, VersionRecord } from "../../domain/document.ts";
import type { Evaluation } from "../../domain/evaluation.ts";
import type { JobRecord } from "../../domain/job.ts";
import type { Store } from "../../ports/store.ts";
import type { CorpusChange, CurrentWindow, GoldenEvidence } from "../../trace/index.ts";
import { maintenanceAccess } from "../access.ts";
import { listKnownDocuments } from "../golden/documents.ts";
import { pause } from "./asked-questions.ts";
import { DAY_MS } from "../../foundation/durations.ts";
import type { CitedVersion } from "./observe-questions.ts";

type Observed = Pick<CurrentWindow, "corpus" | "searchableMs" | "goneMs">;

export interface DocumentPeriods {
  /** End of the reference window. */
  readonly since: string;
  readonly current: { readonly since: string; readonly until: string };
  readonly cited: readonly CitedVersion[];
}

const JOBS = 1000;
const BETWEEN_PAUSES = 100;

export async function observeDocuments(
  store: Store,
  { since, current, cited }: DocumentPeriods,
  signal: AbortSignal | undefined,
): Promise<Observed> {
  const access = maintenanceAccess("monitor");
  const { records } = await listKnownDocuments(store);
  const syncs = (await store.listJobs(access, JOBS))
    .filter(({ kind }) => kind === "ingest")
    .toReversed();
  const firstSyncs = findFirstSyncs(syncs);
  const changedSince = since < current.since ? since : current.since;
  const searchableMs: number[] = [];
  let added = 0;
  for (const [place, record] of records.entries()) {
    if (place % BETWEEN_PAUSES === 0) await pause(signal);
    if (record.version.ingestedAt < changedSince) continue;
    const versions = await store.listVersions(access, record.id);
    if ((versions.at(-1)?.ingestedAt ?? since) >= since) added++;
    const watchedSince = firstSyncs.get(toSource(record));
    if (watchedSince !== undefined)
      searchableMs.push(...timeVersions(versions, watchedSince, current));
  }
  return {
    corpus: { ...countCited(cited, records), documents: records.length, added },
    searchableMs,
    goneMs: timeRemovals(syncs, current),
  };
}

function countCited(
  cited: readonly CitedVersion[],
  records: readonly DocumentRecord[],
): Pick<CorpusChange, "citations" | "changed" | "gone"> {
  const now = new Map(records.map(({ id, version }) => [id, version.hash]));
  const sum = (some: readonly CitedVersion[]): number =>
    some.reduce((total, { citations }) => total + citations, 0);
  const gone = cited.filter(({ documentId }) => !now.has(documentId));
  const changed = cited.filter(({ documentId, versionHash }) => {
    const hash = now.get(documentId);
    return hash !== undefined && hash !== versionHash;
  });
  return { citations: sum(cited), changed: sum(changed), gone: sum(gone) };
}

export const toSource = ({
  collection,
  source,
}: Pick<JobRecord, "collection" | "source">): string => `${collection}\n${source}`;

/** Of each source, the moment from which on its changes are looked for. */
export function findFirstSyncs(syncs: readonly JobRecord[]): ReadonlyMap<string, string> {
  const first = new Map<string, string>();
  for (const job of syncs) {
    const source = toSource(job);
    if (!first.has(source)) first.set(source, job.startedAt);
  }
  return first;
}

/**
 * From the moment a document says it was changed to its commit, of versions committed in the
 * window. What was written before its source was first synced was not late, and a bare date is no
 * moment of the day.
 */
export function timeVersions(
  versions: readonly VersionRecord[],
  watchedSince: string,
  { since, until }: DocumentPeriods["current"],
): readonly number[] {
  return versions.flatMap(({ modifiedAt, ingestedAt }) => {
    if (ingestedAt < since || ingestedAt >= until) return [];
    const changedMs = Date.parse(modifiedAt);
    const isMoment = Number.isFinite(changedMs) && changedMs % DAY_MS !== 0;
    if (!isMoment || changedMs < Date.parse(watchedSince)) return [];
    return [Math.max(0, Date.parse(ingestedAt) - changedMs)];
  });
}

/**
 * Nobody tells when a document was deleted, only that the sync before still saw it: counted from
 * the beginning of that sync, the time is the longest that it can have been.
 */
function timeRemovals(
  syncs: readonly JobRecord[],
  { since, until }: DocumentPeriods["current"],
): readonly number[] {
  const before = new Map<string, string>();
  return syncs.flatMap((job) => {
    const { startedAt, endedAt, counts, state } = job;
    const source = toSource(job);
    const seenAt = before.get(source);
    if (state === "ready") before.set(source, startedAt);
    if (endedAt === undefined || endedAt < since || endedAt >= until) return [];
    if (seenAt === undefined) return [];
    const ms = Date.parse(endedAt) - Date.parse(seenAt);
    return Array.from({ length: counts["removed"] ?? 0 }, () => ms);
  });
}

/** Cases that the newest evaluation of a release could not ask, because their evidence is gone. */
export function toEvidence(evaluation: Evaluation | undefined): GoldenEvidence | undefined {
  if (!evaluation) return undefined;
  const { cases, stale } = evaluation.counts;
  return { places: cases + stale, stale };
}
