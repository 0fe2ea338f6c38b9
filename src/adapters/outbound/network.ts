/** @module Names to addresses, and addresses to sockets: the two effects of an outbound client. */
import { lookup } from "node:dns/promises";
import type { Socket } from "node:net";

export interface ConnectTarget {
  /** An IP address, never a name. */
  readonly address: string;
  readonly port: number;
  /** For TLS: the name that the certificate must be for; an address stands for itself. */
  readonly secureFor: string | undefined;
  readonly timeoutMs: number;
}

export interface Network {
  /** All addresses of a name, in the order they should be tried. */
  resolve(hostname: string): Promise<readonly string[]>;
  /** Resolves when the connection stands, TLS included. */
  connect(target: ConnectTarget): Promise<Socket>;
}

/** The machine's resolver and sockets. Proxies named by the environment play no part. */
export function createSystemNetwork(): Network {
  return {
    async resolve(hostname) {
      const found = await lookup(hostname, { all: true, order: "verbatim" });
      return found.map(({ address }) => address);
    },
    async connect({ address, port, secureFor, timeoutMs }) {
      const { buildConnector } = await import("undici");
      const connect = buildConnector({ timeout: timeoutMs, allowH2: false });
      const isSecure = secureFor !== undefined;
      return await new Promise((resolve, reject) => {
        const options = {
          hostname: address,
          port: String(port),
          protocol: isSecure ? "https:" : "http:",
          ...(isSecure && secureFor !== address ? { servername: secureFor } : {}),
        };
        connect(options, (error, socket) => (error ? reject(error) : resolve(socket)));
      });
    },
  };
}
