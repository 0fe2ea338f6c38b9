/** @module How rare a term is in general, from a committed table and not from any collection. */
import table from "./hashed-idf.json" with { type: "json" };
import { hashText } from "../../foundation/text-hash.ts";

/** Each term has two places, so that a rare one seldom meets frequent ones in both. */
export const PLACE_SEEDS: readonly number[] = [101, 202];

/** Steps of a stored byte for each doubling of rarity. */
export const STEPS_PER_BIT = 15;

/** Bits of rarity, log2((N + 1) / (n + .5)), of a term that n of N background passages hold. */
export function toRarity(passages: number, holding: number): number {
  return Math.log2((passages + 1) / (holding + 0.5));
}

const places = Buffer.from(table.rarity, "base64");
const greatest = toRarity(table.passages, 0);

/**
 * In (0, 1]: the rarity of a term in the background text, over that of a term it does not hold.
 * Terms that fewer than five background passages hold count as absent. Never depends on what
 * anybody stored: an idf of the collection would tell what documents hold that the reader may
 * not see.
 */
export function getBackgroundIdf(term: string): number {
  let rarest = 0;
  for (const seed of PLACE_SEEDS) {
    const byte = places[hashText(term, seed) % places.length] ?? 0;
    if (byte === 0) return 1;
    rarest = Math.max(rarest, byte);
  }
  return Math.min(1, rarest / STEPS_PER_BIT / greatest);
}
