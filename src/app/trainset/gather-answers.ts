/** @module Answers that users got, with what people said of them, as far as both may be learned from. */
import type { AnswerRecord, RecordedPassage } from "../../domain/answer-record.ts";
import type { Feedback } from "../../domain/feedback.ts";
import { toAccessList, type Principal } from "../../domain/principal.ts";
import { narrowestPolicy } from "../../domain/training.ts";
import type { Store } from "../../ports/store.ts";
import { toActiveFeedback } from "../../trace/index.ts";
import {
  toAnswerRows,
  type AnswerPassage,
  type TrainsetLane,
  type Reject,
  type RowDraft,
  type SourceRights,
} from "../../tune/index.ts";
import { textTools } from "../golden/text-tools.ts";
import { readTracePages } from "../trace/trace-pages.ts";
import { toPerson } from "../trace/person.ts";
import type { Audience } from "./audience.ts";
import { listPlaces, type GatheredRows } from "./gather-golden.ts";
import { findClosest, listTouched, toVersionId, type Library } from "./library.ts";

export interface AnswerSource {
  readonly store: Store;
  readonly audience: Audience;
  readonly library: Library;
  readonly since: string | undefined;
  readonly until: string | undefined;
  /** Of what users say. */
  readonly rights: "internal" | "external";
  /** Principals of people who opted out. */
  readonly optOut: ReadonlySet<string>;
  /** Least mean support of an answer that is an example. */
  readonly support: number;
  readonly signal?: AbortSignal | undefined;
}

export interface GatheredAnswers extends GatheredRows {
  /** By `trc_…`: who may read the answers that rows came from. */
  readonly sources: ReadonlyMap<string, SourceRights>;
}

/** Only what users asked, read as everybody of the audience; answers without feedback make no row. */
export async function gatherAnswers(
  lane: TrainsetLane,
  source: AnswerSource,
): Promise<GatheredAnswers> {
  const { store, audience, since, until, signal } = source;
  const drafts: RowDraft[] = [];
  const rejects: Reject[] = [];
  const sources = new Map<string, SourceRights>();
  const byAnswer = Map.groupBy(await listFeedback(source), ({ answerId }) => answerId);
  const asked = { since, until, source: "user", operation: "ask" } as const;
  for await (const page of readTracePages(store, audience.first, asked))
    for (const { id: traceId, answerId } of page) {
      signal?.throwIfAborted();
      const given = byAnswer.get(answerId ?? "") ?? [];
      if (answerId === undefined || given.length === 0) continue;
      const record = await audience.findAnswer(answerId);
      if (!record) continue;
      const made = await toRows(lane, source, { record, traceId }, toActiveFeedback(given));
      drafts.push(...made.drafts);
      rejects.push(...made.rejects);
      const access = toAccessList(listReaders(record.principals));
      sources.set(traceId, { access });
    }
  return { drafts, rejects, sources };
}

/** Whoever asked it as nobody else may be read by everybody. */
const listReaders = (principals: readonly string[]): readonly Principal[] => {
  const own = principals.filter((principal) => principal !== "public");
  return own.length > 0 ? own : ["public"];
};

const PAGE = 500;

async function listFeedback({ store, audience }: AnswerSource): Promise<readonly Feedback[]> {
  const all: Feedback[] = [];
  for (let after: string | undefined; ;) {
    const page = await store.listFeedback(audience.first, { limit: PAGE, after });
    all.push(...page);
    after = page.at(-1)?.id;
    if (page.length < PAGE) return all;
  }
}

async function toRows(
  lane: TrainsetLane,
  source: AnswerSource,
  { record, traceId }: { readonly record: AnswerRecord; readonly traceId: string },
  given: readonly Feedback[],
): Promise<GatheredRows> {
  const { id, answer, principals, outcome } = record;
  const refuse = (reason: Reject["reason"]): GatheredRows => ({
    drafts: [],
    rejects: [{ id, reason }],
  });
  const asker = toPerson(principals);
  const isOut = (by: string): boolean => source.optOut.has(by);
  if (isOut(asker) || principals.some(isOut)) return refuse("opted-out");
  const feedback = given.filter(({ by }) => !isOut(by));
  if (feedback.length === 0) return refuse("opted-out");
  const used = record.passages.filter(({ context }) => context === "in");
  const read = await readUsed(source, record, used);
  if (typeof read === "string") return refuse(read);
  const missing = await readMissing(source, answer.question, answer.language, feedback);
  const documents = [
    ...used.map(({ documentId }) => documentId),
    ...missing.map(({ document }) => document.split("@")[0] ?? ""),
  ];
  const rights = narrowestPolicy([
    source.rights,
    ...documents.map((documentId) => source.library.documents.get(documentId)?.rights),
  ]);
  return toAnswerRows(
    lane,
    {
      answerId: id,
      traceId,
      askedAt: record.askedAt,
      question: answer.question,
      history: record.history ?? [],
      language: answer.language,
      conversationId: record.conversationId,
      outcome,
      text: answer.text,
      sentences: answer.sentences,
      passages: read,
      missing,
      feedback,
      people: [...new Set([asker, ...feedback.map(({ by }) => by)])].filter((by) =>
        by.startsWith("user:"),
      ),
      rights: rights === "external" ? "external" : "internal",
    },
    { support: source.support },
  );
}

/** What the answer was written from, or why that may not be learned from. */
async function readUsed(
  { library, audience, store }: AnswerSource,
  { answer }: AnswerRecord,
  used: readonly RecordedPassage[],
): Promise<readonly AnswerPassage[] | Reject["reason"]> {
  const texts = await store.readSpans(audience.first, used);
  const passages: AnswerPassage[] = [];
  for (const [index, passage] of used.entries()) {
    const { documentId, versionHash, chunkIds } = passage;
    const document = library.documents.get(documentId);
    const text = texts[index];
    if (!document || text === undefined) return "rights";
    const { record } = document;
    if (record.version.hash !== versionHash) return "superseded";
    const [chunkId] = chunkIds;
    const citations = answer.citations.filter(
      (cited) =>
        cited.documentId === documentId && cited.start < passage.end && passage.start < cited.end,
    );
    passages.push({
      ...(chunkId === undefined ? {} : { chunkId }),
      document: `${documentId}@${versionHash}`,
      text,
      key: record.key,
      collection: record.collection,
      citations: citations.map(({ number }) => number),
    });
  }
  return passages;
}

/** Passages of the documents that somebody missed among the sources. */
async function readMissing(
  { library }: AnswerSource,
  question: string,
  language: string,
  feedback: readonly Feedback[],
): Promise<readonly AnswerPassage[]> {
  const terms = new Set(textTools.listTerms(question, language));
  const missing: AnswerPassage[] = [];
  for (const { feedback: value } of feedback) {
    if (value.kind !== "source") continue;
    const document = library.documents.get(value.document) ?? library.find(value.document);
    const read = document && (await library.read(document.record.id));
    if (!read) continue;
    const { key, collection } = document.record;
    const evidence = [[{ document: key, ...value.span }]];
    const places = listPlaces({ evidence }, key, read);
    const touched = places.flatMap((place) => listTouched(read, place, 1));
    const closest = findClosest(read, terms, textTools.listTerms, 1);
    for (const passage of touched.length > 0 ? touched : closest ? [closest] : [])
      missing.push({ ...passage, document: toVersionId(read), key, collection, citations: [] });
  }
  return missing;
}
