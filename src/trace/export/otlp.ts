/** @module Traces as OTLP over HTTP writes them in JSON (opentelemetry-proto 1.x). */
import type { Trace, TraceSpan } from "../../domain/trace.ts";
import {
  NAMINGS,
  type AttributeValue,
  type Attributes,
  type NamedSpan,
  type Profile,
  type TraceContent,
} from "./semconv.ts";

/** Of the protocol's enumerations. */
const KINDS: Readonly<Record<NamedSpan["kind"], number>> = { internal: 1, server: 2, client: 3 };
const OK = 1;
const ERROR = 2;

export interface ExportedTrace {
  readonly trace: Trace;
  readonly content?: TraceContent | undefined;
}

export interface OtlpOptions {
  readonly profile: Profile;
  readonly serviceName: string;
  readonly version: string;
}

type OtlpValue =
  | { readonly stringValue: string }
  | { readonly boolValue: boolean }
  | { readonly intValue: string }
  | { readonly doubleValue: number }
  | { readonly arrayValue: { readonly values: readonly OtlpValue[] } };

function toValue(value: AttributeValue): OtlpValue {
  switch (typeof value) {
    case "string":
      return { stringValue: value };
    case "boolean":
      return { boolValue: value };
    case "number":
      // A 64-bit integer is a text in JSON (protobuf's JSON mapping).
      return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
    default:
      return { arrayValue: { values: value.map(toValue) } };
  }
}

const toAttributes = (attributes: Attributes) =>
  Object.entries(attributes).map(([key, value]) => ({ key, value: toValue(value) }));

/** Nanoseconds as a text: more digits than a double holds. */
const toNanoseconds = (epochMs: number, offsetMs: number): string =>
  String(BigInt(epochMs) * 1_000_000n + BigInt(Math.round(offsetMs * 1e6)));

/** The body of `POST /v1/traces`. */
export function toOtlp(exported: readonly ExportedTrace[], options: OtlpOptions): unknown {
  const resource = { "service.name": options.serviceName, "service.version": options.version };
  return {
    resourceSpans: [
      {
        resource: { attributes: toAttributes(resource) },
        scopeSpans: [
          {
            scope: { name: "plumbline", version: options.version },
            spans: exported.flatMap((each) => toSpans(each, options.profile)),
          },
        ],
      },
    ],
  };
}

function toSpans({ trace, content }: ExportedTrace, profile: Profile): readonly unknown[] {
  const naming = NAMINGS[profile];
  const root = naming.root(trace, content);
  const startedMs = Date.parse(trace.startedAt);
  const lasted = Math.max(
    Date.parse(trace.endedAt) - startedMs,
    ...trace.spans.map(({ startMs, durationMs }) => startMs + durationMs),
  );
  const isError = trace.outcome === "error";
  return [
    {
      traceId: trace.traceId,
      spanId: trace.spanId,
      ...(trace.parentSpanId === undefined ? {} : { parentSpanId: trace.parentSpanId }),
      name: root.name,
      kind: KINDS[root.kind],
      startTimeUnixNano: toNanoseconds(startedMs, 0),
      endTimeUnixNano: toNanoseconds(startedMs, lasted),
      attributes: toAttributes(root.attributes),
      status: isError ? { code: ERROR, message: trace.reason ?? "" } : { code: OK },
    },
    ...trace.spans.map((span) => toSpan(span, trace, naming.span(span, trace, content))),
  ];
}

function toSpan(span: TraceSpan, trace: Trace, named: NamedSpan): unknown {
  const startedMs = Date.parse(trace.startedAt);
  return {
    traceId: trace.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentId ?? trace.spanId,
    name: named.name,
    kind: KINDS[named.kind],
    startTimeUnixNano: toNanoseconds(startedMs, span.startMs),
    endTimeUnixNano: toNanoseconds(startedMs, span.startMs + span.durationMs),
    attributes: toAttributes(named.attributes),
    status: span.error === undefined ? { code: OK } : { code: ERROR, message: span.error },
  };
}
