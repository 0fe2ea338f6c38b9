/** @module A fast hash of short texts, equal on every machine and not for secrets. */

/**
 * 32 bits, unsigned: FNV-1a over the UTF-16 code units, mixed by the last step of MurmurHash3 so
 * that every bit depends on every other. Each seed gives a hash of its own.
 */
export function hashText(text: string, seed: number): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
