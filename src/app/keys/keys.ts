/** @module Use cases: keys for the HTTP API, made, listed, revoked and checked. */
import type { Entropy } from "../../foundation/effects.ts";
import { sha256 } from "../../foundation/hash.ts";
import { createRandomId } from "../../foundation/ids.ts";
import { HOUR_MS } from "../../foundation/durations.ts";
import type { KeyRecord, KeyScope } from "../../domain/api-key.ts";
import { PrincipalSchema } from "../../domain/principal.ts";
import {
  badExpiry,
  badKeyName,
  badPrincipal,
  keyExpired,
  keyRevoked,
  keyUnknown,
} from "../errors.ts";
import { isSecret, makeSecret } from "./secret.ts";

export interface CreateKeyInput {
  readonly name: string;
  /** Whom its holder reads and writes as; without it the owner of the data directory. */
  readonly as?: readonly string[] | undefined;
  /** Without it `read` alone. */
  readonly scopes?: readonly KeyScope[] | undefined;
  /** ISO 8601, in the future. */
  readonly expiresAt?: string | undefined;
}

/** What may be told of a key. */
export type KeySummary = Omit<KeyRecord, "secretHash">;

export interface CreatedKey extends KeySummary {
  /** The secret itself: told once, and not kept. */
  readonly key: string;
}

/** Whoever a key opens for. */
export interface Caller {
  readonly keyId: string;
  /** Principals, or `undefined` for the owner of the data directory. */
  readonly as: readonly string[] | undefined;
  readonly scopes: readonly KeyScope[];
}

/** @throws app.bad-key-name, app.bad-principal, app.bad-expiry. */
export function makeKey(
  input: CreateKeyInput,
  entropy: Entropy,
  now: Date,
): { readonly key: string; readonly record: KeyRecord } {
  const name = input.name.trim();
  if (name === "" || name.length > 100) throw badKeyName({ name });
  for (const principal of input.as ?? [])
    if (!PrincipalSchema.safeParse(principal).success) throw badPrincipal({ principal });
  const { expiresAt } = input;
  if (expiresAt !== undefined && !(Date.parse(expiresAt) > now.getTime()))
    throw badExpiry({ given: expiresAt });
  const key = makeSecret(entropy);
  return {
    key,
    record: {
      id: createRandomId("key", entropy),
      name,
      secretHash: sha256(key),
      principals: input.as ?? "owner",
      scopes: [...new Set<KeyScope>(input.scopes ?? ["read"])].sort(),
      createdAt: now.toISOString(),
      ...(expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt).toISOString() }),
    },
  };
}

/**
 * Who holds this secret, now.
 *
 * @param find looks a key up by the hash of its secret.
 * @throws app.key-unknown, app.key-revoked, app.key-expired.
 */
export async function checkSecret(
  secret: string,
  find: (secretHash: string) => Promise<KeyRecord | undefined>,
  now: Date,
): Promise<KeyRecord> {
  // What is no key at all need not be looked for.
  const record = isSecret(secret) ? await find(sha256(secret)) : undefined;
  if (!record) throw keyUnknown({});
  const { id, expiresAt } = record;
  if (record.revokedAt !== undefined) throw keyRevoked({ id });
  if (expiresAt !== undefined && Date.parse(expiresAt) <= now.getTime())
    throw keyExpired({ id, expiresAt });
  return record;
}

export function toSummary(record: KeyRecord): KeySummary {
  const { secretHash: _, ...summary } = record;
  return summary;
}

export const toCaller = ({ id, principals, scopes }: KeyRecord): Caller => ({
  keyId: id,
  as: principals === "owner" ? undefined : principals,
  scopes,
});

/** The hour that a moment lies in: enough to see whether a key is in use. */
export const toHour = (now: Date): string =>
  new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS).toISOString();
