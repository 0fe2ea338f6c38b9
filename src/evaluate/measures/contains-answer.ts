/** @module Whether an answer holds a reference answer, word for word. */

const PUNCTUATION = /[\p{P}$+<=>^`|~]/gu;
const ARTICLES = /\b(?:a|an|the)\b/g;

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

/** True when one of the references, normalised, is a run of whole words of the answer. */
export function containsAnswer(answer: string, references: readonly string[]): boolean {
  const words = ` ${normalizeAnswer(answer)} `;
  return references.some((reference) => {
    const wanted = normalizeAnswer(reference);
    return wanted !== "" && words.includes(` ${wanted} `);
  });
}
