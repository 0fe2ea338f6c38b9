/** @module The server that writes a data directory, if there is one and it is really that one. */
import { randomBytes, timingSafeEqual } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { findLockHolder } from "../../adapters/index.ts";
import { exchange } from "./exchange.ts";
import { HELLO_PATH, HelloSchema, TOKEN_FILE, toProof, type Hello } from "./protocol.ts";

export interface FoundServer extends Hello {
  readonly address: URL;
  readonly token: string;
}

/** Of a server that is busy; one that is gone is known at once. */
const PATIENCE_MS = 2000;

/**
 * Looks where `lock.json` says. Whatever answers there must first show that it knows the token:
 * after a crash its port may be somebody else's.
 */
export async function findServer(dataDirectory: string): Promise<FoundServer | undefined> {
  const { address: told } = findLockHolder(dataDirectory) ?? {};
  if (told === undefined || !URL.canParse(told)) return undefined;
  try {
    const token = readFileSync(join(dataDirectory, TOKEN_FILE), "utf8");
    const address = new URL(told);
    const nonce = randomBytes(16).toString("hex");
    const reply = await exchange(new URL(`${HELLO_PATH}?nonce=${nonce}`, address), {
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    let text = "";
    for await (const line of reply.lines) text += line;
    const hello = HelloSchema.parse(JSON.parse(text));
    const [theirs, ours] = [Buffer.from(hello.proof), Buffer.from(toProof(token, nonce))];
    if (theirs.length !== ours.length || !timingSafeEqual(theirs, ours)) return undefined;
    return { ...hello, address, token };
  } catch {
    return undefined;
  }
}
