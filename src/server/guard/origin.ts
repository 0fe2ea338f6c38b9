/** @module Whether a request was meant for this server: against rebound names and other sites' pages. */
import { foreignHost, foreignOrigin } from "../errors.ts";

/** Names of this server as a Host header writes them, in lower case, the port included. */
export type HostNames = ReadonlySet<string>;

/**
 * Every request is held to it, those without a key as well. A program sends no Origin; a page that
 * this server itself delivered sends the server's.
 *
 * @throws server.foreign-host, server.foreign-origin.
 */
export function checkOrigin(headers: Headers, hosts: HostNames): void {
  const host = headers.get("host")?.toLowerCase();
  if (host === undefined || !hosts.has(host)) throw foreignHost({});
  const origin = headers.get("origin");
  if (origin !== null && origin !== `http://${host}` && origin !== `https://${host}`)
    throw foreignOrigin({});
  // What a browser says of a request that carries no Origin, such as an image or a link.
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin" && site !== "none") throw foreignOrigin({});
}

const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

const isWildcard = (host: string): boolean => host === "0.0.0.0" || host === "::";

export const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || /^127(?:\.\d{1,3}){3}$/.test(host);

const bracket = (address: string): string => (address.includes(":") ? `[${address}]` : address);

/**
 * @param machine addresses and name of the machine, for a server that listens on all of them.
 * @param named further names as they are written, for what stands before the server.
 */
export function toHostNames(
  host: string,
  port: number,
  machine: readonly string[],
  named: readonly string[],
): HostNames {
  const own = isWildcard(host)
    ? [...LOOPBACK, ...machine.map(bracket)]
    : [bracket(host), ...(isLoopback(host) ? LOOPBACK : [])];
  const withPort = own.flatMap((name) => [`${name}:${port}`, ...(port === 80 ? [name] : [])]);
  return new Set([...withPort, ...named].map((name) => name.toLowerCase()));
}
