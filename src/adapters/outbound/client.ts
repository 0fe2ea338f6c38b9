/** @module The one way out: a `fetch` that keeps to a policy, with limits on time and size. */
import type { Agent, Dispatcher } from "undici";
import { PlumblineError } from "../../foundation/errors.ts";
import { ACCEPTED_ENCODINGS, discard } from "./body.ts";
import { startDeadline } from "./deadline.ts";
import {
  egressNoReply,
  egressRedirectRefused,
  egressTooSlow,
  egressUnreachable,
  toReason,
} from "./errors.ts";
import { OUTBOUND_LIMITS, type OutboundLimits } from "./limits.ts";
import type { Network } from "./network.ts";
import { createPinnedConnector } from "./pinned-connector.ts";
import { checkUrl, type OutboundPolicy } from "./policy.ts";
import { toRedirected, toRequest, type PlainRequest } from "./request.ts";
import { toResponse } from "./response.ts";

export type Fetch = typeof globalThis.fetch;

export interface OutboundClient extends AsyncDisposable {
  /**
   * The platform's `fetch`, under the policy: redirects followed by hand and checked each, no
   * cookies, no proxy of the environment, the body as it comes. `url` and `redirected` of the
   * response are those of the last hop.
   *
   * Rejects with errors of `outbound.*`, or with the reason of the signal.
   */
  readonly fetch: Fetch;
}

export function createOutboundClient(
  policy: OutboundPolicy,
  network: Network,
  limits: OutboundLimits = OUTBOUND_LIMITS,
): OutboundClient {
  let opening: Promise<Agent> | undefined;
  // The library takes longer to load than a question takes to answer: only who goes out waits for it.
  const open = async (): Promise<Agent> => {
    const undici = await import("undici");
    return new undici.Agent({
      connect: createPinnedConnector(policy, network, limits.connectMs),
      headersTimeout: limits.replyMs,
      bodyTimeout: limits.idleMs,
      allowH2: false,
    });
  };
  const fetch: Fetch = async (input, init) => {
    let request = await toRequest(input, init);
    checkUrl(request.url, policy);
    const deadline = startDeadline(request.signal, {
      ms: request.isUpload ? limits.streamMs : limits.totalMs,
      reason: (seconds) => egressTooSlow({ origin: request.url.origin, seconds }),
    });
    try {
      for (let hops = 0; ; hops++) {
        opening ??= open();
        const reply = await send(await opening, request, deadline.signal, limits);
        const target = findTarget(request, reply, hops < limits.redirects);
        if (!target) return toResponse(reply, { request, hops, deadline, limits });
        await reply.body.dump().catch(() => undefined);
        checkUrl(target, policy, request.url.origin);
        request = toRedirected(request, target, reply.statusCode);
      }
    } catch (error) {
      deadline.clear();
      throw error;
    }
  };
  return {
    fetch,
    async [Symbol.asyncDispose]() {
      await (await opening)?.destroy();
    },
  };
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * Where a reply sends its reader on to, if it does.
 *
 * @throws outbound.redirect-refused
 */
function findTarget(
  { url, redirect }: PlainRequest,
  { statusCode, headers, body }: Dispatcher.ResponseData,
  mayGoOn: boolean,
): URL | undefined {
  const { location } = headers;
  if (!REDIRECTS.has(statusCode) || typeof location !== "string" || redirect === "manual")
    return undefined;
  const target = URL.parse(location, url.href);
  if (target && mayGoOn && redirect === "follow") return target;
  discard(body);
  const { origin } = url;
  if (!target) throw egressRedirectRefused({ origin, reason: "it leads nowhere" });
  const reason = mayGoOn ? "none was expected" : "there are too many";
  throw egressRedirectRefused({ origin, reason });
}

async function send(
  agent: Agent,
  { url, method, headers, body }: PlainRequest,
  signal: AbortSignal,
  { replyMs }: OutboundLimits,
): Promise<Dispatcher.ResponseData> {
  const { origin } = url;
  try {
    return await agent.request({
      origin,
      path: `${url.pathname}${url.search}`,
      method,
      headers: { "accept-encoding": ACCEPTED_ENCODINGS, ...headers },
      body,
      signal,
    });
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (error instanceof PlumblineError) throw error;
    const reason = toReason(error);
    if (reason === "UND_ERR_HEADERS_TIMEOUT")
      throw egressNoReply({ origin, seconds: replyMs / 1000 }, error);
    throw egressUnreachable({ origin, reason }, error);
  }
}
