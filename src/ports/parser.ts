/** @module The port of file formats: bytes in, text with structure out. */
import type { ParsedDocument } from "../domain/document.ts";

export interface ParseRequest {
  readonly bytes: Uint8Array;
  /** The file's name, for its extension and for messages; never opened. */
  readonly name: string;
  readonly signal?: AbortSignal;
}

/**
 * Contract, held by `describeParser`:
 * - `text` and `blocks` agree: every block's span slices to its text, blocks are in order and
 *   do not overlap, rows lie inside their table;
 * - the same bytes give the same result;
 * - bytes that are not of the format, or broken, or protected, are an error with a code of
 *   `parsers.*`, never an empty success and never a crash of the caller;
 * - nothing is read but the bytes, and nothing is written.
 */
export interface Parser {
  /** Name and revision: a changed rule is a new id, and documents are parsed again. */
  readonly id: string;
  /** Lower case, without the dot. */
  readonly extensions: readonly string[];
  /** Formats with binary or markup libraries run in a child process of their own. */
  readonly isolated: boolean;
  parse(request: ParseRequest): Promise<ParsedDocument>;
}
