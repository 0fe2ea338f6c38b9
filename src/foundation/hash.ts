/** @module Content addresses: SHA-256 over bytes, and over JSON in one canonical form. */
import { createHash } from "node:crypto";

/** @returns 64 lower-case hex digits; a string is hashed as UTF-8. */
export function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

/** @returns the raw 32 bytes; a string is hashed as UTF-8. */
export function sha256Bytes(data: string | Uint8Array): Uint8Array {
  return createHash("sha256").update(data).digest();
}

/**
 * A non-negative integer below 2^52 from a hash in hex: what an integer b-tree may be keyed by
 * where a text must not be. Two texts may share it, so a reader compares the text as well.
 */
export function toIntegerKey(hexHash: string): number {
  return Number.parseInt(hexHash.slice(0, 13), 16);
}

/**
 * JSON with keys sorted by code unit, no blanks, members that are `undefined` left out:
 * equal values give equal bytes, on every platform.
 */
export function toCanonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => toCanonicalJson(item ?? null)).join()}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value ?? null);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${toCanonicalJson(member)}`);
  return `{${members.join()}}`;
}

/** SHA-256 of the canonical JSON of a value. */
export function hashJson(value: unknown): string {
  return sha256(toCanonicalJson(value));
}
