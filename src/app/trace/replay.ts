/** @module Use case: what a trace rests on, retrieved and rendered again, and compared. */
import type { Access } from "../../domain/access.ts";
import type {
  AnswerRecord,
  RecordedHit,
  RecordedPassage,
  RetrievalRecord,
} from "../../domain/answer-record.ts";
import type { Trace } from "../../domain/trace.ts";
import type { Store } from "../../ports/store.ts";
import { retrieve, type Retrieved } from "../../retrieve/index.ts";
import { toAccess } from "../access.ts";
import { understandHistory } from "../understand.ts";
import type { Assembly } from "../assembly.ts";
import { lendRetrieval } from "../spend/lend-retrieval.ts";
import { recordLegs, recordPassages } from "./record-retrieval.ts";
import { replayPrompt, type PromptReplay } from "./replay-prompt.ts";

/** A document that is not what it was. */
export interface ChangedDocument {
  readonly documentId: string;
  /** Its key, where it can still be told. */
  readonly key?: string;
  readonly recordedVersion: string;
  /** `changed` has a newer version; the text of `erased` is gone. */
  readonly state: "changed" | "erased";
  readonly currentVersion?: string;
  /** Whether a passage was taken from it, or it was only ranked. */
  readonly used: boolean;
}

export interface Replay {
  readonly traceId: string;
  readonly answerId?: string;
  readonly release: { readonly recorded: string; readonly current: string };
  readonly generation: { readonly recorded: number; readonly current: number };
  /** In the order of their ranks; empty when every document that was ranked is as it was. */
  readonly documents: readonly ChangedDocument[];
  readonly retrieval: {
    /** `impossible` where the release that ranked cannot be opened any more. */
    readonly verdict: "identical" | "differs" | "impossible";
    /** What differs, first things first. */
    readonly differences: readonly string[];
  };
  readonly prompt: PromptReplay;
}

/** What to replay, whether it was a search or an answer. */
export interface Replayed {
  readonly trace: Trace;
  readonly retrieval: RetrievalRecord;
  readonly answer?: AnswerRecord;
  /** The release that answers now. */
  readonly serves: string;
}

/** The retrieval of a record, asked as the product asks. */
export function toRetrieval(record: AnswerRecord, topK: number): RetrievalRecord {
  const { history, rewrite, filter, without, generation, legs, passages } = record;
  return {
    question: record.answer.question,
    ...(history ? { history } : {}),
    ...(rewrite ? { rewrite } : {}),
    filter,
    ...(without ? { without } : {}),
    topK,
    asked: "both",
    generation,
    legs,
    reranking: record.reranking ?? { by: [], failed: [] },
    passages,
  };
}

/**
 * Ranks again by the release of the assembly, with the rights that were asked with, and compares every id, rank and score; scores
 * of legs as the 32-bit floats that records hold. A rewritten question is taken from the record: a
 * model might word it differently.
 */
export async function replay(
  assembly: Assembly,
  store: Store,
  { trace, retrieval, answer, serves }: Replayed,
): Promise<Replay> {
  const access = toAccess(
    trace.principals.includes("operator") ? undefined : [...trace.principals],
  );
  const isSame = trace.release === assembly.release;
  const found = isSame ? await rankAgain(assembly, store, access, trace, retrieval) : undefined;
  const current = found?.result.generation ?? (await readGeneration(store, access));
  const differences = found ? compare(retrieval, found) : [];
  return {
    traceId: trace.id,
    ...(answer ? { answerId: answer.id } : {}),
    release: { recorded: trace.release, current: serves },
    generation: { recorded: retrieval.generation, current },
    documents: await findChanged(store, access, retrieval),
    retrieval: {
      verdict: !found ? "impossible" : differences.length > 0 ? "differs" : "identical",
      differences,
    },
    prompt: await replayPrompt(assembly, store, access, answer),
  };
}

