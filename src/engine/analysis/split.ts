/** @module Parts the words that the rules of Unicode leave joined. */

const GROUPED_NUMBER = /^\d{1,3}(,\d{3})+(\.\d+)?$/;
const JOINED = /[:_,;\s\u2044]|(?<=[\p{L}\p{M}])\.(?=\p{L})/gu;

export interface Part {
  readonly text: string;
  /** Half-open range in the word. */
  readonly start: number;
  readonly end: number;
}

/**
 * Splits at `:`, `_`, `,`, `;` and at a dot between letters. Digit groups are joined first
 * (`520,000` is `520000`), and dots between digits stay (`3.14`).
 */
export function splitWord(word: string): readonly Part[] {
  const whole = { text: word, start: 0, end: word.length };
  if (GROUPED_NUMBER.test(word)) return [{ ...whole, text: word.replaceAll(",", "") }];
  const parts: Part[] = [];
  let start = 0;
  for (const { index, 0: joint } of word.matchAll(JOINED)) {
    if (index > start) parts.push({ text: word.slice(start, index), start, end: index });
    start = index + joint.length;
  }
  if (start === 0) return [whole];
  if (start < word.length) parts.push({ text: word.slice(start), start, end: word.length });
  return parts;
}
