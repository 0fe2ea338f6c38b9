/** @module The service on a socket: from an address to a clean end. */
import type { Server } from "node:http";
import { networkInterfaces, hostname } from "node:os";
import { createAdaptorServer, type Http2Bindings, type HttpBindings } from "@hono/node-server";
import { badAddress, keysNeeded, portInUse } from "./errors.ts";
import { isLoopback, toHostNames, type HostNames } from "./guard/origin.ts";
import { createService, type ServiceOptions } from "./service.ts";

export interface ServerOptions extends Omit<ServiceOptions, "hosts"> {
  readonly host: string;
  /** 0 is any free port. */
  readonly port: number;
  /** Names besides the server's own address, for what stands before it. */
  readonly names: readonly string[];
}

export interface RunningServer {
  /** Where it listens, such as `http://127.0.0.1:8787/`. */
  readonly address: URL;
  /** Takes no more, finishes what is under way for up to 10 s, and aborts the rest. */
  close(): Promise<void>;
}

const GRACE_MS = 10_000;
/** Whoever sends headers or a body so slowly only wants to hold the connection. */
const HEADERS_MS = 10_000;
const REQUEST_MS = 300_000;
/** Longer than the proxies in front keep theirs, so that they never write to a closed one. */
const KEEP_ALIVE_MS = 75_000;

/**
 * @throws server.keys-needed for an address that others reach while there is no key,
 *   server.port-in-use, server.bad-address.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { app, host, port, names } = options;
  if (!isLoopback(host) && (await app.listKeys()).length === 0) throw keysNeeded({ host });
  let hosts: HostNames = new Set();
  const service = createService({ ...options, hosts: () => hosts });
  const server = createAdaptorServer({
    fetch: (request, { incoming }) =>
      isPlain(incoming)
        ? service.fetch(request, incoming.socket.remoteAddress)
        : new Response(null, { status: 400 }),
    overrideGlobalObjects: false,
    serverOptions: {
      headersTimeout: HEADERS_MS,
      requestTimeout: REQUEST_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
    },
  }) as Server; // without options for HTTP/2 it is one of node:http
  const bound = await listen(server, host, port);
  hosts = toHostNames(host, bound, listMachine(), names);
  return {
    address: new URL(`http://${toReachable(host)}:${bound}/`),
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      await service.drain(GRACE_MS);
      server.closeAllConnections();
      await closed;
    },
  };
}

type Incoming = (HttpBindings | Http2Bindings)["incoming"];

/** Names its host once: of two, one would be checked and the other believed on the way here. */
function isPlain({ rawHeaders, url }: Incoming): boolean {
  const hosts = rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === "host");
  return hosts.length === 1 && url?.startsWith("/") === true;
}

/** An address that stands for all of the machine's is reached by the nearest. */
function toReachable(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "127.0.0.1";
  return host.includes(":") ? `[${host}]` : host;
}

const listMachine = (): readonly string[] => [
  hostname(),
  ...Object.values(networkInterfaces())
    .flat()
    .flatMap((each) => (each ? [each.address] : [])),
];

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = error.code === "EADDRINUSE";
      const refusal = taken
        ? portInUse({ host, port }, error)
        : badAddress({ host, port, reason: error.message }, error);
      reject(refusal);
    });
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : port);
    });
  });
}
