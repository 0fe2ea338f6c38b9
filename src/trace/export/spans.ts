/** @module Finished traces as spans for other people's telemetry. */
import type { Trace, TraceSpan } from "../../domain/trace.ts";
import type { ExportedSpan } from "../../ports/span-exporter.ts";
import { NAMINGS, type NamedSpan, type Profile, type TraceContent } from "./semconv.ts";

/** Milliseconds after a moment in nanoseconds: more digits than a double holds. */
const toNs = (epochMs: number, offsetMs: number): bigint =>
  BigInt(epochMs) * 1_000_000n + BigInt(Math.round(offsetMs * 1e6));

/** The root first, then the spans in the order of their beginnings. */
export function toExportedSpans(
  trace: Trace,
  content: TraceContent | undefined,
  profile: Profile,
): readonly ExportedSpan[] {
  const naming = NAMINGS[profile];
  const startedMs = Date.parse(trace.startedAt);
  const lasted = Math.max(
    Date.parse(trace.endedAt) - startedMs,
    ...trace.spans.map(({ startMs, durationMs }) => startMs + durationMs),
  );
  const { traceId, spanId, parentSpanId } = trace;
  const isError = trace.outcome === "error";
  return [
    {
      traceId,
      spanId,
      ...(parentSpanId === undefined ? {} : { parent: { spanId: parentSpanId, isRemote: true } }),
      ...naming.root(trace, content),
      startNs: toNs(startedMs, 0),
      endNs: toNs(startedMs, lasted),
      ...(isError ? { error: trace.reason ?? "unknown" } : {}),
    },
    ...trace.spans.map((span) => toSpan(span, trace, naming.span(span, trace, content))),
  ];
}

function toSpan(span: TraceSpan, trace: Trace, named: NamedSpan): ExportedSpan {
  const startedMs = Date.parse(trace.startedAt);
  const { spanId, parentId = trace.spanId, startMs, durationMs, error } = span;
  return {
    traceId: trace.traceId,
    spanId,
    parent: { spanId: parentId, isRemote: false },
    ...named,
    startNs: toNs(startedMs, startMs),
    endNs: toNs(startedMs, startMs + durationMs),
    ...(error === undefined ? {} : { error }),
  };
}
