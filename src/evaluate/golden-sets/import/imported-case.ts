/** @module A question from somebody else's file: what it asks and what they expect, no more. */
import type { CaseChecks, EvidenceSpan } from "../../../domain/golden-set.ts";
import type { Turn } from "../../../domain/conversation.ts";

export interface ImportedCase {
  /** Their own, where they have one. */
  readonly id?: string;
  readonly text: string;
  readonly history?: readonly Turn[];
  readonly answers: readonly string[];
  /** False only where they say so. */
  readonly answerable?: boolean;
  readonly checks?: CaseChecks;
  /** Only where the file names places in documents; it is never guessed. */
  readonly evidence?: readonly (readonly EvidenceSpan[])[];
  readonly group?: string;
  readonly stratum?: string;
  readonly language?: string;
}

export interface ImportedFile {
  readonly cases: readonly ImportedCase[];
  /** Lines of a corpus.jsonl, where the file brings its documents along. */
  readonly corpus?: readonly {
    readonly _id: string;
    readonly title: string;
    readonly text: string;
  }[];
  /** What was left out, and why. */
  readonly notes: readonly string[];
}
