/** @module One request to a JSON service, its failures told apart. */
import type { AdapterContext } from "../ports/adapter.ts";
import { PlumblineError } from "../foundation/errors.ts";
import {
  upstreamDenied,
  upstreamFailed,
  upstreamGarbled,
  upstreamLimited,
  upstreamRejected,
  upstreamTimeout,
  upstreamTooLong,
  upstreamUnreachable,
} from "./errors.ts";
import { parseRetryAfter } from "./retry-after.ts";

export interface JsonRequest {
  /** Names the adapter in errors. */
  readonly adapter: string;
  readonly url: URL;
  readonly body: unknown;
  /** Sent as a bearer token. */
  readonly apiKey: string | undefined;
  readonly signal: AbortSignal | undefined;
}

/** A model busy loading answers 409 on some servers; 408 is the server's own deadline. */
const PASSING = new Set([408, 409]);

/** Services agree on no code for this; the text of the reply goes no further than here. */
const TOO_LONG = /context.{0,3}length|maximum context|too (?:long|many tokens)|token limit/i;

/**
 * Posts once, without retry or deadline of its own.
 *
 * @returns the reply's JSON, not checked in any way.
 * @throws the errors of `adapters/errors.ts`; the signal's reason, unchanged, when the caller gave
 *   up; whatever `PlumblineError` the lent `fetch` throws.
 */
export async function postJson(
  { fetch, clock }: Pick<AdapterContext, "fetch" | "clock">,
  request: JsonRequest,
): Promise<unknown> {
  const { adapter } = request;
  const { response, text } = await exchange(fetch, request);
  if (!response.ok) throw toRefusal(adapter, response, text, clock.now());
  try {
    return JSON.parse(text);
  } catch (cause) {
    const kind = response.headers.get("content-type")?.split(";")[0] ?? "no content type";
    const reason = text.trim() === "" ? "it is empty" : `it is not JSON but ${kind}`;
    throw upstreamGarbled({ adapter, reason }, cause);
  }
}

async function exchange(
  fetch: AdapterContext["fetch"],
  { adapter, url, body, apiKey, signal }: JsonRequest,
): Promise<{ response: Response; text: string }> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "application/json",
        ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
      },
      body: JSON.stringify(body),
      ...(signal ? { signal } : {}),
    });
    return { response, text: await response.text() };
  } catch (error) {
    if (error instanceof PlumblineError) throw error;
    if (error instanceof Error && error.name === "TimeoutError")
      throw upstreamTimeout({ adapter }, error);
    if (signal?.aborted) throw signal.reason;
    throw upstreamUnreachable({ adapter }, error);
  }
}

/** @returns the error for a reply that refuses; `text` decides and is not repeated. */
export function toRefusal(
  adapter: string,
  { status, headers }: Pick<Response, "status" | "headers">,
  text: string,
  now: Date,
): PlumblineError {
  const retryAfterMs = parseRetryAfter(headers, now);
  const refusal = { adapter, status, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  if (status === 401 || status === 403) return upstreamDenied(refusal);
  if (status === 429) return upstreamLimited(refusal);
  if (status >= 500 || PASSING.has(status)) return upstreamFailed(refusal);
  if (status === 413 || TOO_LONG.test(text)) return upstreamTooLong(refusal);
  return upstreamRejected(refusal);
}
