/** @module Spans through OpenTelemetry's own SDK and exporter, which are installed where it is used. */
import type { HrTime, SpanContext, SpanKind, SpanStatusCode, TraceFlags } from "@opentelemetry/api";
import type { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import type { resourceFromAttributes } from "@opentelemetry/resources";
import type { ReadableSpan } from "@opentelemetry/sdk-trace";
import { PlumblineError } from "../../foundation/errors.ts";
import { type AdapterContext, defineAdapter } from "../../ports/adapter.ts";
import type { ExportedSpan, SpanExporter } from "../../ports/span-exporter.ts";
import { upstreamUnreachable } from "../errors.ts";
import { toRefusal } from "../post-json.ts";
import { exporterPackagesMissing } from "./errors.ts";
import { ExporterOptions, SCOPE } from "./options.ts";

const adapter = "opentelemetry";

/** Of the peers, those that are named in an import; they bring the rest. */
const PACKAGES = [
  "@opentelemetry/api",
  "@opentelemetry/sdk-trace",
  "@opentelemetry/resources",
  "@opentelemetry/exporter-trace-otlp-proto",
];

/** What is used of them; named, because the declarations of the package must be able to say it. */
interface Sdk {
  readonly SpanKind: typeof SpanKind;
  readonly SpanStatusCode: typeof SpanStatusCode;
  readonly TraceFlags: typeof TraceFlags;
  readonly resourceFromAttributes: typeof resourceFromAttributes;
  readonly OTLPTraceExporter: typeof OTLPTraceExporter;
}

async function importSdk(): Promise<Sdk> {
  const [api, resources, proto] = await Promise.all([
    import("@opentelemetry/api"),
    import("@opentelemetry/resources"),
    import("@opentelemetry/exporter-trace-otlp-proto"),
  ]);
  return { ...api, ...resources, ...proto };
}

/** @throws exporters.packages-missing */
export async function loadSdk(load = importSdk): Promise<Sdk> {
  try {
    return await load();
  } catch (error) {
    throw exporterPackagesMissing({ adapter, packages: PACKAGES }, error);
  }
}

const BILLION = 1_000_000_000n;
const toHrTime = (ns: bigint): HrTime => [Number(ns / BILLION), Number(ns % BILLION)];

/** Spans as the SDK's exporters read them: they ended long ago, and keep their own ids. */
function createReader({ SpanKind, SpanStatusCode, TraceFlags, resourceFromAttributes }: Sdk) {
  const kinds = {
    internal: SpanKind.INTERNAL,
    server: SpanKind.SERVER,
    client: SpanKind.CLIENT,
  } as const;
  return ({ serviceName, serviceVersion: version }: ExporterOptions) => {
    const resource = resourceFromAttributes({
      "service.name": serviceName,
      "service.version": version,
    });
    const traceFlags = TraceFlags.SAMPLED;
    return (span: ExportedSpan): ReadableSpan => {
      const { traceId, spanId, parent, startNs, endNs, attributes, error } = span;
      const context: SpanContext = { traceId, spanId, traceFlags };
      return {
        name: span.name,
        kind: kinds[span.kind],
        spanContext: () => context,
        ...(parent ? { parentSpanContext: { traceId, traceFlags, ...parent } } : {}),
        startTime: toHrTime(startNs),
        endTime: toHrTime(endNs),
        duration: toHrTime(endNs - startNs),
        ended: true,
        status:
          error === undefined
            ? { code: SpanStatusCode.OK }
            : { code: SpanStatusCode.ERROR, message: error },
        attributes: Object.fromEntries(
          Object.entries(attributes).map(([key, value]) => [
            key,
            typeof value === "object" ? [...value] : value,
          ]),
        ),
        links: [],
        events: [],
        resource,
        instrumentationScope: { name: SCOPE, version },
        droppedAttributesCount: 0,
        droppedEventsCount: 0,
        droppedLinksCount: 0,
      };
    };
  };
}

async function createExporter(
  options: ExporterOptions,
  { agent, clock }: Pick<AdapterContext, "agent" | "clock">,
): Promise<SpanExporter> {
  const sdk = await loadSdk();
  const read = createReader(sdk)(options);
  const exporter = new sdk.OTLPTraceExporter({
    url: options.url,
    headers: { ...options.headers },
    timeoutMillis: options.deadlineMs,
    httpAgentOptions: agent,
  });
  return {
    async export(spans) {
      if (spans.length === 0) return;
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      exporter.export(spans.map(read), ({ code, error }) => {
        if (code === 0) resolve();
        else reject(toFault(error, clock.now()));
      });
      await promise;
    },
    async [Symbol.asyncDispose]() {
      await exporter.shutdown();
    },
  };
}

/** The SDK's errors bear the status of the last reply as their code, and none without one. */
function toFault(error: unknown, now: Date): PlumblineError {
  if (error instanceof PlumblineError) return error;
  const status = error instanceof Error && "code" in error ? Number(error.code) : Number.NaN;
  if (Number.isInteger(status))
    return toRefusal(adapter, { status, headers: new Headers() }, "", now);
  return upstreamUnreachable({ adapter }, error);
}

export const openTelemetryExporter = defineAdapter({
  port: "exporter",
  name: adapter,
  options: ExporterOptions,
  create: createExporter,
});
