/** @module Texts as numbers of word pieces, packed, so that every epoch reads them without cutting. */
import { MOST_PIECES_A_TEXT, type WordPieces } from "../../engine/static/index.ts";

export interface TokenLists {
  /** Text `i` is `numbers` from `starts[i]` to `starts[i + 1]`. */
  readonly starts: Uint32Array;
  readonly numbers: Uint16Array;
}

/** @param most pieces of a text that are kept, from its beginning. */
export function listTokens(
  texts: readonly string[],
  pieces: WordPieces,
  most: number = MOST_PIECES_A_TEXT,
): TokenLists {
  const starts = new Uint32Array(texts.length + 1);
  const buffer = new Uint16Array(most);
  let numbers = new Uint16Array(texts.length * 16 + most);
  let used = 0;
  for (const [i, text] of texts.entries()) {
    const count = pieces.encode(text, buffer);
    if (used + count > numbers.length) {
      const larger = new Uint16Array(numbers.length * 2 + count);
      larger.set(numbers);
      numbers = larger;
    }
    numbers.set(buffer.subarray(0, count), used);
    used += count;
    starts[i + 1] = used;
  }
  return { starts, numbers: numbers.slice(0, used) };
}

export const countTexts = ({ starts }: TokenLists): number => starts.length - 1;

/** How often each piece of a vocabulary stands in the texts. */
export function countPieces({ numbers }: TokenLists, vocabularySize: number): Float64Array {
  const counts = new Float64Array(vocabularySize);
  for (const number of numbers) counts[number] = (counts[number] ?? 0) + 1;
  return counts;
}
