/** @module What this installation has measured that bears on a decision. */
import type { Evaluation } from "../../domain/evaluation.ts";
import type { Trace } from "../../domain/trace.ts";
import type { Observations } from "../../decide/index.ts";
import { countFailures } from "../../evaluate/index.ts";
import type { Store } from "../../ports/store.ts";
import { isFailureClass, REMEDIES, type FailureFamily } from "../../trace/index.ts";
import { listKnownDocuments, type KnownDocuments } from "../golden/documents.ts";
import { maintenanceAccess } from "../access.ts";
import { observeChanges, observeFreshness } from "./observe-changes.ts";
import {
  countCitations,
  observeOpened,
  observePrompts,
  observeValidity,
  readRecentRecords,
} from "./recent-records.ts";
import { readTracePages } from "../trace/trace-pages.ts";
import { DAY_MS } from "../../foundation/durations.ts";

const DAYS_PER_MONTH = 365.25 / 12;
/** Traffic is counted over these days, answers are looked at over the longer ones. */
const TRAFFIC_DAYS = 30;
const ANSWER_DAYS = 90;
/** Three months are to be seen whole. */
const HISTORY_DAYS = 120;
/** Origin of questions that were made of documents. */
const MADE = "made";
/** Of UTF-16 units to tokens, in prose. */
const UNITS_PER_TOKEN = 4;

export interface Observed {
  readonly observations: Observations;
  /** Questions of users that the observations rest on. */
  readonly traces: readonly Trace[];
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
  const daysAgo = (days: number): string => new Date(now.getTime() - days * DAY_MS).toISOString();
  const traces = await readQuestions(store, now);
  const known = await listKnownDocuments(store);
  const records = await readRecentRecords(store, daysAgo(ANSWER_DAYS));
  const counted = evaluation ? countFailures(evaluation) : [];
  const failures = counted.map(([name, count]) => ({ class: name, count }));
  return {
    traces,
    failures,
    observations: dropAbsent({
      changes: await observeChanges(store, now, { known, cited: countCitations(records) }),
      freshness: await observeFreshness(store, now, known),
      documents: await observeDocuments(store, known),
      citationsOpened: await observeOpened(store, records),
      failures: failures.length > 0 ? sumFailures(failures) : undefined,
      validity: observeSchema(evaluation) ?? observeValidity(records),
      promptTokens: observePrompts(
        records.filter(({ askedAt }) => askedAt >= daysAgo(TRAFFIC_DAYS)),
      ),
      traffic: observeTraffic(traces, now),
      history: traces.length > 0 ? { months: monthsOf(traces, now) } : undefined,
      latency: observeLatency(traces, latencyLimitMs),
      golden: evaluation && observeGolden(evaluation),
      settled: evaluation && observeSettled(evaluation),
    }),
  };
}

type Maybe = { readonly [Name in keyof Observations]: Observations[Name] | undefined };

const dropAbsent = (observed: Maybe): Observations =>
  Object.fromEntries(Object.entries(observed).filter(([, value]) => value !== undefined));

/** Where a golden set asks for a form, its cases tell of it best. */
function observeSchema(evaluation: Evaluation | undefined): Observations["validity"] {
  const found = evaluation?.measures.find(({ measure }) => measure === "SchemaValidity");
  if (found?.mean === undefined || found.scored === 0) return undefined;
  return { outputs: found.scored, valid: Math.round(found.mean * found.scored) };
}

/** Of users, newest first, far enough back to see three months whole. */
export async function readQuestions(store: Store, now: Date): Promise<readonly Trace[]> {
  const since = new Date(now.getTime() - HISTORY_DAYS * DAY_MS).toISOString();
  const asked = { since, source: "user", operation: "ask" } as const;
  const traces: Trace[] = [];
  for await (const page of readTracePages(store, maintenanceAccess("decide"), asked))
    traces.push(...page);
  return traces;
}

export async function observeDocuments(
  store: Store,
  known?: KnownDocuments,
): Promise<Observations["documents"]> {
  const access = maintenanceAccess("decide");
  const collections = await store.listCollections(access);
  const { records: documents } = known ?? (await listKnownDocuments(store));
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

/** Questions made of the documents are not what people ask. */
const observeGolden = ({ counts, cases }: Evaluation): NonNullable<Observations["golden"]> => ({
  cases: counts.cases,
  unanswerable: counts.unanswerable,
  synthetic: cases.filter(({ asked }) => asked?.origin === MADE).length,
});

const observeSettled = ({ counts }: Evaluation): NonNullable<Observations["settled"]> => ({
  questions: counts.cases,
  withPassage: counts.answerable,
});
