/** @module How much of a hostile file is looked at before it is refused. */

export interface ParserLimits {
  /** Most bytes of a file as it comes in. */
  readonly maxInputBytes: number;
  /** Most bytes of all parts of an archive together, once inflated. */
  readonly maxInflatedBytes: number;
  /** Most inflated bytes for one compressed byte, for each entry and for the whole archive. */
  readonly maxInflationRatio: number;
  readonly maxArchiveEntries: number;
  /** Most elements, arrays or quotes inside one another; counted before a tree is built. */
  readonly maxDepth: number;
  readonly maxPdfPages: number;
  /** Most UTF-16 code units of text that one file may give. */
  readonly maxTextLength: number;
  /** Wall time of one file in a child process, from its start; a plain format is not timed. */
  readonly maxWallMs: number;
  /** Resident memory of one child process, where the system tells it (`/proc`). */
  readonly maxResidentBytes: number;
  /** JavaScript heap of one child process. */
  readonly maxHeapMegabytes: number;
}

/** Far above what a document of a team holds, far below what harms the machine. */
export const PARSER_LIMITS: ParserLimits = {
  maxInputBytes: 100 * 1024 ** 2,
  maxInflatedBytes: 500 * 1024 ** 2,
  maxInflationRatio: 100,
  maxArchiveEntries: 10_000,
  maxDepth: 256,
  maxPdfPages: 5000,
  maxTextLength: 5_000_000,
  maxWallMs: 30_000,
  maxResidentBytes: 512 * 1024 ** 2,
  maxHeapMegabytes: 384,
};
