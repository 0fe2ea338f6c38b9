/** @module Whether an answer holds a reference answer, word for word. */

const PUNCTUATION = /[\p{P}$+<=>^`|~]/gu;
const ARTICLES = /\b(?:a|an|the)\b/g;

/** Scripts that part words by no blanks: those in a text are a matter of layout. */
const UNSPACED =
  /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]/u;

/** SQuAD's normalisation: NFKC, lower case, no punctuation, no English articles, single blanks. */
export function normalizeAnswer(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(PUNCTUATION, "")
    .replaceAll(ARTICLES, " ")
    .split(/\s+/)
    .filter(Boolean)
    .join(" ");
}

/**
 * True when one of the references, normalised, is a run of whole words of the answer; of its
 * characters, blanks aside, where the reference is in a script that parts no words.
 */
export function containsAnswer(answer: string, references: readonly string[]): boolean {
  const words = ` ${normalizeAnswer(answer)} `;
  return references.some((reference) => {
    const wanted = normalizeAnswer(reference);
    if (UNSPACED.test(wanted))
      return words.replaceAll(" ", "").includes(wanted.replaceAll(" ", ""));
    return wanted !== "" && words.includes(` ${wanted} `);
  });
}
