/** @module What people say of answers. */
import type { Span } from "./document.ts";

export const FEEDBACK_REASONS = [
  "wrong",
  "incomplete",
  "outdated",
  "not-my-question",
  "should-have-answered",
  "should-have-abstained",
  "source-does-not-say-that",
  "missing-source",
  "wrong-source",
  "form",
] as const;
export type FeedbackReason = (typeof FEEDBACK_REASONS)[number];

export type FeedbackValue =
  | { readonly kind: "thumb"; readonly value: 1 | -1 }
  | { readonly kind: "reason"; readonly value: FeedbackReason }
  /** The corrected answer. */
  | { readonly kind: "edit"; readonly text: string }
  /** How an answer to this should be. */
  | { readonly kind: "demonstration"; readonly text: string }
  /** Whether this citation supports its sentence. */
  | { readonly kind: "citation"; readonly citation: number; readonly value: 1 | -1 }
  /** A document that should have been cited. */
  | { readonly kind: "source"; readonly document: string; readonly span?: Span }
  | { readonly kind: "comment"; readonly text: string }
  /** Told by what the asker did next. */
  | { readonly kind: "reask"; readonly answerId: string }
  | { readonly kind: "opened"; readonly citation: number }
  | { readonly kind: "escalated" };

/** Append-only; of one person, kind and answer the last one counts. */
export interface Feedback {
  readonly id: string;
  readonly answerId: string;
  /** A principal such as `user:maria`; the local owner is `operator`. */
  readonly by: string;
  readonly at: string;
  readonly feedback: FeedbackValue;
  /** In the person's own words. */
  readonly text?: string;
}
