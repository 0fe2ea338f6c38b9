/** @module Who asks, from the key alone: no body and no other header has a say in it. */
import { createHash, timingSafeEqual } from "node:crypto";
import type { As, LocalApp } from "../../app/index.ts";
import type { KeyScope } from "../../domain/api-key.ts";
import { keyMissing, scopeMissing } from "../errors.ts";

/** `open` needs no key; `owner` needs the token that only the data directory holds. */
export type RouteScope = "open" | KeyScope | "owner";

export interface Asker {
  /** For limits and the log; says nothing of the secret. */
  readonly name: string;
  readonly as: As;
}

const NOBODY: Asker = { name: "-", as: [] };

function readBearer(headers: Headers): string {
  const [, secret] = /^Bearer +(\S+)$/i.exec(headers.get("authorization") ?? "") ?? [];
  if (secret === undefined) throw keyMissing({});
  return secret;
}

const digest = (text: string): Uint8Array => createHash("sha256").update(text).digest();

/**
 * @param ownerToken what the commands of the data directory's owner show.
 * @throws server.key-missing, server.scope-missing, and what `LocalApp.authenticate` throws.
 */
export async function authenticate(
  app: LocalApp,
  ownerToken: string | undefined,
  scope: RouteScope,
  headers: Headers,
): Promise<Asker> {
  if (scope === "open") return NOBODY;
  const secret = readBearer(headers);
  if (scope === "owner") {
    const known = ownerToken !== undefined && timingSafeEqual(digest(secret), digest(ownerToken));
    if (!known) throw keyMissing({});
    return { name: "owner", as: undefined };
  }
  const { keyId, as, scopes } = await app.authenticate(secret);
  if (!scopes.includes(scope)) throw scopeMissing({ scope });
  return { name: keyId, as };
}
