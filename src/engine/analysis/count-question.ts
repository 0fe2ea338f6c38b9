/** @module A question's terms under an analyzer that may be of another language. */
import { analyzerIdFor, getAnalyzer, servesLanguage } from "./analyzers.ts";

/**
 * Each term with its count, in the order of the question. Under the analyzer of another language
 * the words of form of the question's own are left out: German `die` is no English verb.
 *
 * @param language what the question is in; `undefined` when that is unsure.
 */
export function countQuestion(
  question: string,
  analyzerId: string,
  language: string | undefined,
): ReadonlyMap<string, number> {
  const analyzer = getAnalyzer(analyzerId);
  if (language === undefined || servesLanguage(analyzerId, language))
    return analyzer.count(question).counts;
  const own = getAnalyzer(analyzerIdFor(language)).analyze(question);
  const counts = new Map<string, number>();
  for (const { term, start, end } of analyzer.analyze(question))
    if (own.some((word) => word.start < end && start < word.end))
      counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}
