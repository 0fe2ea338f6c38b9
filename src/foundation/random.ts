/** @module The one generator of pseudo-random numbers: seeded by name, equal on every platform. */
import { sha256Bytes } from "./hash.ts";

export interface Random {
  /** An integer in [0, 2^32). */
  uint32(): number;
  /** A double in [0, 1) with 53 random bits. */
  uniform(): number;
  /** An integer in [0, n) without modulo bias; `n` is a positive integer up to 2^32. */
  below(n: number): number;
}

const rotateLeft = (x: number, bits: number): number => (x << bits) | (x >>> (32 - bits));

/**
 * xoshiro128** (Blackman and Vigna, 2018), its state the first 16 bytes of SHA-256 of the seed.
 * Each use takes a stream of its own by name, such as `42/bootstrap`, so that adding a use
 * changes no other numbers.
 */
export function createRandom(seed: string): Random {
  const bytes = sha256Bytes(seed);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  let a = view.getUint32(0, true);
  let b = view.getUint32(4, true);
  let c = view.getUint32(8, true);
  let d = view.getUint32(12, true);
  const uint32 = (): number => {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotateLeft(d, 11);
    return result;
  };
  let drawnBelow = 1;
  let limit = 2 ** 32;
  return {
    uint32,
    uniform: () => ((uint32() >>> 5) * 2 ** 26 + (uint32() >>> 6)) / 2 ** 53,
    below(n) {
      // Remainders of doubles are slow, and most draws ask for the same range again.
      if (n !== drawnBelow) {
        drawnBelow = n;
        limit = 2 ** 32 - (2 ** 32 % n);
      }
      let x = uint32();
      while (x >= limit) x = uint32();
      return x - Math.floor(x / n) * n;
    },
  };
}
