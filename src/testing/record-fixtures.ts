/** @module Traces, feedback and evaluations for tests of stores. */
import type { AnswerRecord, RecordedHit, RetrievalRecord } from "../domain/answer-record.ts";
import type { DecisionRecord } from "../domain/decision-record.ts";
import type { Evaluation } from "../domain/evaluation.ts";
import type { Feedback } from "../domain/feedback.ts";
import type { SpendEntry } from "../domain/spend.ts";
import type { Trace, TraceSpan } from "../domain/trace.ts";
import { toChunkId } from "../foundation/ids.ts";
import type { DocumentPut } from "../ports/store.ts";

const AT = "2026-03-02T09:00:00.000Z";

export const SPAN: TraceSpan = {
  spanId: "00f067aa0ba902b8",
  kind: "retrieve",
  startMs: 0.25,
  durationMs: 3.5,
  attributes: { candidates: 12 },
};

export const decisionOf = (id: string, changes: Partial<DecisionRecord> = {}): DecisionRecord => ({
  id,
  createdAt: AT,
  approach: "retrieval",
  sentence: "Build retrieval.",
  data: "{}",
  ...changes,
});

export function traceOf(id: string, changes: Partial<Trace> = {}): Trace {
  return {
    id,
    traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
    spanId: "00f067aa0ba902b7",
    operation: "ask",
    source: "user",
    outcome: "answered",
    release: "rel_test",
    fingerprint: "0123456789abcdef",
    principals: ["operator"],
    collections: "all",
    foundIn: [],
    startedAt: AT,
    endedAt: "2026-03-02T09:00:01.000Z",
    spans: [SPAN],
    ...changes,
  };
}

/** The retrieval of an answer's record, as a search leaves it. */
export const retrievalOf = ({ answer, filter, generation, legs, passages }: AnswerRecord) =>
  ({
    question: answer.question,
    filter,
    topK: 8,
    asked: "both",
    generation,
    legs,
    reranking: { by: ["light"], failed: [] },
    passages,
  }) satisfies RetrievalRecord;

/** Every chunk of these documents by name and place, with scores that 32 bits hold. */
export function hitsOf(puts: readonly DocumentPut[]): readonly RecordedHit[] {
  const chunks = puts.flatMap(({ id, version, chunks: parts }) =>
    parts.map(({ sequence, start, end }) => ({
      chunkId: toChunkId(id, version.hash, sequence),
      documentId: id,
      versionHash: version.hash,
      start,
      end,
    })),
  );
  return chunks.map((chunk, index) => ({ ...chunk, rank: index + 1, score: 8 - index / 64 }));
}

export function feedbackOf(id: string, changes: Partial<Feedback> = {}): Feedback {
  return {
    id,
    answerId: "ans_00000000000000000001",
    by: "user:maria",
    at: AT,
    feedback: { kind: "thumb", value: -1 },
    ...changes,
  };
}

export function evaluationOf(id: string, changes: Partial<Evaluation> = {}): Evaluation {
  return {
    schema: "plumbline.evaluation/1",
    id,
    startedAt: AT,
    endedAt: "2026-03-02T09:10:00.000Z",
    golden: { name: "leave", id: "gld_0123456789abcdef", hash: "0".repeat(64), part: "test" },
    subject: { kind: "release", name: "rel_test", fingerprint: "rel_test" },
    seed: "1",
    repeats: 1,
    packageVersion: "0.0.0",
    cases: [],
    counts: { cases: 0, answerable: 0, unanswerable: 0, stale: 0, retired: 0, notCompared: 0 },
    measures: [],
    slices: [],
    costUsd: "unknown",
    warnings: [],
    ...changes,
  };
}

export const spendOf = (changes: Partial<SpendEntry> = {}): SpendEntry => ({
  day: "2026-03-01",
  subject: "user:maria",
  kind: "generator",
  calls: 1,
  inputTokens: 120,
  outputTokens: 30,
  usd: 0.25,
  unknown: 0,
  ...changes,
});