function rankAgain(
  assembly: Assembly,
  store: Store,
  access: Access,
  { collections }: Trace,
  { question, history = [], rewrite, filter, without, topK, asked, legs }: RetrievalRecord,
): Promise<Retrieved> {
  return retrieve(
    access,
    {
      question,
      history: understandHistory(history),
      standalone: rewrite?.text,
      collections: collections === "all" ? undefined : collections,
      filter,
      without,
      topK,
      legs: asked,
      // Searches leave no legs behind, so there is nothing to name.
      identify: legs.lexical.length > 0 || legs.dense.length > 0,
    },
    lendRetrieval(assembly, store),
  );
}

async function readGeneration(store: Store, access: Access): Promise<number> {
  const nothing = { terms: () => [], legs: { lexical: false, dense: false }, depth: 1 };
  const settings = { bm25: { k1: 0, b: 0 }, filter: [], select: () => [] };
  return (await store.search(access, { ...nothing, ...settings })).generation;
}

/** Names what comes first in each list that differs; equal lists say nothing. */
function compare(recorded: RetrievalRecord, found: Retrieved): readonly string[] {
  const legs = recordLegs(found);
  const differences: string[] = [];
  for (const leg of ["lexical", "dense"] as const) {
    const difference = compareHits(recorded.legs[leg], legs[leg]);
    if (difference) differences.push(`${leg} leg: ${difference}`);
  }
  for (const order of ["fused", "reranked"] as const) {
    const difference = compareNames(recorded.legs[order] ?? [], legs[order] ?? []);
    if (difference) differences.push(`${order} order: ${difference}`);
  }
  const passages = comparePassages(recorded.passages, recordPassages(found, []));
  if (passages) differences.push(`passages: ${passages}`);
  return differences;
}

function compareNames(before: readonly string[], now: readonly string[]): string | undefined {
  const at = before.findIndex((name, index) => name !== now[index]);
  if (at >= 0) return `rank ${at + 1} was ${before[at] ?? "?"}, is ${now[at] ?? "nothing"}`;
  return now.length > before.length ? `${now.length} instead of ${before.length}` : undefined;
}

function compareHits(
  before: readonly RecordedHit[],
  now: readonly RecordedHit[],
): string | undefined {
  const names = compareNames(
    before.map(({ chunkId }) => chunkId),
    now.map(({ chunkId }) => chunkId),
  );
  if (names) return names;
  const at = before.findIndex(({ score }, index) => Math.fround(score) !== now[index]?.score);
  return at < 0
    ? undefined
    : `score at rank ${at + 1} was ${before[at]?.score}, is ${now[at]?.score}`;
}

const toName = ({ documentId, versionHash, start, end, rank, context }: RecordedPassage): string =>
  `${documentId}@${versionHash.slice(0, 8)}#${start}-${end} ${context === "duplicate" ? "repeats" : "is"} ${rank}`;

function comparePassages(
  before: readonly RecordedPassage[],
  now: readonly RecordedPassage[],
): string | undefined {
  const names = compareNames(before.map(toName), now.map(toName));
  if (names) return names;
  const at = before.findIndex(({ score }, index) => score !== now[index]?.score);
  return at < 0
    ? undefined
    : `score of passage ${at + 1} was ${before[at]?.score}, is ${now[at]?.score}`;
}

/** Passages first, then what was ranked, each document once. */
async function findChanged(
  store: Store,
  access: Access,
  { legs, passages }: RetrievalRecord,
): Promise<readonly ChangedDocument[]> {
  const named = new Map<string, { readonly versionHash: string; readonly used: boolean }>();
  for (const { documentId, versionHash } of passages)
    named.set(documentId, { versionHash, used: true });
  for (const { documentId, versionHash } of [...legs.lexical, ...legs.dense])
    if (documentId !== undefined && versionHash !== undefined && !named.has(documentId))
      named.set(documentId, { versionHash, used: false });
  const changed: ChangedDocument[] = [];
  for (const [documentId, { versionHash, used }] of named) {
    const document = await store.findDocument(access, documentId);
    if (document?.version.hash === versionHash) continue;
    const isThere = (await store.readVersion(access, documentId, versionHash)) !== undefined;
    changed.push({
      documentId,
      ...(document ? { key: document.key, currentVersion: document.version.hash } : {}),
      recordedVersion: versionHash,
      state: isThere ? "changed" : "erased",
      used,
    });
  }
  return changed;
}
