/** @module How long and how large an exchange with the outside may be. */

export interface OutboundLimits {
  readonly connectMs: number;
  /** From the request being sent to the head of its reply. */
  readonly replyMs: number;
  /** Between two pieces of a body. */
  readonly idleMs: number;
  /** The whole exchange, redirects included; of uploads and streams it is `streamMs`. */
  readonly totalMs: number;
  /** The whole of an upload, or of events that come one by one. */
  readonly streamMs: number;
  /** Of pages and streams, decompressed. */
  readonly pageBytes: number;
  /** Of everything else, decompressed. */
  readonly fileBytes: number;
  /** Bytes of a decompressed body for each byte that arrived, past the first megabyte. */
  readonly inflation: number;
  readonly redirects: number;
}

const MEGABYTE = 1024 * 1024;

export const OUTBOUND_LIMITS: OutboundLimits = {
  connectMs: 5000,
  replyMs: 30_000,
  idleMs: 30_000,
  totalMs: 120_000,
  streamMs: 600_000,
  pageBytes: 20 * MEGABYTE,
  fileBytes: 100 * MEGABYTE,
  inflation: 100,
  redirects: 5,
};

/** Below this, a body that inflates well is a short page of blanks and no bomb. */
export const HARMLESS_BYTES = MEGABYTE;
