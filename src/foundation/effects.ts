/** @module What the world lends to the code: handed in by `app/`, replaced in tests. */

/** Time. Nothing below `app/` reads the machine's clock. */
export interface Clock {
  /** Wall time, for records. */
  now(): Date;
  /** Milliseconds that never run backwards, for durations. */
  monotonicMs(): number;
}

/** Named places where a test may stop the process; does nothing in production. */
export interface Faults {
  hit(point: string): void;
}

export const NO_FAULTS: Faults = { hit: () => undefined };

/** Bytes that nobody can foresee: ids of records, keys. Never seeded outside tests. */
export interface Entropy {
  bytes(length: number): Uint8Array;
}

/** Diagnostics for the operator: ids and counts, never the text of a document. */
export interface Logger {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

export const SILENT: Logger = { debug: () => undefined, warn: () => undefined };
