/** @module The doors to the outside, made once: for origins of the configuration, and for the public. */
import {
  createOutboundAgents,
  createOutboundClient,
  createSystemNetwork,
  OUTBOUND_LIMITS,
  trapEgress,
  type Network,
  type OutboundPolicy,
} from "../adapters/index.ts";
import type { Config } from "../config/index.ts";
import type { AdapterContext } from "../ports/adapter.ts";

type Fetch = AdapterContext["fetch"];
type AgentOf = AdapterContext["agent"];

export interface Outbound extends AsyncDisposable {
  /** For an adapter: reaches the origins among its options, private ones too, and no others. */
  fetchFor(options: unknown): Fetch;
  /** The same for what it brings along. */
  agentFor(options: unknown): AgentOf;
  /** For what users and documents name: public addresses, and what `outbound.allow` lists. */
  readonly fetchPublic: Fetch;
}

/**
 * With `noEgress`, both reach only what `outbound.allow` lists, and so does everything else in the
 * process until it is disposed of.
 */
export function openOutbound(
  { allow, noEgress, replySeconds }: Config["outbound"],
  network: Network = createSystemNetwork(),
): Outbound {
  const limits = { ...OUTBOUND_LIMITS, replyMs: replySeconds * 1000 };
  const listed = new Set(allow.map((url) => new URL(url).origin));
  const trap = noEgress ? trapEgress(listed) : undefined;
  const opened = new AsyncDisposableStack();
  const open = (policy: OutboundPolicy): Fetch =>
    opened.use(createOutboundClient(policy, network, limits)).fetch;
  const toPolicy = (options: unknown): OutboundPolicy => {
    const named = listOrigins(options);
    const allowed = noEgress ? new Set([...named].filter((origin) => listed.has(origin))) : named;
    return { allowed, isOpen: false };
  };
  return {
    fetchFor: (options) => open(toPolicy(options)),
    agentFor: (options) =>
      opened.use(createOutboundAgents(toPolicy(options), network, limits)).agent,
    fetchPublic: open({ allowed: listed, isOpen: !noEgress }),
    async [Symbol.asyncDispose]() {
      trap?.[Symbol.dispose]();
      await opened.disposeAsync();
    },
  };
}

/** Origins of every URL in an adapter's options. */
function listOrigins(value: unknown): Set<string> {
  if (typeof value === "string")
    return URL.canParse(value) && /^https?:/.test(value)
      ? new Set([new URL(value).origin])
      : new Set();
  if (typeof value !== "object" || value === null) return new Set();
  return new Set(Object.values(value).flatMap((member) => [...listOrigins(member)]));
}
