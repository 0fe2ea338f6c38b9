/** @module Around what is fetched from public sites: retries while a site is busy or out of reach. */
import { parseRetryAfter, upstreamFailed, upstreamLimited } from "../../adapters/index.ts";
import type { Clock } from "../../foundation/effects.ts";
import type { AdapterContext } from "../../ports/adapter.ts";
import type { Guard } from "./guard.ts";

type Fetch = AdapterContext["fetchPublic"];

/** Of the site as a whole; any other failure is one of the page. */
const BUSY = new Set([429, 502, 503, 504, 529]);

/**
 * A `fetch` for reading. A site that stays busy is an error, so that nobody takes its apology for
 * the page.
 */
export function makeFetchResilient(fetch: Fetch, guard: Guard, clock: Clock): Fetch {
  return async (input, init) => {
    const { host } = new URL(input instanceof Request ? input.url : input);
    const attempt = async (signal: AbortSignal): Promise<Response> => {
      const response = await fetch(input, { ...init, signal });
      const { status, headers } = response;
      if (!BUSY.has(status)) return response;
      await response.body?.cancel();
      const retryAfterMs = parseRetryAfter(headers, clock.now());
      const told = retryAfterMs === undefined ? {} : { retryAfterMs };
      const refusal = { adapter: host, status, ...told };
      throw status === 429 ? upstreamLimited(refusal) : upstreamFailed(refusal);
    };
    return guard.call(host, attempt, init?.signal ?? undefined);
  };
}
