/** @module A question, its document and what a store and a writer make of them, for tests of answers. */
import type { Span } from "../domain/document.ts";
import type { Generator } from "../ports/generator.ts";
import type { ReadVersion, SearchResult, StoreReader } from "../ports/store.ts";
import { createFakeGenerator } from "./fake-generator.ts";

export const LEAVE = "Parents take twelve weeks of leave. The weeks are paid in full.";
export const QUESTION = "How many weeks of leave do parents take?";

/** Of a store in which each of the question's words is in two of a hundred chunks. */
export const STATISTICS: SearchResult["statistics"] = {
  chunks: 100,
  terms: ["parent", "take", "week", "leav"].map((term) => ({ term, documents: 2 })),
};

/** @param texts what is stored: the whole text of each document. */
export function storeOf(
  texts: Readonly<Record<string, string>>,
  pages: ReadVersion["pages"] = [],
): Pick<StoreReader, "readSpans" | "readVersion"> {
  return {
    readSpans: async (_, spans) =>
      spans.map(({ documentId, start, end }) => texts[documentId]?.slice(start, end)),
    // Only the pages are looked at.
    readVersion: async () => ({ pages }) as unknown as ReadVersion,
  };
}

/** A writer of one sentence, said to be from one place. */
export const drafting = (text: string, span?: Span, passage = 0): Generator =>
  createFakeGenerator({ drafts: [{ text, citations: [{ passage, ...(span ? { span } : {}) }] }] });
