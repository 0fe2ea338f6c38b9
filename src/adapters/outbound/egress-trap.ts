/** @module Takes the outside from the whole process, also from code that does not use our client. */
import dgram from "node:dgram";
import dns from "node:dns";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";
import { toAddress } from "./addresses.ts";
import { egressTrapped } from "./errors.ts";

export interface EgressTrap extends Disposable {
  /** What was refused so far: `resolve NAME`, `connect HOST:PORT`, `send`. */
  readonly refused: readonly string[];
}

interface ActiveTrap {
  readonly hosts: ReadonlySet<string>;
  /** `host:port`, of hosts and of the addresses that they resolved to. */
  readonly targets: Set<string>;
  readonly refused: string[];
}

const active = new Set<ActiveTrap>();
let restore: (() => void) | undefined;

/**
 * While it stands, nothing in this thread resolves or connects but for the origins given; sockets
 * of the file system and listening are not touched. Native code and other processes are not
 * reached: parsers, which run in processes of their own, take the network from themselves.
 *
 * Several may stand at once, and then what one refuses is refused.
 */
export function trapEgress(origins: Iterable<string>): EgressTrap {
  const urls = [...origins].map((origin) => new URL(origin));
  const hosts = new Set(urls.map(({ hostname }) => toHost(hostname)));
  const targets = new Set(urls.map((url) => `${toHost(url.hostname)}:${toPort(url)}`));
  const trap: ActiveTrap = { hosts, targets, refused: [] };
  active.add(trap);
  restore ??= install();
  return {
    refused: trap.refused,
    [Symbol.dispose]() {
      active.delete(trap);
      if (active.size > 0) return;
      restore?.();
      restore = undefined;
    },
  };
}

const toHost = (hostname: string): string => toAddress(hostname) ?? hostname.toLowerCase();
const toPort = ({ port, protocol }: URL): string => port || (protocol === "https:" ? "443" : "80");

/** @throws outbound.trapped unless every trap lets it pass. */
function check(what: string, passes: (trap: ActiveTrap) => boolean): void {
  const refusing = [...active].filter((trap) => !passes(trap));
  if (refusing.length === 0) return;
  for (const { refused } of refusing) refused.push(what);
  throw egressTrapped({ what });
}

const checkName = (name: string): void =>
  check(`resolve ${name}`, ({ hosts }) => hosts.has(toHost(name)));

/** The addresses of a name that may be contacted may be contacted as well. */
function learn(name: string, addresses: readonly string[]): void {
  const host = toHost(name);
  for (const { targets } of active)
    for (const target of targets)
      if (target.startsWith(`${host}:`))
        for (const address of addresses) targets.add(`${address}${target.slice(host.length)}`);
}

type Call = (...args: unknown[]) => unknown;

/** Replaces methods of builtin modules, and says how to put them back. */
function install(): () => void {
  const undo: (() => void)[] = [];
  // Builtin modules and classes are objects whose members are looked up by name here.
  const replace = (target: object, name: string, by: (original: Call) => Call): void => {
    const members = target as Record<string, Call | undefined>;
    const original = members[name];
    if (!original) return;
    members[name] = by(original);
    undo.push(() => {
      members[name] = original;
    });
  };
  const refuse = (what: string) => (): Call => () => check(what, () => false);
  replace(dns, "lookup", guardLookup);
  replace(dns.promises, "lookup", guardPromisedLookup);
  for (const target of [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype])
    for (const name of listResolvers(target)) replace(target, name, refuse(`resolve (${name})`));
  replace(net.Socket.prototype, "connect", guardConnect);
  for (const name of ["connect", "send"]) replace(dgram.Socket.prototype, name, refuse("send"));
  syncBuiltinESMExports();
  return () => {
    for (const step of undo.toReversed()) step();
    syncBuiltinESMExports();
  };
}

function listResolvers(target: object): readonly string[] {
  const inherited: unknown = Object.getPrototypeOf(target);
  const names = [target, inherited].flatMap((holder) =>
    holder instanceof Object ? Object.getOwnPropertyNames(holder) : [],
  );
  return [...new Set(names)].filter((name) => /^(?:resolve|reverse)/.test(name));
}

const toAddresses = (found: unknown): readonly string[] =>
  [found]
    .flat()
    .map((entry) =>
      typeof entry === "object" && entry && "address" in entry ? entry.address : entry,
    )
    .filter((entry) => typeof entry === "string");

function guardLookup(original: Call): Call {
  return function lookup(this: unknown, ...args) {
    const [name] = args;
    const callback = args.at(-1);
    if (typeof name !== "string" || typeof callback !== "function")
      return original.apply(this, args);
    if (toAddress(name) === undefined) checkName(name);
    return original.call(this, ...args.slice(0, -1), (error: unknown, ...found: unknown[]) => {
      if (!error) learn(name, toAddresses(found[0]));
      callback(error, ...found);
    });
  };
}

function guardPromisedLookup(original: Call): Call {
  return async function lookup(this: unknown, ...args) {
    const [name] = args;
    if (typeof name === "string" && toAddress(name) === undefined) checkName(name);
    const found = await original.apply(this, args);
    if (typeof name === "string") learn(name, toAddresses(found));
    return found;
  };
}

/** Refuses before a name is resolved; a socket of the file system has a path and no port. */
function guardConnect(original: Call): Call {
  return function connect(this: unknown, ...args) {
    const { host, port, path } = readTarget(args);
    if (path === undefined)
      check(`connect ${host}:${port}`, ({ targets }) => targets.has(`${toHost(host)}:${port}`));
    return original.apply(this, args);
  };
}

interface Target {
  readonly host: string;
  readonly port: string;
  readonly path?: unknown;
}

/** The forms of `socket.connect`: options, a path, a port and a host; net.connect wraps them. */
function readTarget(args: readonly unknown[]): Target {
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  if (typeof first === "object" && first !== null) {
    const { host = "localhost", port, path } = { ...first } as Partial<Record<string, unknown>>;
    return { host: String(host), port: String(port), ...(path ? { path } : {}) };
  }
  if (typeof first === "string" && Number.isNaN(Number(first)))
    return { host: "", port: "", path: first };
  return { host: typeof second === "string" ? second : "localhost", port: String(first) };
}
