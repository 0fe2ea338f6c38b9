/** @module How long a text is, in tokens of no model in particular. */

/** English prose has about 4.4 characters a token (guide: retrieval, section 8). */
const CHARACTERS_PER_TOKEN = 4.4;
const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;
/** One CJK character is most of a token in common vocabularies. */
const TOKENS_PER_CJK = 0.75;

/** An estimate that needs no vocabulary; 0 for an empty text. */
export function countTokens(text: string): number {
  // eslint-disable-next-line no-control-regex -- the range is meant: plain ASCII has no CJK
  if (/^[\x00-\x7f]*$/.test(text)) return Math.ceil(text.length / CHARACTERS_PER_TOKEN);
  const cjk = text.match(CJK)?.length ?? 0;
  return Math.ceil((text.length - cjk) / CHARACTERS_PER_TOKEN + cjk * TOKENS_PER_CJK);
}
