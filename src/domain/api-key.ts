/** @module What a key that opens the HTTP API stands for; the secret itself is never kept. */
import { z } from "zod";
import { PrincipalSchema } from "./principal.ts";

export const KeyScopeSchema = z.enum(["read", "write"]);

/** `read` searches, asks and reads documents; `write` adds, replaces and deletes them. */
export type KeyScope = z.infer<typeof KeyScopeSchema>;

export const KeyRecordSchema = z.strictObject({
  /** Such as `key_1f3a9c0b7d52…`; says nothing of the secret. */
  id: z.string().startsWith("key_"),
  /** What its maker calls it. */
  name: z.string().min(1).max(100),
  /** SHA-256 of the secret, 64 hex digits. */
  secretHash: z.string().length(64),
  /** Whom its holder reads and writes as; `owner` has the rights of the data directory's owner. */
  principals: z.union([z.literal("owner"), z.array(PrincipalSchema).readonly()]),
  scopes: z.array(KeyScopeSchema).min(1).readonly(),
  createdAt: z.iso.datetime(),
  /** Absent: it does not expire. */
  expiresAt: z.iso.datetime().optional(),
  /** Absent: it is in force. */
  revokedAt: z.iso.datetime().optional(),
  /** The hour in which it was last used. Absent: never. */
  lastUsedAt: z.iso.datetime().optional(),
});

export type KeyRecord = Readonly<z.infer<typeof KeyRecordSchema>>;
