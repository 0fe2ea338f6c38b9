/** @module An answer's tokens by SQuAD's rule, made Unicode: what text measures compare. */

/** Unicode's punctuation, and the nine ASCII symbols that Python counts as such. */
const PUNCTUATION = /[\p{P}$+<=>^`|~]/gu;
/** Scripts that part words by nothing: each character is a token. */
const UNSPACED = /([\p{scx=Han}\p{scx=Hira}\p{scx=Kana}])/gu;
const ARTICLES = new Set(["a", "an", "the"]);

/**
 * NFKC, lower case, no punctuation, split at white space, Han and kana by character; English loses
 * its articles (Rajpurkar et al., EMNLP 2016).
 */
export function toTokens(text: string, language: string): readonly string[] {
  const isEnglish = /^en(?:-|$)/i.test(language);
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(PUNCTUATION, "")
    .replaceAll(UNSPACED, " $1 ")
    .split(/\s+/)
    .filter((token) => token !== "" && !(isEnglish && ARTICLES.has(token)));
}

/** Tokens that both have, repeats counted. */
export function countShared(left: readonly string[], right: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const token of left) counts.set(token, (counts.get(token) ?? 0) + 1);
  let shared = 0;
  for (const token of right) {
    const count = counts.get(token) ?? 0;
    if (count === 0) continue;
    counts.set(token, count - 1);
    shared += 1;
  }
  return shared;
}

/** Harmonic mean of precision and recall; 1 where both are empty, 0 where one is. */
export function computeF1(answer: readonly string[], gold: readonly string[]): number {
  if (answer.length === 0 || gold.length === 0) return answer.length === gold.length ? 1 : 0;
  return (2 * countShared(answer, gold)) / (answer.length + gold.length);
}

/** Whether `run` stands in `tokens` without a gap; nothing stands nowhere. */
export function holdsRun(tokens: readonly string[], run: readonly string[]): boolean {
  if (run.length === 0) return false;
  return tokens.some((_, at) => run.every((token, index) => tokens[at + index] === token));
}
