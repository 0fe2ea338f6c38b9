/** @module Why an answer failed: what is on record of its evidence, and the class that follows. */

/** A place that the right answer needs, and how far it came. */
export interface UnitEvidence {
  /** The document's key, with `#start-end` for a place in it. */
  readonly unit: string;
  readonly store: "current" | "absent" | "text_lost" | "superseded" | "not_permitted";
  /** Rank within the first 100 of each leg; null where it is not among them. */
  readonly legs: { readonly lexical: number | null; readonly dense: number | null };
  /** Found once filters and routes are lifted, for the same caller. */
  readonly withoutFilter: boolean;
  readonly fused: number | null;
  readonly reranked: number | null;
  /** What became of it on the way to the writer; null where it never came so far. */
  readonly context: "in" | "token_limit" | "duplicate" | "truncated" | "access" | null;
}

/** All that the class of one case follows from. */
export interface FailureEvidence {
  /** Any of these sets suffices; of a set, every unit is needed. */
  readonly sets: readonly (readonly UnitEvidence[])[];
  /** Passages that the context was filled from. */
  readonly k: number;
  readonly answerable: boolean;
  readonly outcome: "answered" | "abstained" | "incomplete" | "escalated" | "error";
  readonly abstainReason: string | null;
  readonly finishReason: string | null;
  readonly formatValid: boolean;
  /** What is wrong with the form: `unparsable`, `schema`, … */
  readonly formatError?: string | null;
  /** Null where it could not be told. */
  readonly correct: boolean | null;
  readonly unsupported: readonly string[];
}

export const FAILURE_CLASSES = [
  "missing_document",
  "not_retrieved",
  "ranked_too_low",
  "cut_from_context",
  "unsupported_answer",
  "wrong_format",
  "wrong_abstention",
  "should_have_abstained",
  "wrong_answer",
] as const;
export type FailureClass = (typeof FAILURE_CLASSES)[number];

/** What a case comes to: a failure of one class, or one of the three that are none. */
export type CaseClass = FailureClass | "ok" | "run_error" | "undetermined";

export interface Attribution {
  readonly class: CaseClass;
  /** Within the class: `fusion`, `token_limit`, `not_permitted`, … */
  readonly cause?: string;
  /** The evidence that came least far, in the set that came farthest. */
  readonly blockingUnit?: string;
  /** 0 not in the store, 1 not found, 2 ranked too low, 3 cut from the context, 4 read. */
  readonly reach?: 0 | 1 | 2 | 3 | 4;
  readonly flags: readonly string[];
}

/** One case of an evaluation, as its report and what comes after it need it. */
export interface AttributedCase {
  readonly attribution: Attribution;
  readonly evidence: FailureEvidence;
}
