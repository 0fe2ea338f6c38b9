/** @module Remembers what became of the words seen lately, in bounded memory. */

/** Longer words are rare and cost more to keep than to compute. */
const MAX_KEY_LENGTH = 32;

/**
 * @param capacity words kept at most, half of them in each of two generations: when the young one
 *   is full the old one is forgotten, so that frequent words survive.
 * @returns `compute` with a memory; `compute` must be pure.
 */
export function withWordCache<T extends object>(
  compute: (word: string) => T,
  capacity: number,
): (word: string) => T {
  let young = new Map<string, T>();
  let old = new Map<string, T>();
  const keep = (word: string, value: T): void => {
    if (young.size >= capacity / 2) {
      old = young;
      young = new Map();
    }
    // A cut string keeps the whole text it was cut from alive; a copy does not.
    young.set(Buffer.from(word, "utf16le").toString("utf16le"), value);
  };
  return (word) => {
    const recent = young.get(word);
    if (recent !== undefined) return recent;
    const value = old.get(word) ?? compute(word);
    if (word.length <= MAX_KEY_LENGTH) keep(word, value);
    return value;
  };
}
