/** @module The port of exporters: spans of finished traces, handed on to a telemetry system. */

export type ExportedValue = string | number | boolean | readonly string[];

/** A span as OpenTelemetry's data model has it, named by whatever conventions were asked for. */
export interface ExportedSpan {
  /** 32 hex digits. */
  readonly traceId: string;
  /** 16 hex digits. */
  readonly spanId: string;
  readonly parent?: {
    readonly spanId: string;
    /** A span of the caller's: it is exported by others. */
    readonly isRemote: boolean;
  };
  readonly name: string;
  readonly kind: "internal" | "server" | "client";
  /** Nanoseconds since 1970 (UTC), as is the next, which is never less. */
  readonly startNs: bigint;
  readonly endNs: bigint;
  readonly attributes: Readonly<Record<string, ExportedValue>>;
  /** Code of what failed; absent: it went well. */
  readonly error?: string;
}

/**
 * Contract, held by `describeSpanExporter`:
 * - one call sends all its spans, and no spans send nothing;
 * - ids, parents, times to the nanosecond, names and attributes arrive as they were given, whole
 *   numbers as whole numbers;
 * - it ends when the receiver has taken them, or throws typed when it refused or was out of reach
 *   until the deadline of the options; spans of a call that threw may be lost.
 */
export interface SpanExporter extends AsyncDisposable {
  export(spans: readonly ExportedSpan[]): Promise<void>;
}
