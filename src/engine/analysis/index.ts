/** @module Text to terms, by language: the same code for what is stored and what is asked. */
export type { Analyzer, TermCounts, Token } from "./analyzer.ts";
export { ANALYZER_IDS, analyzerIdFor, getAnalyzer, servesLanguage } from "./analyzers.ts";
export {
  createTermKeyReader,
  TERM_KEYS_REVISION,
  type TermKeyReader,
  toTermKey,
} from "./term-keys.ts";
export { countQuestion } from "./count-question.ts";
export { toAsciiDigits } from "./digits.ts";
export { detectLanguage } from "./detect/detect-language.ts";
