/** @module From a reply on the wire to the platform's `Response`, its body limited as it is read. */
import type { Readable } from "node:stream";
import type { Dispatcher } from "undici";
import { PlumblineError } from "../../foundation/errors.ts";
import { discard, readBody } from "./body.ts";
import type { Deadline } from "./deadline.ts";
import { egressBrokenOff, egressStalled, egressTooLarge, toReason } from "./errors.ts";
import type { OutboundLimits } from "./limits.ts";
import type { PlainRequest } from "./request.ts";

export interface Exchange {
  /** The last one, where there were redirects. */
  readonly request: PlainRequest;
  /** Redirects followed. */
  readonly hops: number;
  readonly deadline: Deadline;
  readonly limits: OutboundLimits;
}

const WITHOUT_BODY = new Set([204, 205, 304]);
/** Events that come one by one: they last, and are told apart from bodies that merely drag on. */
const STREAMS = /^(?:text\/event-stream|application\/(?:x-)?(?:ndjson|jsonl))\b/i;
const PAGES = /^(?:text\/html|application\/xhtml\+xml)\b/i;

/** @throws outbound.too-large for a length announced; outbound.encoding-refused */
export function toResponse(reply: Dispatcher.ResponseData, exchange: Exchange): Response {
  const { request, hops, deadline } = exchange;
  const { statusCode: status, statusText, body: raw } = reply;
  const headers = toHeaders(reply.headers);
  let body: ReadableStream<Uint8Array> | null = null;
  if (request.method === "HEAD" || WITHOUT_BODY.has(status)) {
    deadline.clear();
    raw.dump().catch(() => undefined);
  } else body = toBody(raw, headers, exchange);
  const response = new Response(body, { status, statusText: statusText ?? "", headers });
  // Only the platform's own fetch can say where a response is from.
  Object.defineProperty(response, "url", { value: request.url.href });
  Object.defineProperty(response, "redirected", { value: hops > 0 });
  return response;
}

/** Headers that say how the body is packed are taken out with the packing. */
function toBody(
  raw: Readable,
  headers: Headers,
  { request, deadline, limits }: Exchange,
): ReadableStream<Uint8Array> {
  const { origin } = request.url;
  const type = headers.get("content-type") ?? "";
  const isStream = STREAMS.test(type);
  if (isStream) deadline.restart(limits.streamMs);
  const maxBytes = isStream || PAGES.test(type) ? limits.pageBytes : limits.fileBytes;
  const announced = Number(headers.get("content-length") ?? 0);
  if (announced > maxBytes) {
    discard(raw);
    throw egressTooLarge({ origin, reason: `${announced} bytes; the limit is ${maxBytes}` });
  }
  const encoding = headers.get("content-encoding")?.trim().toLowerCase() ?? "";
  const pieces = readBody(raw, encoding, { origin, maxBytes, inflation: limits.inflation });
  headers.delete("content-encoding");
  if (encoding !== "") headers.delete("content-length");
  return toWebStream(pieces, raw, deadline, (error) => toBodyError(error, origin, limits));
}

function toHeaders(
  given: Readonly<Record<string, string | readonly string[] | undefined>>,
): Headers {
  const headers = new Headers();
  for (const [name, values] of Object.entries(given)) {
    if (name === "set-cookie") continue;
    for (const value of [values].flat())
      try {
        if (value !== undefined) headers.append(name, value);
      } catch {
        // A value that no header may have says nothing that could be used.
      }
  }
  return headers;
}

/** Reads no further than it is read, and lets go of the connection when nobody reads on. */
function toWebStream(
  pieces: AsyncIterable<Uint8Array>,
  raw: Readable,
  deadline: Deadline,
  toError: (error: unknown) => unknown,
): ReadableStream<Uint8Array> {
  const iterator = pieces[Symbol.asyncIterator]();
  const release = (): void => {
    deadline.clear();
    discard(raw);
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await iterator.next();
          if (!done) return controller.enqueue(value);
          deadline.clear();
          controller.close();
        } catch (error) {
          release();
          const { signal } = deadline;
          controller.error(signal.aborted ? signal.reason : toError(error));
        }
      },
      cancel: release,
    },
    { highWaterMark: 0 },
  );
}

function toBodyError(error: unknown, origin: string, { idleMs }: OutboundLimits): unknown {
  if (error instanceof PlumblineError) return error;
  const reason = toReason(error);
  return reason === "UND_ERR_BODY_TIMEOUT"
    ? egressStalled({ origin, seconds: idleMs / 1000 }, error)
    : egressBrokenOff({ origin, reason }, error);
}
