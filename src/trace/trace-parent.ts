/** @module The `traceparent` header of W3C Trace Context, level 1. */

export interface TraceParent {
  /** 32 hex digits, not all zero. */
  readonly traceId: string;
  /** 16 hex digits, not all zero. */
  readonly spanId: string;
  readonly sampled: boolean;
}

const FORM = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const NONE = /^0+$/;

/**
 * `undefined` for what is not one: a header that cannot be read is ignored, never refused. A later
 * version is read by the part that every version has.
 */
export function parseTraceParent(header: string | null | undefined): TraceParent | undefined {
  const [, version, traceId = "", spanId = "", flags = "", rest] = FORM.exec(header ?? "") ?? [];
  if (version === undefined || version === "ff") return undefined;
  if (version === "00" && rest !== undefined) return undefined;
  if (NONE.test(traceId) || NONE.test(spanId)) return undefined;
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
}
