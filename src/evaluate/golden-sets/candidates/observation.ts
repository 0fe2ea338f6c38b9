/** @module An answer that users got, as a queue of candidates looks at it. */
import type { Turn } from "../../../domain/conversation.ts";
import type { Span } from "../../../domain/document.ts";
import type { Feedback } from "../../../domain/feedback.ts";
import type { TraceSource } from "../../../domain/trace.ts";

export interface ObservedPassage extends Span {
  readonly document: string;
  readonly text: string;
}

export interface Observation {
  readonly answerId: string;
  readonly traceId?: string;
  /** Whose traffic it is: only that of users is looked at. */
  readonly source: TraceSource;
  readonly askedAt: string;
  readonly question: string;
  readonly history: readonly Turn[];
  readonly language: string;
  readonly collections: readonly string[];
  readonly conversationId?: string;
  /** Empty is the owner. */
  readonly principals: readonly string[];
  readonly release: string;
  readonly outcome: "answered" | "abstained" | "incomplete" | "error";
  readonly reason?: string;
  readonly confidence: number;
  /** From which on it answers. */
  readonly threshold: number;
  /** A sentence failed an exact check. */
  readonly checksFailed: boolean;
  readonly answer: string;
  readonly citations: readonly (Span & { readonly document: string; readonly quote: string })[];
  readonly passages: readonly ObservedPassage[];
  /** What counts of it: the last of each person and kind. */
  readonly feedback: readonly Feedback[];
}
