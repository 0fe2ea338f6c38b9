/** @module The port of places that documents come from. */
import type { Metadata } from "../domain/metadata.ts";
import type { AccessList } from "../domain/principal.ts";

/** A file to be parsed, or a record that is text already. */
export type SourceContent =
  | {
      readonly kind: "file";
      readonly name: string;
      readonly bytes: Uint8Array;
      /** ISO 8601; what the place says beside the content. */
      readonly modifiedAt?: string;
      /** What the source knows of it, besides what it says of itself. */
      readonly metadata?: Metadata;
      /** Opaque: given back to `readIfChanged` when the item is read the next time. */
      readonly validator?: string;
    }
  | {
      readonly kind: "record";
      readonly title: string;
      readonly text: string;
      readonly metadata: Metadata;
      readonly language?: string;
      readonly modifiedAt?: string;
      /** The record's own list; narrows what is configured, never widens it. */
      readonly access?: AccessList;
    };

export interface SourceItem {
  /** Stable and unique within the source: a relative path, or the row's own id. */
  readonly key: string;
  /** ISO 8601; when the item was last changed, as far as the source knows. */
  readonly modifiedAt?: string;
  /**
   * @throws PlumblineError when this one item cannot be read; the others are not affected. Of kind
   *   `not-found` it says that the item is gone for good: its document goes with those that are
   *   listed no more.
   */
  read(signal?: AbortSignal): Promise<SourceContent>;
  /**
   * The content, or nothing when it is what it was when `validator` came with it; absent where the
   * place cannot tell. Throws as `read` does.
   */
  readIfChanged?(validator: string, signal?: AbortSignal): Promise<SourceContent | undefined>;
}

/**
 * Contract, held by `describeSource`:
 * - `list` gives every item once, in an order that depends on what is there alone;
 * - the same content gives the same items, keys and contents;
 * - a place that cannot be listed as a whole is an error, never a shorter list: what a shorter
 *   list leaves out would be deleted.
 */
export interface Source {
  /** Where it is, for messages. */
  readonly location: string;
  list(signal?: AbortSignal): Promise<readonly SourceItem[]>;
  /** Calls back after changes have settled, until the signal aborts; absent when it cannot. */
  watch?(onChange: () => void, signal: AbortSignal): void;
}
