/** @module The body of an OTLP request in JSON, as spans. */
import { z } from "zod";
import type { ReceivedSpan } from "../otlp-receiver.ts";

const Scalar = z.union([
  z.strictObject({ stringValue: z.string() }).transform(({ stringValue }) => stringValue),
  z.strictObject({ boolValue: z.boolean() }).transform(({ boolValue }) => boolValue),
  z.strictObject({ intValue: z.string() }).transform(({ intValue }) => BigInt(intValue)),
  z.strictObject({ doubleValue: z.number() }).transform(({ doubleValue }) => doubleValue),
]);
const Value = z.union([
  Scalar,
  z
    .strictObject({ arrayValue: z.strictObject({ values: z.array(Scalar) }) })
    .transform(({ arrayValue }) => arrayValue.values),
]);
const Attributes = z
  .array(z.strictObject({ key: z.string(), value: Value }))
  .transform((list) => Object.fromEntries(list.map(({ key, value }) => [key, value])));

const KINDS = ["internal", "internal", "server", "client"] as const;
const ERROR = 2;

const Span = z.strictObject({
  traceId: z.string().regex(/^[0-9a-f]{32}$/),
  spanId: z.string().regex(/^[0-9a-f]{16}$/),
  parentSpanId: z.string().optional(),
  name: z.string(),
  kind: z.int().min(1).max(3),
  startTimeUnixNano: z.string().transform(BigInt),
  endTimeUnixNano: z.string().transform(BigInt),
  attributes: Attributes,
  status: z.strictObject({ code: z.int(), message: z.string().optional() }),
});

const Request = z.strictObject({
  resourceSpans: z.array(
    z.strictObject({
      resource: z.strictObject({ attributes: Attributes }),
      scopeSpans: z.array(
        z.strictObject({
          scope: z.strictObject({ name: z.string(), version: z.string() }),
          spans: z.array(Span),
        }),
      ),
    }),
  ),
});

/** @throws for whatever the protocol does not name. */
export const readJsonSpans = (body: Uint8Array): readonly ReceivedSpan[] =>
  Request.parse(JSON.parse(Buffer.from(body).toString("utf8"))).resourceSpans.flatMap(
    ({ resource, scopeSpans }) =>
      scopeSpans.flatMap(({ scope, spans }) =>
        spans.map(({ kind, status, startTimeUnixNano, endTimeUnixNano, ...span }) => ({
          ...span,
          parentSpanId: span.parentSpanId,
          kind: KINDS[kind] ?? "internal",
          startNs: startTimeUnixNano,
          endNs: endTimeUnixNano,
          ...(status.code === ERROR ? { error: status.message ?? "" } : {}),
          resource: resource.attributes,
          scope: scope.name,
        })),
      ),
  );
