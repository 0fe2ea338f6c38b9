/** @module Spans as OTLP over HTTP writes them in JSON (opentelemetry-proto 1.x), with no library. */
import { z } from "zod";
import { PlumblineError } from "../../foundation/errors.ts";
import { type AdapterContext, defineAdapter } from "../../ports/adapter.ts";
import type { ExportedSpan, ExportedValue, SpanExporter } from "../../ports/span-exporter.ts";
import { upstreamGarbled, upstreamTimeout, upstreamUnreachable } from "../errors.ts";
import { toRefusal } from "../post-json.ts";
import { ExporterOptions, SCOPE } from "./options.ts";

const adapter = "otlp-json";

/** Of the protocol's enumerations. */
const KINDS: Readonly<Record<ExportedSpan["kind"], number>> = { internal: 1, server: 2, client: 3 };
const OK = 1;
const ERROR = 2;

const toAttributes = (attributes: Readonly<Record<string, ExportedValue>>) =>
  Object.entries(attributes).map(([key, value]) => ({ key, value: toValue(value) }));

function toValue(value: ExportedValue): object {
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

const toSpan = (span: ExportedSpan) => ({
  traceId: span.traceId,
  spanId: span.spanId,
  ...(span.parent ? { parentSpanId: span.parent.spanId } : {}),
  name: span.name,
  kind: KINDS[span.kind],
  startTimeUnixNano: String(span.startNs),
  endTimeUnixNano: String(span.endNs),
  attributes: toAttributes(span.attributes),
  status: span.error === undefined ? { code: OK } : { code: ERROR, message: span.error },
});

/** The body of `POST /v1/traces`. */
const toBody = (
  spans: readonly ExportedSpan[],
  { serviceName, serviceVersion: version }: ExporterOptions,
) => ({
  resourceSpans: [
    {
      resource: {
        attributes: toAttributes({ "service.name": serviceName, "service.version": version }),
      },
      scopeSpans: [{ scope: { name: SCOPE, version }, spans: spans.map(toSpan) }],
    },
  ],
});

const Reply = z.object({
  partialSuccess: z.object({ rejectedSpans: z.coerce.number() }).partial().optional(),
});

/** Receivers answer in many ways; only what says that spans were refused is listened to. */
function countRejected(text: string): number {
  try {
    return Reply.parse(JSON.parse(text)).partialSuccess?.rejectedSpans ?? 0;
  } catch {
    return 0;
  }
}

function createExporter(
  options: ExporterOptions,
  { fetch, clock }: Pick<AdapterContext, "fetch" | "clock">,
): SpanExporter {
  const { url, headers, deadlineMs } = options;
  const post = async (spans: readonly ExportedSpan[]): Promise<Response> => {
    const signal = AbortSignal.timeout(deadlineMs);
    try {
      return await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify(toBody(spans, options)),
        signal,
      });
    } catch (error) {
      if (error instanceof PlumblineError) throw error;
      throw signal.aborted
        ? upstreamTimeout({ adapter }, error)
        : upstreamUnreachable({ adapter }, error);
    }
  };
  return {
    async export(spans) {
      if (spans.length === 0) return;
      const response = await post(spans);
      const text = await response.text();
      if (!response.ok) throw toRefusal(adapter, response, text, clock.now());
      const rejected = countRejected(text);
      if (rejected > 0)
        throw upstreamGarbled({ adapter, reason: `${rejected} of the spans were rejected` });
    },
    async [Symbol.asyncDispose]() {},
  };
}

export const otlpJsonExporter = defineAdapter({
  port: "exporter",
  name: adapter,
  options: ExporterOptions,
  create: async (options, context) => createExporter(options, context),
});
