/** @module How often what answers depend on changes, from the history of syncs and versions. */
import type { VersionRecord } from "../../domain/document.ts";
import type { JobRecord } from "../../domain/job.ts";
import type { Observations } from "../../decide/index.ts";
import type { Store } from "../../ports/store.ts";
import { maintenanceAccess } from "../access.ts";
import { computeLatency } from "../../evaluate/index.ts";
import { findFirstSyncs, timeVersions, toSource } from "../monitor/observe-documents.ts";
import { listKnownDocuments, type KnownDocuments } from "../golden/documents.ts";
import { countCitations, readRecentRecords } from "./recent-records.ts";
import { DAY_MS } from "../../foundation/durations.ts";

const DAYS_PER_MONTH = 365.25 / 12;
const JOBS = 1000;
/** Answers this old still tell what is cited. */
const CITED_DAYS = 90;
/** With fewer citations each document counts the same. */
const LEAST_CITATIONS = 30;

export interface ChangeSources {
  readonly known?: KnownDocuments | undefined;
  /** By document; read from the newest answers where it is absent. */
  readonly cited?: ReadonlyMap<string, number> | undefined;
}

/** The first sync of a source adds all of it: that is no change. */
export async function observeChanges(
  store: Store,
  now: Date,
  { known, cited }: ChangeSources = {},
): Promise<Observations["changes"]> {
  const { records } = known ?? (await listKnownDocuments(store));
  const jobs = await store.listJobs(maintenanceAccess("decide"), JOBS);
  const syncs = jobs.filter(({ kind, state }) => kind === "ingest" && state === "ready");
  const first = syncs.at(-1);
  if (!first || records.length === 0) return undefined;
  const days = Math.floor((now.getTime() - Date.parse(first.startedAt)) / DAY_MS);
  const changed = listLater(syncs).map((job) => ({
    day: job.startedAt.slice(0, 10),
    count: (job.counts["changed"] ?? 0) + (job.counts["removed"] ?? 0),
  }));
  const months = Math.max(1, days / DAYS_PER_MONTH);
  const total = changed.reduce((sum, { count }) => sum + count, 0);
  const since = new Date(now.getTime() - CITED_DAYS * DAY_MS).toISOString();
  const weights = cited ?? countCitations(await readRecentRecords(store, since));
  const citations = [...weights.values()].reduce((sum, count) => sum + count, 0);
  const isWeighed = citations >= LEAST_CITATIONS;
  return {
    days,
    syncs: syncs.length,
    changeDays: new Set(changed.filter(({ count }) => count > 0).map(({ day }) => day)).size,
    changeShare: isWeighed
      ? await weigh(store, weights, { since: first.startedAt, months })
      : total / records.length / months,
    ...(isWeighed ? { citations } : {}),
    live: false,
  };
}

function listLater(syncs: readonly JobRecord[]): readonly JobRecord[] {
  const seen = new Set<string>();
  return syncs.toReversed().filter(({ collection, source }) => {
    const known = seen.has(`${collection}\n${source}`);
    seen.add(`${collection}\n${source}`);
    return known;
  });
}

/** Share of the citations whose document changed in a month, or went, of all months on record. */
async function weigh(
  store: Store,
  cited: ReadonlyMap<string, number>,
  { since, months }: { readonly since: string; readonly months: number },
): Promise<number> {
  const access = maintenanceAccess("decide");
  let [all, moved] = [0, 0];
  for (const [documentId, citations] of cited) {
    const versions = await store.listVersions(access, documentId);
    all += citations;
    // What is gone cannot be asked when it changed: it did once.
    const changes = versions.length === 0 ? 1 : countChanges(versions, since);
    moved += citations * Math.min(1, changes / months);
  }
  return all === 0 ? 0 : moved / all;
}

/** Months in which a later version than the first one came. */
function countChanges(versions: readonly VersionRecord[], since: string): number {
  const later = versions.slice(0, -1).filter(({ ingestedAt }) => ingestedAt > since);
  const toMonth = ({ ingestedAt }: VersionRecord): number =>
    Math.floor((Date.parse(ingestedAt) - Date.parse(since)) / DAY_MS / DAYS_PER_MONTH);
  return new Set(later.map(toMonth)).size;
}

/** Of changes in the last days that the changed documents date themselves. */
export async function observeFreshness(
  store: Store,
  now: Date,
  { records }: KnownDocuments,
): Promise<Observations["freshness"]> {
  const access = maintenanceAccess("decide");
  const jobs = await store.listJobs(access, JOBS);
  const first = findFirstSyncs(jobs.filter(({ kind }) => kind === "ingest").toReversed());
  const since = new Date(now.getTime() - CITED_DAYS * DAY_MS).toISOString();
  const window = { since, until: now.toISOString() };
  const times: number[] = [];
  for (const record of records) {
    const watchedSince = first.get(toSource(record));
    const { ingestedAt, modifiedAt } = record.version;
    if (watchedSince === undefined || ingestedAt < since || modifiedAt < watchedSince) continue;
    times.push(...timeVersions(await store.listVersions(access, record.id), watchedSince, window));
  }
  const p95 = computeLatency(times, 0.95);
  return p95 && { versions: times.length, p95Ms: p95.value };
}
