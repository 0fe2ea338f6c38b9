/** @module Parts the words that the rules of Unicode leave joined. */

const GROUPED_NUMBER = /^\d{1,3}(,\d{3})+(\.\d+)?$/;
/** The same where the comma is decimal; `1,234,567` is grouped wherever it stands. */
const GROUPED_BY_POINTS = /^\d{1,3}(\.\d{3})+(,\d+)?$/;
const WITH_DECIMAL_COMMA = /^\d+,\d+$/;
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
 *
 * @param decimalComma `2,5` stays together as `2.5`, and `1.234,5` is `1234.5`.
 */
export function splitWord(word: string, decimalComma = false): readonly Part[] {
  const whole = { text: word, start: 0, end: word.length };
  if (decimalComma && GROUPED_BY_POINTS.test(word))
    return [{ ...whole, text: word.replaceAll(".", "").replace(",", ".") }];
  if (decimalComma && WITH_DECIMAL_COMMA.test(word))
    return [{ ...whole, text: word.replace(",", ".") }];
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
