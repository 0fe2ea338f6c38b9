/** @module What this installation has measured that bears on a decision. */
import type { Evaluation } from "../../domain/evaluation.ts";
import type { JobRecord } from "../../domain/job.ts";
import type { Trace } from "../../domain/trace.ts";
import type { Observations } from "../../decide/index.ts";
import { countFailures } from "../../evaluate/index.ts";
import type { Store } from "../../ports/store.ts";
import { isFailureClass, REMEDIES, type FailureFamily } from "../../trace/index.ts";
import { listKnownDocuments } from "../golden/documents.ts";
import { maintenanceAccess } from "../access.ts";
import { readTracePages } from "../trace/trace-pages.ts";

const DAY_MS = 86_400_000;
const DAYS_PER_MONTH = 365.25 / 12;
/** Traffic is counted over these days, failures over the longer ones. */
const TRAFFIC_DAYS = 30;
const JOBS = 1000;
/** Of UTF-16 units to tokens, in prose. */
const UNITS_PER_TOKEN = 4;

export interface Observed {
  readonly observations: Observations;
  /** Failed answers of the evaluation, by class, most first. */
  readonly failures: readonly { readonly class: string; readonly count: number }[];
}

/** Nothing is guessed: what was not measured is absent. */
export async function observe(
  store: Store,
  evaluation: Evaluation | undefined,
  now: Date,
  latencyLimitMs: number | undefined,
): Promise<Observed> {
  const access = maintenanceAccess("decide");
  const jobs = await store.listJobs(access, JOBS);
  const traces = await readTraces(store, new Date(now.getTime() - 90 * DAY_MS).toISOString());
  const documents = await observeDocuments(store);
  const changes = observeChanges(jobs, documents?.documents ?? 0, now);
  const counted = evaluation ? countFailures(evaluation) : [];
  const failures = counted.map(([name, count]) => ({ class: name, count }));
  const latency = observeLatency(traces, latencyLimitMs);
  const traffic = observeTraffic(traces, now);
  return {
    failures,
    observations: {
      ...(changes ? { changes } : {}),
      ...(documents ? { documents } : {}),
      ...(failures.length > 0 ? { failures: sumFailures(failures) } : {}),
      ...(traffic ? { traffic, history: { months: monthsOf(traces, now) } } : {}),
      ...(latency ? { latency } : {}),
      ...(evaluation
        ? { golden: observeGolden(evaluation), settled: observeSettled(evaluation) }
        : {}),
    },
  };
}

async function readTraces(store: Store, since: string): Promise<readonly Trace[]> {
  const asked = { since, source: "user", operation: "ask" } as const;
  const traces: Trace[] = [];
  for await (const page of readTracePages(store, maintenanceAccess("decide"), asked))
    traces.push(...page);
  return traces;
}

export async function observeDocuments(store: Store): Promise<Observations["documents"]> {
  const access = maintenanceAccess("decide");
  const collections = await store.listCollections(access);
  const known = await listKnownDocuments(store);
  const documents = known.records;
  if (documents.length === 0) return undefined;
  const lists = new Set(documents.map((document) => JSON.stringify(document.access)));
  const units = documents.reduce((sum, { version }) => sum + version.length, 0);
  return {
    documents: documents.length,
    tokens: Math.round(units / UNITS_PER_TOKEN),
    collections: collections.filter((collection) => collection.documents > 0).length,
    distinctAccess: lists.size,
    erasures: 0,
  };
}

/** The first sync of a source adds all of it: that is no change. */
export function observeChanges(
  jobs: readonly JobRecord[],
  documents: number,
  now: Date,
): Observations["changes"] {
  const syncs = jobs.filter(({ kind, state }) => kind === "ingest" && state === "ready");
  const first = syncs.at(-1);
  if (!first || documents === 0) return undefined;
  const days = Math.floor((now.getTime() - Date.parse(first.startedAt)) / DAY_MS);
  const seen = new Set<string>();
  const later = syncs.toReversed().filter(({ collection, source }) => {
    const known = seen.has(`${collection}\n${source}`);
    seen.add(`${collection}\n${source}`);
    return known;
  });
  const changed = later.map((job) => ({
    day: job.startedAt.slice(0, 10),
    count: (job.counts["changed"] ?? 0) + (job.counts["removed"] ?? 0),
  }));
  const total = changed.reduce((sum, { count }) => sum + count, 0);
  return {
    days,
    syncs: syncs.length,
    changeDays: new Set(changed.filter(({ count }) => count > 0).map(({ day }) => day)).size,
    changeShare: total / documents / Math.max(1, days / DAYS_PER_MONTH),
    live: false,
  };
}

function observeTraffic(traces: readonly Trace[], now: Date): Observations["traffic"] {
  const since = now.getTime() - TRAFFIC_DAYS * DAY_MS;
  const recent = traces.filter(({ startedAt }) => Date.parse(startedAt) >= since);
  if (recent.length === 0) return undefined;
  const days = Math.max(1, Math.ceil((now.getTime() - oldestOf(recent)) / DAY_MS));
  return { days: Math.min(TRAFFIC_DAYS, days), questions: recent.length };
}

const monthsOf = (traces: readonly Trace[], now: Date): number =>
  (now.getTime() - oldestOf(traces)) / DAY_MS / DAYS_PER_MONTH;

/** A page more of traces than a call takes arguments is nothing unusual. */
const oldestOf = (traces: readonly Trace[]): number =>
  traces.reduce((oldest, { startedAt }) => Math.min(oldest, Date.parse(startedAt)), Infinity);

function observeLatency(
  traces: readonly Trace[],
  limitMs: number | undefined,
): Observations["latency"] {
  const times = traces
    .map(({ startedAt, endedAt }) => Date.parse(endedAt) - Date.parse(startedAt))
    .toSorted((a, b) => a - b);
  if (times.length === 0) return undefined;
  const p95Ms = times[Math.min(times.length - 1, Math.ceil(0.95 * times.length) - 1)] ?? 0;
  return { answers: times.length, p95Ms, ...(limitMs === undefined ? {} : { limitMs }) };
}

/** Documents and search mend one family, prompts and tuning another. */
function sumFailures(failures: Observed["failures"]): NonNullable<Observations["failures"]> {
  const sum = (family?: FailureFamily): number =>
    failures
      .filter(({ class: name }) => family === undefined || familyOf(name) === family)
      .reduce((total, { count }) => total + count, 0);
  return { attributed: sum(), knowledge: sum("knowledge"), behaviour: sum("behaviour") };
}

const familyOf = (name: string): FailureFamily | undefined =>
  isFailureClass(name) ? REMEDIES[name].family : undefined;

const observeGolden = ({ counts }: Evaluation): NonNullable<Observations["golden"]> => ({
  cases: counts.cases,
  unanswerable: counts.unanswerable,
  synthetic: 0,
});

const observeSettled = ({ counts }: Evaluation): NonNullable<Observations["settled"]> => ({
  questions: counts.cases,
  withPassage: counts.answerable,
});
