/** @module What people say of answers. */
import { z } from "zod";
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

const Text = z.string().trim().min(1).max(20_000);
const CitationNumber = z.int().min(1).max(1000);
const Mark = z.union([z.literal(1), z.literal(-1)]);

/** What a person may say; what is told by their doing (`reask`) is noted by the app alone. */
export const FeedbackValueSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("thumb"), value: Mark }),
  z.strictObject({ kind: z.literal("reason"), value: z.enum(FEEDBACK_REASONS) }),
  z.strictObject({ kind: z.literal("edit"), text: Text }),
  z.strictObject({ kind: z.literal("demonstration"), text: Text }),
  z.strictObject({ kind: z.literal("citation"), citation: CitationNumber, value: Mark }),
  z.strictObject({
    kind: z.literal("source"),
    document: z.string().min(1).max(500),
    span: z.strictObject({ start: z.int().min(0), end: z.int().min(1) }).optional(),
  }),
  z.strictObject({ kind: z.literal("comment"), text: Text }),
  z.strictObject({ kind: z.literal("opened"), citation: CitationNumber }),
  z.strictObject({ kind: z.literal("escalated") }),
]);

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
