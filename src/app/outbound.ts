/** @module The one way out: configured origins only, with a deadline, redirects refused. */
import { egressRefused } from "./errors.ts";

/** Whole exchange; an embedding batch on a slow local server fits. */
const DEADLINE_MS = 120_000;

/** A `fetch` that reaches the origins given and nothing else. */
export function createOutbound(origins: ReadonlySet<string>): typeof globalThis.fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { origin } = new URL(request.url);
    if (!origins.has(origin)) throw egressRefused({ origin });
    const deadline = AbortSignal.timeout(DEADLINE_MS);
    const signal = init?.signal ? AbortSignal.any([init.signal, deadline]) : deadline;
    return fetch(request, { redirect: "error", signal });
  };
}

/** Origins of every URL in a part of the configuration. */
export function listOrigins(value: unknown): ReadonlySet<string> {
  if (typeof value === "string")
    return URL.canParse(value) && /^https?:/.test(value)
      ? new Set([new URL(value).origin])
      : new Set();
  if (typeof value !== "object" || value === null) return new Set();
  return new Set(Object.values(value).flatMap((member) => [...listOrigins(member)]));
}
