/** @module Which of 10,000 buckets a group falls into: the same on every machine, for ever. */
import { sha256Bytes } from "./hash.ts";

export const BUCKETS = 10_000;

/**
 * An integer in [0, 10,000): the first four bytes of SHA-256 of `seed|group`, little-endian, modulo
 * 10,000. Adding other groups moves none.
 */
export function toBucket(seed: string, group: string): number {
  const bytes = sha256Bytes(`${seed}|${group}`);
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true) % BUCKETS;
}
