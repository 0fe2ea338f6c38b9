/** @module Text to terms, by language: the same code for what is stored and what is asked. */
export type { Analyzer, TermCounts, Token } from "./analyzer.ts";
export { ANALYZER_IDS, analyzerIdFor, getAnalyzer } from "./analyzers.ts";
