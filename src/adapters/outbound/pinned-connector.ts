/** @module Connections to addresses that were checked, and to no others. */
import type { Socket } from "node:net";
import type { buildConnector } from "undici";
import { isSameAddress, toAddress } from "./addresses.ts";
import { egressAddressRefused, egressUnreachable } from "./errors.ts";
import type { Network } from "./network.ts";
import { checkAddresses, type OutboundPolicy } from "./policy.ts";

/**
 * Resolves a name once, refuses it unless every address passes, and connects to one of these
 * addresses: an answer of the resolver that comes later has no say. The socket is given away only
 * when its other end is the address that was checked.
 */
export function createPinnedConnector(
  policy: OutboundPolicy,
  network: Network,
  connectMs: number,
): buildConnector.connector {
  async function open({ protocol, hostname, port }: buildConnector.Options): Promise<Socket> {
    const literal = toAddress(hostname);
    const host = literal?.includes(":") ? `[${literal}]` : (literal ?? hostname);
    const { origin } = new URL(`${protocol}//${host}${port ? `:${port}` : ""}`);
    const addresses = literal ? [literal] : await resolveWithin(network, hostname, connectMs);
    if (addresses.length === 0)
      throw egressUnreachable({ origin, reason: "the name has no address" });
    checkAddresses(origin, addresses, policy);
    const isSecure = protocol === "https:";
    let failure: unknown;
    for (const address of addresses)
      try {
        const socket = await network.connect({
          address,
          port: Number(port) || (isSecure ? 443 : 80),
          secureFor: isSecure ? (literal ?? hostname) : undefined,
          timeoutMs: Math.ceil(connectMs / addresses.length),
        });
        if (isSameAddress(socket.remoteAddress, address)) return socket;
        socket.destroy();
        throw egressAddressRefused({ origin, addressClass: "not the address that was checked" });
      } catch (error) {
        if (egressAddressRefused.is(error)) throw error;
        failure = error;
      }
    throw failure;
  }
  return (options, callback) => {
    open(options).then(
      (socket) => callback(null, socket),
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), null),
    );
  };
}

/** The resolver cannot be told to stop: it is not waited for instead. */
async function resolveWithin(
  network: Network,
  hostname: string,
  limitMs: number,
): Promise<readonly string[]> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(Object.assign(new Error("the name was not resolved in time"), { code: "ETIMEOUT" }));
  }, limitMs);
  try {
    return await Promise.race([network.resolve(hostname), late]);
  } finally {
    clearTimeout(timer);
  }
}
