/** @module Slips of the fingers: neighbors on the keyboard, swaps, letters left out or doubled. */
import type { Random } from "../../../foundation/random.ts";

/** Rows of letters as they lie on a keyboard; each row begins a little further right. */
const LAYOUTS: Readonly<Record<string, readonly string[]>> = {
  qwerty: ["qwertyuiop", "asdfghjkl", "zxcvbnm"],
  qwertz: ["qwertzuiopü", "asdfghjklöä", "yxcvbnm"],
  azerty: ["azertyuiop", "qsdfghjklm", "wxcvbn"],
};

const toLayout = (language: string): readonly string[] => {
  const [primary = ""] = language.toLowerCase().split("-");
  const name = primary === "de" ? "qwertz" : primary === "fr" ? "azerty" : "qwerty";
  return LAYOUTS[name] ?? [];
};

/** Letters that touch the key of this one. */
function listNeighbors(letter: string, layout: readonly string[]): readonly string[] {
  for (const [row, keys] of layout.entries()) {
    const at = keys.indexOf(letter);
    if (at < 0) continue;
    const near = [keys[at - 1], keys[at + 1], layout[row - 1]?.[at], layout[row - 1]?.[at + 1]];
    return [...near, layout[row + 1]?.[at - 1], layout[row + 1]?.[at]].filter(
      (key) => key !== undefined,
    );
  }
  return [];
}

/** Words shorter than this are seldom mistyped, and are other words when they are. */
const SHORTEST = 4;
/** One word in five, at least one: what people type into boxes has about one slip a question. */
const SHARE = 0.2;
/** Numbers and identifiers stay: another number is another question. */
const WORD = /(?<![\p{L}\p{M}\p{N}])\p{Ll}[\p{L}\p{M}]{3,}(?![\p{L}\p{M}\p{N}])/gu;

/** The same text for the same state of the generator; as it was when no word is long enough. */
export function addTypos(text: string, language: string, random: Random): string {
  const layout = toLayout(language);
  const words = [...text.matchAll(WORD)].filter(([word]) => word.length >= SHORTEST);
  const wanted = Math.min(words.length, Math.max(1, Math.round(words.length * SHARE)));
  const chosen = new Set<number>();
  while (chosen.size < wanted) chosen.add(random.below(words.length));
  let typed = "";
  let from = 0;
  for (const [index, { 0: word, index: at }] of words.entries()) {
    typed += text.slice(from, at) + (chosen.has(index) ? slip(word, layout, random) : word);
    from = at + word.length;
  }
  return typed + text.slice(from);
}

/** One slip, never in the first letter, which people look at. */
function slip(word: string, layout: readonly string[], random: Random): string {
  const letters = [...word];
  const at = 1 + random.below(letters.length - 1);
  const letter = letters[at] ?? "";
  const neighbors = listNeighbors(letter.toLowerCase(), layout);
  const kind = random.below(4);
  const before = letters[at - 1] ?? "";
  if (kind === 0 && neighbors.length > 0)
    letters[at] = neighbors[random.below(neighbors.length)] ?? letter;
  else if (kind === 1 && at > 1 && before !== letter) letters.splice(at - 1, 2, letter, before);
  else if (kind === 2) letters.splice(at, 0, letter);
  else letters.splice(at, 1);
  return letters.join("");
}
