/** @module The body of an OTLP request in protobuf, as spans (opentelemetry-proto 1.x, trace.proto). */
import type { ReceivedSpan } from "../otlp-receiver.ts";

/** Fields of a message by their number: bytes, or the bits of a number. */
type Fields = ReadonlyMap<number, readonly (Buffer | bigint)[]>;

/** Wire types 0 (varint), 1 (64 bits), 2 (bytes) and 5 (32 bits); the others are history. */
function readFields(message: Buffer): Fields {
  const fields = new Map<number, (Buffer | bigint)[]>();
  let at = 0;
  const readVarint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = message.readUInt8(at++);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const take = (length: number): Buffer => {
    at += length;
    return message.subarray(at - length, at);
  };
  while (at < message.length) {
    const tag = Number(readVarint());
    const values = fields.get(tag >> 3) ?? [];
    fields.set(tag >> 3, values);
    const wire = tag & 7;
    if (wire === 0) values.push(readVarint());
    else if (wire === 1) values.push(take(8).readBigUInt64LE());
    else if (wire === 2) values.push(take(Number(readVarint())));
    else if (wire === 5) values.push(BigInt(take(4).readUInt32LE()));
    else throw new Error(`wire type ${wire}`);
  }
  return fields;
}

const listMessages = (fields: Fields, field: number): readonly Fields[] =>
  (fields.get(field) ?? []).map((value) => readFields(toBytes(value)));

function toBytes(value: Buffer | bigint | undefined): Buffer {
  if (Buffer.isBuffer(value)) return value;
  throw new Error("a field that should hold bytes holds a number");
}

const findBytes = (fields: Fields, field: number): Buffer | undefined => {
  const [value] = fields.get(field) ?? [];
  return value === undefined ? undefined : toBytes(value);
};

const getText = (fields: Fields, field: number): string =>
  findBytes(fields, field)?.toString("utf8") ?? "";

function getBits(fields: Fields, field: number): bigint {
  const [value = 0n] = fields.get(field) ?? [];
  if (Buffer.isBuffer(value)) throw new Error("a field that should hold a number holds bytes");
  return value;
}

function toDouble(bits: bigint): number {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(bits);
  return bytes.readDoubleLE();
}

/** AnyValue: string 1, bool 2, int 3, double 4, array 5. */
function readValue(value: Fields): unknown {
  const [[field, held] = [0, []]] = [...value];
  if (field === 1) return toBytes(held[0]).toString("utf8");
  if (field === 2) return getBits(value, 2) === 1n;
  if (field === 3) return BigInt.asIntN(64, getBits(value, 3));
  if (field === 4) return toDouble(getBits(value, 4));
  if (field === 5) return listMessages(readFields(toBytes(held[0])), 1).map(readValue);
  throw new Error(`a value of field ${field}`);
}

const readAttributes = (fields: Fields, field: number): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    listMessages(fields, field).map((pair) => [
      getText(pair, 1),
      listMessages(pair, 2).map(readValue)[0],
    ]),
  );

const KINDS = ["internal", "internal", "server", "client"] as const;
const ERROR = 2n;

function readSpan(span: Fields): Omit<ReceivedSpan, "resource" | "scope"> {
  const [status] = listMessages(span, 15);
  return {
    traceId: findBytes(span, 1)?.toString("hex") ?? "",
    spanId: findBytes(span, 2)?.toString("hex") ?? "",
    parentSpanId: findBytes(span, 4)?.toString("hex") || undefined,
    name: getText(span, 5),
    kind: KINDS[Number(getBits(span, 6))] ?? "internal",
    startNs: getBits(span, 7),
    endNs: getBits(span, 8),
    attributes: readAttributes(span, 9),
    ...(status && getBits(status, 3) === ERROR ? { error: getText(status, 2) } : {}),
  };
}

/** @throws for whatever is no such message. */
export const readProtobufSpans = (body: Uint8Array): readonly ReceivedSpan[] =>
  listMessages(readFields(Buffer.from(body)), 1).flatMap((resourceSpans) => {
    const [resource] = listMessages(resourceSpans, 1);
    return listMessages(resourceSpans, 2).flatMap((scopeSpans) => {
      const [scope] = listMessages(scopeSpans, 1);
      return listMessages(scopeSpans, 2).map((span) => ({
        ...readSpan(span),
        resource: resource ? readAttributes(resource, 1) : {},
        scope: scope ? getText(scope, 1) : "",
      }));
    });
  });
