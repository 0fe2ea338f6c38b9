/** @module The way out for libraries that bring a client of their own: Node's agents, under the policy. */
import type { Agent } from "node:http";
import { OUTBOUND_LIMITS, type OutboundLimits } from "./limits.ts";
import type { Network } from "./network.ts";
import { createPinnedConnector } from "./pinned-connector.ts";
import { checkUrl, type OutboundPolicy } from "./policy.ts";

export interface OutboundAgents extends Disposable {
  /**
   * Each of its connections goes to an address that was checked, as those of `createOutboundClient`
   * do, and fails with the same errors of `outbound.*`. Deadlines and redirects are the library's.
   *
   * @param protocol `http:` or `https:`.
   */
  readonly agent: (protocol: string) => Promise<Agent>;
}

/** Connections that are kept alive end when it is disposed of. */
export function createOutboundAgents(
  policy: OutboundPolicy,
  network: Network,
  { connectMs }: OutboundLimits = OUTBOUND_LIMITS,
): OutboundAgents {
  const connect = createPinnedConnector(policy, network, connectMs);
  const opened: Agent[] = [];
  return {
    async agent(protocol) {
      const { Agent } = await import(protocol === "https:" ? "node:https" : "node:http");
      const agent: Agent = new Agent({ keepAlive: true });
      agent.createConnection = ({ host, port }, done) => {
        const hostname = host ?? "localhost";
        try {
          checkUrl(toOrigin(protocol, hostname, port), policy);
        } catch (error) {
          queueMicrotask(() => done?.(toError(error), NO_STREAM));
          return undefined;
        }
        connect({ protocol, hostname, port: String(port ?? "") }, (error, socket) =>
          socket ? done?.(null, socket) : done?.(error, NO_STREAM),
        );
        return undefined;
      };
      opened.push(agent);
      return agent;
    },
    [Symbol.dispose]() {
      for (const agent of opened) agent.destroy();
    },
  };
}

/** Node's types want a stream beside an error, and Node does not look at it. */
const NO_STREAM = undefined as never;

const toError = (error: unknown): Error =>
  error instanceof Error ? error : new Error(String(error));

function toOrigin(
  protocol: string,
  hostname: string,
  port: string | number | null | undefined,
): URL {
  const host = hostname.includes(":") ? `[${hostname}]` : hostname;
  return new URL(`${protocol}//${host}:${port ?? ""}`);
}
