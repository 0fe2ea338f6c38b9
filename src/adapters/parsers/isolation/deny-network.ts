/** @module Takes the network from a process: Node 24 has no permission flag that would. */
import dgram from "node:dgram";
import dns from "node:dns";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";
import tls from "node:tls";

const denied = (): never => {
  throw Object.assign(new Error("a parser has no network"), { code: "ERR_ACCESS_DENIED" });
};

const replace = (target: object, names: readonly string[]): void => {
  for (const name of names)
    Object.defineProperty(target, name, { value: denied, writable: false, configurable: false });
};

/**
 * Call before any library is loaded: one that asked for `node:net` earlier would keep the real
 * functions. It stops what a document can make a library do, not native code.
 */
export function denyNetwork(): void {
  replace(net.Socket.prototype, ["connect"]);
  replace(net.Server.prototype, ["listen"]);
  replace(net, ["connect", "createConnection"]);
  replace(tls, ["connect"]);
  replace(dgram.Socket.prototype, ["bind", "connect", "send"]);
  const resolvers = Object.keys(dns).filter((name) => /^(?:lookup|resolve|reverse)/.test(name));
  replace(dns, resolvers);
  replace(
    dns.promises,
    resolvers.filter((name) => name in dns.promises),
  );
  replace(globalThis, ["fetch", "WebSocket", "EventSource"]);
  syncBuiltinESMExports();
}
