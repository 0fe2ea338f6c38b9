/** @module One word as the longest pieces that a vocabulary has. */

/** Longer words are unknown, as in the models that the vocabulary is from. */
const LONGEST_WORD = 100;
const CONTINUES = "##";

/**
 * @returns a function from a word in lower case to the numbers of its pieces: the longest that
 *   matches from the left, again and again; none when a part matches nothing.
 */
export function createSpelling(vocabulary: readonly string[]): (word: string) => readonly number[] {
  const first = new Map<string, number>();
  const further = new Map<string, number>();
  let longest = 1;
  for (const [number, piece] of vocabulary.entries()) {
    const continues = piece.startsWith(CONTINUES) && piece.length > CONTINUES.length;
    const spelled = continues ? piece.slice(CONTINUES.length) : piece;
    (continues ? further : first).set(spelled, number);
    longest = Math.max(longest, spelled.length);
  }
  return (word) => {
    const pieces: number[] = [];
    if (word.length > LONGEST_WORD && [...word].length > LONGEST_WORD) return [];
    for (let start = 0; start < word.length;) {
      const known = start === 0 ? first : further;
      let number: number | undefined;
      let end = Math.min(word.length, start + longest);
      for (; end > start; end--) {
        number = known.get(word.slice(start, end));
        if (number !== undefined) break;
      }
      if (number === undefined) return [];
      pieces.push(number);
      start = end;
    }
    return pieces;
  };
}
