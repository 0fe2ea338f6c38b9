/** @module What users' answers let one suspect, where nobody knows what is right. */
import type { Access } from "../../domain/access.ts";
import type { AnswerRecord } from "../../domain/answer-record.ts";
import type { Feedback } from "../../domain/feedback.ts";
import type { Store } from "../../ports/store.ts";
import { suspectFailures, toActiveFeedback, type LiveSignals } from "../../trace/index.ts";
import type { Assembly } from "../assembly.ts";
import type { FailureCase } from "./build-report.ts";
import { toCheck } from "./failed-checks.ts";
import type { TracesInput } from "./failures-input.ts";
import { readTracePages } from "../trace/trace-pages.ts";
import { retrieveUnfiltered } from "./retrieve-unfiltered.ts";

/** Read at a time. */
const PAGE = 500;
/** Newest answers looked at: a report of more takes longer than somebody waits. */
const MOST = 10_000;
/** Answers that a threshold a little higher would have withheld. */
const NEAR_THRESHOLD = 0.05;

export interface LiveAnswers {
  readonly cases: readonly FailureCase[];
  /** There were older ones that were not looked at. */
  readonly cut: boolean;
}

/** Newest first; one class each, that of the earliest stage one may suspect. */
export async function listLiveAnswers(
  assembly: Assembly,
  store: Store,
  access: Access,
  times: TracesInput,
): Promise<LiveAnswers> {
  const cases: FailureCase[] = [];
  const asked = { ...times, source: "user", operation: "ask" } as const;
  for await (const page of readTracePages(store, access, asked)) {
    if (cases.length >= MOST) return { cases, cut: true };
    for (const trace of page) {
      const record = trace.answerId && (await store.findAnswer(access, trace.answerId));
      if (record) cases.push(await suspectAnswer(assembly, store, access, record));
    }
  }
  return { cases, cut: false };
}

/** One class, that of the earliest stage one may suspect. */
export async function suspectAnswer(
  assembly: Assembly,
  store: Store,
  access: Access,
  record: AnswerRecord,
): Promise<FailureCase> {
  const { answer, outcome, passages, collections } = record;
  const query = { answerId: record.id, limit: PAGE };
  const feedback = toActiveFeedback(await store.listFeedback(access, query));
  const signals = toSignals(record, feedback, await isFilteredOut(assembly, store, access, record));
  const [first] = suspectFailures(signals);
  const [collection, another] = collections === "all" ? [] : collections;
  return {
    id: record.traceId ?? record.id,
    question: answer.question,
    class: outcome === "error" ? "run_error" : (first?.suspected ?? "ok"),
    causes: first?.because ?? [],
    answerId: record.id,
    ...(collection !== undefined && another === undefined ? { collection } : {}),
    language: answer.language,
    documents: await listKeys(store, access, passages),
  };
}

function toSignals(
  { answer, outcome, reason, legs, threshold }: AnswerRecord,
  feedback: readonly Feedback[],
  filteredOut: boolean,
): LiveSignals {
  const values = feedback.map((one) => one.feedback);
  const atLimit = outcome === "incomplete" && reason === "length";
  return {
    outcome,
    hits: { lexical: legs.lexical.length, dense: legs.dense.length },
    filteredOut,
    confidence: answer.confidence,
    lowConfidence: threshold + NEAR_THRESHOLD,
    failedChecks: answer.sentences.flatMap(({ failures }) => failures.map(toCheck)),
    formatValid: !atLimit,
    reasked: values.some(({ kind }) => kind === "reask"),
    disliked: values.some((value) => value.kind === "thumb" && value.value === -1),
    reasons: values.flatMap((value) => (value.kind === "reason" ? [value.value] : [])),
  };
}

/** Nothing within its filter and collections, and something for the same caller without them. */
async function isFilteredOut(
  assembly: Assembly,
  store: Store,
  access: Access,
  record: AnswerRecord,
): Promise<boolean> {
  const { legs, filter, collections } = record;
  if (filter.length === 0 && collections === "all") return false;
  if (legs.lexical.length + legs.dense.length > 0) return false;
  const lifted = await retrieveUnfiltered(assembly, store, access, record, { identify: false });
  return lifted.passages.length > 0;
}

async function listKeys(
  store: Store,
  access: Access,
  passages: AnswerRecord["passages"],
): Promise<readonly string[]> {
  const ids = new Set(passages.slice(0, 1).map(({ documentId }) => documentId));
  const found = await Promise.all([...ids].map((id) => store.findDocument(access, id)));
  return found.flatMap((document) => (document ? [document.key] : []));
}
