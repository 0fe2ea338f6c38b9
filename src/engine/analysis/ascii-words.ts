/** @module Word boundaries of ASCII text, by Unicode's rules but without their machinery. */

const OTHER = 0;
const LETTER = 1;
const DIGIT = 2;
const LINE = 3;
const WORD = 4;
/** Joins two letters, two digits, or either; the values are bit sets of LETTER and DIGIT, plus 4. */
const BETWEEN_LETTERS = WORD + LETTER;
const BETWEEN_DIGITS = WORD + DIGIT;
const BETWEEN_BOTH = WORD + LETTER + DIGIT;

const CLASS_OF = (() => {
  const classes = new Uint8Array(256);
  const set = (characters: string, value: number): void => {
    for (const character of characters) classes[character.charCodeAt(0)] = value;
  };
  set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", LETTER);
  set("0123456789", DIGIT);
  set("_", LINE);
  set(":", BETWEEN_LETTERS);
  set(",;", BETWEEN_DIGITS);
  set(".'", BETWEEN_BOTH);
  return classes;
})();

/** The start of the first word at or after `index`, or `end` when there is none before it. */
export function findWordStart(bytes: Uint8Array, index: number, end: number): number {
  let at = index;
  while (at < end) {
    const kind = CLASS_OF[bytes[at] ?? 0] ?? OTHER;
    if (kind !== OTHER && kind < WORD) break;
    at++;
  }
  return at;
}

/**
 * The end of the word that starts at `start`: UAX #29, rules WB5 to WB13b. Words of `_` alone are
 * found, too.
 */
export function findWordEnd(bytes: Uint8Array, start: number, end: number): number {
  let last = CLASS_OF[bytes[start] ?? 0] ?? OTHER;
  let at = start + 1;
  while (at < end) {
    const kind = CLASS_OF[bytes[at] ?? 0] ?? OTHER;
    if (kind !== OTHER && kind < WORD) {
      last = kind;
      at++;
      continue;
    }
    if (kind < WORD || last === LINE || (kind & last) === 0 || at + 1 >= end) break;
    if (CLASS_OF[bytes[at + 1] ?? 0] !== last) break;
    at += 2;
  }
  return at;
}
