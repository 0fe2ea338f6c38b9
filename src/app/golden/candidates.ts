/** @module Use case: answers that users got, drawn for a person to make cases of. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Access } from "../../domain/access.ts";
import type { AnswerRecord } from "../../domain/answer-record.ts";
import type { Feedback } from "../../domain/feedback.ts";
import type { Trace } from "../../domain/trace.ts";
import {
  drawCandidates,
  toCandidate,
  writeReviewFile,
  type Observation,
} from "../../evaluate/index.ts";
import type { Store } from "../../ports/store.ts";
import { maintenanceAccess } from "../access.ts";
import { goldenExists } from "../errors.ts";
import { openGoldenSet } from "./set-folder.ts";
import type { GoldenWorkspace } from "./workspace.ts";
import { readTracePages } from "../trace/trace-pages.ts";

export interface CandidatesInput {
  /** The review file; not there yet. */
  readonly out: string;
  /** Set whose questions are not drawn again. */
  readonly golden?: string | undefined;
  readonly perDay: number;
  /** First moment, ISO 8601. */
  readonly since?: string | undefined;
  readonly collection?: string | undefined;
  readonly seed: string;
}

export interface CandidatesOutput {
  readonly path: string;
  readonly candidates: number;
  /** By what singled them out; `plain` were drawn by chance. */
  readonly strata: Readonly<Record<string, number>>;
  readonly looked: number;
  readonly repeats: number;
}

const PAGE = 500;

export async function listCandidates(
  { assembly, openStore }: GoldenWorkspace,
  { out, golden, perDay, since, collection, seed }: CandidatesInput,
): Promise<CandidatesOutput> {
  const path = resolve(assembly.workingDirectory, out);
  if (existsSync(path)) throw goldenExists({ path });
  const known = golden ? openGoldenSet(assembly.workingDirectory, golden).set.cases : [];
  const store = await openStore();
  const access = maintenanceAccess("candidates for golden sets");
  const feedback = Map.groupBy(await listFeedback(store, access, since), (each) => each.answerId);
  const observations: Observation[] = [];
  const asked = { since, collection, source: "user", operation: "ask" } as const;
  for await (const page of readTracePages(store, access, asked))
    for (const trace of page) {
      const record = trace.answerId && (await store.findAnswer(access, trace.answerId));
      if (!record) continue;
      observations.push(
        await toObservation(store, access, {
          trace,
          record,
          feedback: feedback.get(record.id) ?? [],
        }),
      );
    }
  const { drawn, looked, repeats } = drawCandidates(observations, {
    perDay,
    seed,
    known: known.map(({ text }) => text),
  });
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, writeReviewFile(drawn.map(toCandidate)));
  const strata: Record<string, number> = {};
  for (const { stratum } of drawn) strata[stratum] = (strata[stratum] ?? 0) + 1;
  return { path, candidates: drawn.length, strata, looked, repeats };
}

async function listFeedback(
  store: Store,
  access: Access,
  since: string | undefined,
): Promise<readonly Feedback[]> {
  const all: Feedback[] = [];
  for (let after: string | undefined; ;) {
    const page = await store.listFeedback(access, { since, limit: PAGE, after });
    all.push(...page);
    after = page.at(-1)?.id;
    if (page.length < PAGE) return all;
  }
}

interface Seen {
  readonly trace: Trace;
  readonly record: AnswerRecord;
  readonly feedback: readonly Feedback[];
}

async function toObservation(
  store: Store,
  access: Access,
  { trace, record, feedback }: Seen,
): Promise<Observation> {
  const { answer, history = [], threshold, outcome, reason } = record;
  const asked = record.collections === "all" ? trace.foundIn : record.collections;
  const texts = await store.readSpans(access, record.passages);
  const keys = await listKeys(store, access, record);
  return {
    answerId: record.id,
    traceId: trace.traceId,
    source: trace.source,
    askedAt: record.askedAt,
    question: answer.question,
    history,
    language: answer.language,
    collections: asked,
    ...(record.conversationId === undefined ? {} : { conversationId: record.conversationId }),
    principals: record.principals.filter((principal) => principal !== "operator"),
    release: record.release,
    outcome,
    ...(reason === undefined ? {} : { reason }),
    confidence: answer.confidence,
    threshold,
    checksFailed: answer.sentences.some(({ verdict }) => verdict === "cut"),
    answer: answer.text,
    citations: answer.citations.map(({ key, start, end, quote }) => ({
      document: key,
      start,
      end,
      quote,
    })),
    passages: record.passages.flatMap(({ documentId, start, end }, index) => {
      const [document, text] = [keys.get(documentId), texts[index]];
      return document === undefined || text === undefined ? [] : [{ document, start, end, text }];
    }),
    feedback: keepLast(feedback),
  };
}

async function listKeys(
  store: Store,
  access: Access,
  { passages }: AnswerRecord,
): Promise<ReadonlyMap<string, string>> {
  const keys = new Map<string, string>();
  for (const { documentId } of passages) {
    if (keys.has(documentId)) continue;
    const document = await store.findDocument(access, documentId);
    if (document) keys.set(documentId, document.key);
  }
  return keys;
}

/** Of one person and kind the last one counts. */
const keepLast = (feedback: readonly Feedback[]): readonly Feedback[] => [
  ...new Map(feedback.map((each) => [`${each.by}\n${each.feedback.kind}`, each])).values(),
];
