/** @module The analyzers' knowledge of languages, as golden sets ask for it. */
import { analyzerIdFor, detectLanguage, getAnalyzer } from "../../engine/analysis/index.ts";
import { splitSentences, structuralTerms } from "../../engine/evidence/index.ts";
import type { TextTools } from "../../evaluate/index.ts";

export const textTools: TextTools = {
  listTerms(text, language) {
    const analyzer = analyzerIdFor(language);
    const form = structuralTerms(language, analyzer);
    return getAnalyzer(analyzer)
      .analyze(text)
      .filter(({ term }) => !term.startsWith("=") && !form.has(term))
      .map(({ term }) => term);
  },
  splitSentences: (text, language) => splitSentences(text, language),
  detectLanguage: (text) => detectLanguage(text) ?? "und",
};
