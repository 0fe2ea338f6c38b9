/** @module Golden sets: questions with what is known of their right answers. */
import type { Turn } from "./conversation.ts";
import type { Span } from "./document.ts";
import type { Qrels } from "./retrieval-judgments.ts";

/**
 * What a case may be used for. Train and dev may be fitted to, calibration sets thresholds, and
 * test only judges.
 */
export const PARTS = ["train", "dev", "calibration", "test"] as const;
export type Part = (typeof PARTS)[number];

/** A place in a document, half-open, in UTF-16 units of the version's text. */
export interface EvidenceSpan extends Partial<Span> {
  /** The source's own id of the document. */
  readonly document: string;
  /** What stands there: it finds the place again in a later version. */
  readonly quote?: string;
}

/** What an answer must hold, whatever its words. */
export interface CaseChecks {
  readonly numbers?: readonly string[];
  readonly mustSay?: readonly string[];
  readonly mustNotSay?: readonly string[];
  /** A JSON schema file beside the set, which the answer must fit. */
  readonly schema?: string;
}

export interface CaseLabel {
  readonly by: string;
  readonly at: string;
  readonly method: "written" | "edited" | "approved" | "judge";
}

export interface GoldenCase {
  readonly id: string;
  readonly text: string;
  /** What was said before, oldest first. */
  readonly history: readonly Turn[];
  /** Cases of one group share a document, a conversation or a wording, and stay in one part. */
  readonly group: string;
  readonly part: Part;
  /** `faq`, `cloze`, `ablated`, …: what kind of question it is. */
  readonly stratum?: string;
  /** `written`, `trace`, `made`, …: where it comes from. */
  readonly origin?: string;
  /** BCP 47. */
  readonly language?: string;
  readonly difficulty?: string;
  readonly collection?: string;
  readonly createdAt?: string;
  /** Case that it words in another way: see `perturb`. */
  readonly variantOf?: string;
  /** Trace, answer and release it was seen in, and the `probability` with which it was drawn. */
  readonly source?: Readonly<Record<string, string | number>>;
  /** Documents that are hidden from the system while this case is asked, by key. */
  readonly masked?: readonly string[];
  /** False when the documents, for these principals, hold no answer. */
  readonly answerable: boolean;
  /** Right answers, best first. */
  readonly answers: readonly string[];
  /** Any of these sets suffices; of a set, every place is needed. */
  readonly evidence: readonly (readonly EvidenceSpan[])[];
  readonly checks: CaseChecks;
  /** Who asks; empty is the local owner. */
  readonly principals: readonly string[];
  readonly labels: readonly CaseLabel[];
  /** By document key; a grade of 0 is judged and bad. */
  readonly grades: ReadonlyMap<string, number>;
  /** SHA-256 of all that decides what is right: cases of equal hash can be compared. */
  readonly hash: string;
  /** Why it is kept but no longer asked. */
  readonly retired?: string;
}

/** One version, which never changes: another text is another hash. */
export interface GoldenSet {
  readonly name: string;
  /** `gld_` and 16 hex digits of the hash. */
  readonly id: string;
  /** SHA-256 over the files and their hashes. */
  readonly hash: string;
  /** The version that this one was made from. */
  readonly parent?: string;
  readonly language?: string;
  /** In the order of the file, retired ones included. */
  readonly cases: readonly GoldenCase[];
  readonly qrels: Qrels;
}
