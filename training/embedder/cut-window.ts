/** @module A stretch of a document as long as what the teacher was trained to read at once. */
import type { Random } from "../../src/foundation/random.ts";

/** About 128 word pieces of English. */
const WINDOW_CHARACTERS = 600;

/** From the beginning or from a blank within, each in half of the draws, and up to a blank. */
export function cutWindow(text: string, random: Random): string {
  const spare = text.length - WINDOW_CHARACTERS;
  if (spare <= 0) return text.trim();
  const from = random.below(2) === 0 ? 0 : text.indexOf(" ", random.below(spare)) + 1;
  const cut = text.slice(from, from + WINDOW_CHARACTERS);
  return cut.slice(0, Math.max(1, cut.lastIndexOf(" "))).trim();
}
