/** @module How a server lets the commands of its data directory find it. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Entropy } from "../../foundation/effects.ts";
import { announceAddress } from "../../adapters/index.ts";
import { systemEntropy } from "../effects.ts";
import { TOKEN_FILE } from "./protocol.ts";

export interface Announcement {
  /** Says that its bearer can read the data directory: its owner. New with every start. */
  readonly token: string;
  /** Once the address is known, and the lock is held. */
  publish(address: string): void;
  withdraw(): void;
}

export function createAnnouncement(
  directory: string,
  entropy: Entropy = systemEntropy,
): Announcement {
  const token = Buffer.from(entropy.bytes(32)).toString("base64url");
  const path = join(directory, TOKEN_FILE);
  return {
    token,
    publish(address) {
      // Made anew, because a file that is there keeps the permissions it has.
      rmSync(path, { force: true });
      writeFileSync(path, token, { mode: 0o600, flag: "wx" });
      announceAddress(directory, address);
    },
    withdraw() {
      rmSync(path, { force: true });
      announceAddress(directory, undefined);
    },
  };
}
