/** @module What happened between a question and its reply: spans with their times and costs. */
import type { RetrievalRecord } from "./answer-record.ts";

/** Who asked. Only traces of users feed monitors, feedback and mining. */
export const TRACE_SOURCES = ["user", "evaluation", "demo", "shadow"] as const;
export type TraceSource = (typeof TRACE_SOURCES)[number];

export const SPAN_KINDS = [
  "route",
  "rewrite",
  "embed",
  "retrieve",
  "fuse",
  "rerank",
  "ground",
  "generate",
  "cite",
  "abstain",
  "tool",
  "judge",
  "ingest",
] as const;
export type SpanKind = (typeof SPAN_KINDS)[number];

/** Tokens and money of one call. What the provider did not tell is `unknown`, never 0. */
export interface SpanUsage {
  readonly model: string;
  readonly inputTokens: number | "unknown";
  readonly outputTokens: number | "unknown";
  readonly costUsd: number | "unknown";
}

export interface TraceSpan {
  /** 16 hex digits (W3C Trace Context). */
  readonly spanId: string;
  /** Absent where the parent is the trace's own root. */
  readonly parentId?: string;
  readonly kind: SpanKind;
  /** After the beginning of the trace. */
  readonly startMs: number;
  /** Of the work itself: what a reader of the stream waited in between is not in it. */
  readonly durationMs: number;
  /** Code of the error that ended it. */
  readonly error?: string;
  readonly usage?: SpanUsage;
  /** Numbers, names and codes; never the text of a question, an answer or a document. */
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
}

export const TRACE_OUTCOMES = ["found", "answered", "abstained", "incomplete", "error"] as const;
/** `found` is a search that ended, whether or not it found anything. */
export type TraceOutcome = (typeof TRACE_OUTCOMES)[number];

export interface Trace {
  /** `trc_` and 20 hex digits. */
  readonly id: string;
  /** 32 hex digits (W3C): the caller's own where it sent one, so several traces may share it. */
  readonly traceId: string;
  /** Of the root. */
  readonly spanId: string;
  /** The caller's span, where it sent one. */
  readonly parentSpanId?: string;
  readonly operation: "ask" | "search";
  readonly source: TraceSource;
  readonly outcome: TraceOutcome;
  /** Why it abstained or is incomplete, or the code of what failed. */
  readonly reason?: string;
  /** Of the record that holds question, passages and reply. */
  readonly answerId?: string;
  readonly release: string;
  /** Of the configuration. */
  readonly fingerprint: string;
  readonly conversationId?: string;
  /** In order; the operator is `operator`. */
  readonly principals: readonly string[];
  /** As it was asked. */
  readonly collections: readonly string[] | "all";
  /** Collections of the passages that were found, in order. */
  readonly foundIn: readonly string[];
  readonly startedAt: string;
  readonly endedAt: string;
  /** In the order of their beginnings. */
  readonly spans: readonly TraceSpan[];
  /** Of a search; that of an answer is in its record. Absent where it failed before. */
  readonly retrieval?: RetrievalRecord;
}

/** What is asked of a list of traces; everything absent is everything. */
export interface TraceQuery {
  /** First moment. */
  readonly since?: string | undefined;
  /** The moment behind the last. */
  readonly until?: string | undefined;
  readonly release?: string | undefined;
  /** Asked by name, or a passage that was found is of it. */
  readonly collection?: string | undefined;
  readonly source?: TraceSource | undefined;
  readonly operation?: Trace["operation"] | undefined;
  readonly outcome?: TraceOutcome | undefined;
  readonly limit: number;
  /** Continue behind this trace. */
  readonly after?: string | undefined;
}
