/** @module Documents as they are parsed and kept: text, blocks with spans, versions. */
import type { AccessList } from "./principal.ts";
import type { Metadata } from "./metadata.ts";

/** Half-open range `[start, end)` in UTF-16 code units of a document version's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type BlockKind =
  | "heading"
  | "paragraph"
  | "list-item"
  | "table"
  | "code"
  | "quote"
  | "caption";

/**
 * A piece of structure. Blocks come in reading order and never overlap; their spans hold no
 * leading or trailing white space.
 */
export interface Block extends Span {
  readonly kind: BlockKind;
  /** 1 to 6, for headings. */
  readonly level?: number;
  /** For tables: one span a row in order, the header row included when there is one. */
  readonly rows?: readonly Span[];
  /** For tables: how many of the first rows are header rows; 0 when there is none. */
  readonly headerRows?: number;
  /** What a reader would skip (running heads, page numbers): kept in the text, not indexed. */
  readonly boilerplate?: boolean;
}

/** Where a page of a paginated format stands in the text. Pages come in order, from 1. */
export interface PageSpan extends Span {
  readonly page: number;
}

/** What a parser makes of one file. */
export interface ParsedDocument {
  readonly title?: string;
  /** BCP 47, only when the file declares it. */
  readonly language?: string;
  /** For text formats the decoded source itself; for others the text a reader sees. */
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly pages?: readonly PageSpan[];
  /** What the file says about itself (author, dates), and front matter. */
  readonly metadata: Metadata;
  /** ISO 8601, when the file itself says when it was written or last changed. */
  readonly modifiedAt?: string;
  /** Readable by a person: hidden text, replaced characters, skipped parts. */
  readonly warnings: readonly string[];
}

/** One parsed item with a stable id. */
export interface DocumentRecord {
  readonly id: string;
  readonly collection: string;
  readonly source: string;
  /** The source's own id: a path relative to the folder, or the row's `_id`. */
  readonly key: string;
  readonly title: string;
  readonly metadata: Metadata;
  readonly access: AccessList;
  readonly version: VersionRecord;
}

/** The content of a document at one hash. Exactly one version of a document is current. */
export interface VersionRecord {
  /** SHA-256 of the text, 64 hex digits. */
  readonly hash: string;
  readonly language: string;
  /** When the content says it is from; else when its file was changed; else when it was read. */
  readonly modifiedAt: string;
  /** When this version was committed. */
  readonly ingestedAt: string;
  /** Absent while current. */
  readonly supersededAt?: string;
  /** Length of the text in UTF-16 code units. */
  readonly length: number;
  readonly warnings: readonly string[];
}

/** A span of a document version, as it is indexed. */
export interface Chunk extends Span {
  /** 0-based position in the version. */
  readonly sequence: number;
  /** Document title and headings above the chunk, outermost first: indexed, shown, never cited. */
  readonly headings: readonly string[];
  readonly kinds: readonly BlockKind[];
  /** First page it stands on. */
  readonly page?: number;
}
