/** @module A question made from a document, its answer's place, and what would give it away. */
import type { Span } from "../../../domain/document.ts";
import type { SourceDocument } from "./sections.ts";

export const MADE_STRATA = ["faq", "heading", "link", "definition", "cloze"] as const;
export type MadeStratum = (typeof MADE_STRATA)[number];

export interface MadeQuestion {
  readonly stratum: MadeStratum;
  readonly text: string;
  /** The document that a system should find. */
  readonly document: SourceDocument;
  /** Where the answer stands; absent where the whole document is meant. */
  readonly evidence: Span | undefined;
  /** Empty where the place is all that is known. */
  readonly answers: readonly string[];
  /** Places that hold the question word for word: to be taken out of what is searched. */
  readonly masks: readonly Span[];
}
