/** @module Whom a client may contact: the rules that an address passes before anything is opened. */
import { findReservedClass, toAddress } from "./addresses.ts";
import {
  egressAddressRefused,
  egressOriginRefused,
  egressPortRefused,
  egressRedirectRefused,
  egressUrlRefused,
} from "./errors.ts";

export interface OutboundPolicy {
  /** Origins somebody named on purpose: any port, and private addresses too. */
  readonly allowed: ReadonlySet<string>;
  /** Whether every public address is reached besides them. */
  readonly isOpen: boolean;
}

/**
 * What a URL says of itself, before any name is resolved. The URL parser has turned `2130706433`,
 * `0x7f.1`, `127.1` and full-width digits into `127.0.0.1` by now.
 *
 * @param from the origin that a redirect came from.
 * @throws outbound.url-refused, outbound.origin-refused, outbound.port-refused,
 *   outbound.address-refused, outbound.redirect-refused
 */
export function checkUrl(url: URL, policy: OutboundPolicy, from?: string): void {
  const { origin, protocol, username, password, port, hostname } = url;
  if (protocol !== "http:" && protocol !== "https:")
    throw egressUrlRefused({ reason: `${protocol} is neither http: nor https:` });
  if (username !== "" || password !== "")
    throw egressUrlRefused({ reason: "it holds a name or a password" });
  const { allowed, isOpen } = policy;
  if (allowed.has(origin)) {
    // A page that anybody wrote must not lead to a server that only its owner may name.
    if (from !== undefined && from !== origin && !allowed.has(from))
      throw egressRedirectRefused({ origin: from, reason: `it leads to ${origin}` });
    return;
  }
  if (!isOpen) throw egressOriginRefused({ origin });
  if (port !== "") throw egressPortRefused({ origin });
  if (toAddress(hostname) !== undefined) checkAddresses(origin, [hostname], policy);
}

/** @throws outbound.address-refused unless every address is public, or the origin is allowed. */
export function checkAddresses(
  origin: string,
  addresses: readonly string[],
  { allowed }: OutboundPolicy,
): void {
  if (allowed.has(origin)) return;
  for (const address of addresses) {
    const addressClass = findReservedClass(address);
    if (addressClass !== undefined) throw egressAddressRefused({ origin, addressClass });
  }
}
