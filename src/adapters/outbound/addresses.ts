/** @module Which addresses belong to the public Internet, and which to somebody's own network. */
import ipaddr from "ipaddr.js";

/** Azure's platform address: a metadata service in a public range. */
const METADATA = new Set(["168.63.129.16"]);

/** Of IPv6, only this block is given out to the public Internet (IANA). */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR("2000::/3");

/** Brackets and zone left out; nothing for a name. */
export function toAddress(host: string): string | undefined {
  const bare = host.replace(/^\[|\]$/g, "").replace(/%.*$/, "");
  return ipaddr.isValid(bare) ? bare : undefined;
}

/**
 * The class that keeps an address from being reached as public, by ipaddr.js's names: `loopback`,
 * `private`, `linkLocal`, `carrierGradeNat`, `ipv4Mapped`, `uniqueLocal` and so on. Addresses that
 * carry another (mapped, NAT64, 6to4, Teredo) are refused whatever they carry.
 *
 * @returns nothing for a public address.
 */
export function findReservedClass(address: string): string | undefined {
  const bare = toAddress(address);
  // What cannot be read cannot be vouched for; short and octal forms are read by nobody alike.
  if (bare === undefined || !isCanonical(bare)) return "unreadable";
  const parsed = ipaddr.parse(bare);
  const range = parsed.range();
  if (range !== "unicast") return range;
  if (METADATA.has(bare)) return "metadata";
  if (parsed instanceof ipaddr.IPv6 && !parsed.match(GLOBAL_UNICAST)) return "reserved";
  return undefined;
}

const isCanonical = (address: string): boolean =>
  address.includes(":") || ipaddr.IPv4.isValidFourPartDecimal(address);

/** True for two spellings of one address; a mapped IPv4 address is its IPv4 address. */
export function isSameAddress(a: string | undefined, b: string): boolean {
  const [left, right] = [a, b].map((address) => toAddress(address ?? ""));
  if (left === undefined || right === undefined) return false;
  return ipaddr.process(left).toNormalizedString() === ipaddr.process(right).toNormalizedString();
}
