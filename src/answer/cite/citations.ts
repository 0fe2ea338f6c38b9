/** @module From drafted sentences to numbered citations of exact places. */
import type { Citation } from "../../domain/answer.ts";
import type { PageSpan, Span } from "../../domain/document.ts";
import type { Passage } from "../../domain/passage.ts";

/** Pages of a document version; empty for formats without. */
export type FindPages = (passage: Passage) => Promise<readonly PageSpan[]>;

/** Collects citations in the order of the answer; one place has one number. */
export class CitationList {
  readonly #citations: Citation[] = [];
  readonly #findPages: FindPages;

  constructor(findPages: FindPages) {
    this.#findPages = findPages;
  }

  get all(): readonly Citation[] {
    return this.#citations;
  }

  /** @param span of the passage's text. @returns the number to print. */
  async add(passage: Passage, span: Span): Promise<number> {
    const start = passage.span.start + span.start;
    const end = passage.span.start + span.end;
    const known = this.#citations.find(
      (citation) =>
        citation.documentId === passage.documentId &&
        citation.versionHash === passage.versionHash &&
        citation.start === start &&
        citation.end === end,
    );
    if (known) return known.number;
    const pages = passage.page === undefined ? [] : await this.#findPages(passage);
    const page = pages.find((p) => start >= p.start && start < p.end)?.page ?? passage.page;
    const number = this.#citations.length + 1;
    this.#citations.push({
      number,
      documentId: passage.documentId,
      key: passage.key,
      collection: passage.collection,
      versionHash: passage.versionHash,
      title: passage.title,
      headings: passage.headings,
      ...(page === undefined ? {} : { page }),
      modifiedAt: passage.modifiedAt,
      start,
      end,
      quote: passage.text.slice(span.start, span.end),
    });
    return number;
  }
}
