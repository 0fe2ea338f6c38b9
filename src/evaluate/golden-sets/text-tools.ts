/** @module What golden sets need to know of languages, handed in by whoever has analyzers. */

export interface TextTools {
  /** Terms that say what a text is about, in order: no words of form, no question words. */
  listTerms(text: string, language: string): readonly string[];
  /** Half-open spans of verbatim sentences, in order. */
  splitSentences(
    text: string,
    language: string,
  ): readonly { readonly start: number; readonly end: number }[];
  /** BCP 47; `und` where it cannot be told, as of most texts of a few words. */
  detectLanguage(text: string): string;
}

/** Questions read for the language of a set that does not say it. */
const SAMPLE = 500;

/** The language of questions together: one alone is too short to tell. */
export const tellLanguage = (
  texts: readonly string[],
  tools: Pick<TextTools, "detectLanguage">,
): string => tools.detectLanguage(texts.slice(0, SAMPLE).join("\n"));
