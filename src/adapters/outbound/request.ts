/** @module A request as it goes over the wire, from what `fetch` was given. */
import { Readable } from "node:stream";
import type { ReadableStream as WebStream } from "node:stream/web";
import { egressRedirectRefused, egressUrlRefused } from "./errors.ts";

export interface PlainRequest {
  readonly url: URL;
  readonly method: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | Readable | null;
  /** The body is a stream, which may take long and cannot be sent twice. */
  readonly isUpload: boolean;
  readonly redirect: Request["redirect"];
  readonly signal: AbortSignal | undefined;
}

/** The connection's own affair, or what would carry state from one exchange to the next. */
const DROPPED = new Set([
  "connection",
  "cookie",
  "expect",
  "host",
  "keep-alive",
  "proxy-authorization",
  "te",
  "transfer-encoding",
  "upgrade",
]);

/** What another origin may see: nothing that could be a key, whatever it is called. */
const HARMLESS = new Set([
  "accept",
  "accept-encoding",
  "accept-language",
  "content-type",
  "if-modified-since",
  "if-none-match",
  "user-agent",
]);

/** How the product names itself; robots.txt may name it too. */
const USER_AGENT = "plumbline";

type FetchInput = Parameters<typeof globalThis.fetch>[0];

/** @throws outbound.url-refused, or the reason of a signal that is aborted already. */
export async function toRequest(
  input: FetchInput,
  init: RequestInit | undefined,
): Promise<PlainRequest> {
  const text = input instanceof Request ? input.url : String(input);
  const url = URL.parse(text);
  if (!url) throw egressUrlRefused({ reason: "it is not an absolute address" });
  if (url.username || url.password)
    throw egressUrlRefused({ reason: "it holds a name or a password" });
  const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined);
  signal?.throwIfAborted();
  url.hash = "";
  const isUpload = init?.body instanceof ReadableStream;
  // The signal stays out: it is listened to for the whole exchange, not only for this one request.
  const { method, headers, body, redirect } = new Request(input, {
    ...init,
    signal: null,
    ...(isUpload ? { duplex: "half" } : {}),
  });
  const kept = [...headers].filter(([name]) => !DROPPED.has(name));
  return {
    url,
    method,
    headers: { "user-agent": USER_AGENT, ...Object.fromEntries(kept) },
    body: body === null ? null : isUpload ? toReadable(body) : await toBytes(body),
    isUpload,
    redirect,
    signal: signal ?? undefined,
  };
}

// The platform's stream, as node:stream types it.
const toReadable = (body: ReadableStream): Readable => Readable.fromWeb(body as WebStream);

async function toBytes(body: ReadableStream): Promise<Uint8Array> {
  return new Uint8Array(await new Response(body).arrayBuffer());
}

/**
 * The request that a redirect asks for: without a body where the status says so, and with nothing
 * but harmless headers where the origin changes.
 */
export function toRedirected(request: PlainRequest, url: URL, status: number): PlainRequest {
  const { method, headers, body, isUpload } = request;
  const { origin } = request.url;
  const becomesGet = (status === 303 && method !== "HEAD") || (status <= 302 && method === "POST");
  if (!becomesGet && isUpload)
    throw egressRedirectRefused({ origin, reason: "what was sent cannot be sent again" });
  const isSame = url.origin === origin;
  const kept = Object.entries(headers).filter(
    ([name]) => (isSame || HARMLESS.has(name)) && !(becomesGet && name.startsWith("content-")),
  );
  url.hash = "";
  return {
    ...request,
    url,
    method: becomesGet ? "GET" : method,
    headers: Object.fromEntries(kept),
    body: becomesGet ? null : body,
  };
}
