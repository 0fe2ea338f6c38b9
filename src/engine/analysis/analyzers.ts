/** @module Every analyzer of this build, by id and by language. */
import type { Analyzer } from "./analyzer.ts";
import { createAnalyzer } from "./create-analyzer.ts";
import { unknownAnalyzer } from "./errors.ts";
import type { LanguageRules } from "./language.ts";
import { RULES_OF_LANGUAGE } from "./languages/by-code.ts";
import { english, englishParity } from "./languages/english.ts";
import { undetermined } from "./languages/undetermined.ts";
import { rememberCounts } from "./remember-counts.ts";

const RULES: ReadonlyMap<string, LanguageRules> = new Map(
  [...Object.values(RULES_OF_LANGUAGE), englishParity, undetermined].map((rules) => [
    rules.id,
    rules,
  ]),
);

const created = new Map<string, Analyzer>();

/** Ids that `getAnalyzer` knows. */
export const ANALYZER_IDS: readonly string[] = [...RULES.keys()];

/**
 * The analyzer of an id, always the same object.
 *
 * @throws `analysis.unknown-analyzer` for an id this build does not have.
 */
export function getAnalyzer(id: string): Analyzer {
  const known = created.get(id);
  if (known) return known;
  const rules = RULES.get(id);
  if (!rules) throw unknownAnalyzer({ id, known: ANALYZER_IDS });
  const analyzer = rememberCounts(createAnalyzer(rules));
  created.set(id, analyzer);
  return analyzer;
}

/** Whether texts of a language go to this analyzer; `und-1` takes those of any. */
export function servesLanguage(analyzerId: string, language: string): boolean {
  if (analyzerId === undetermined.id) return true;
  const own = analyzerIdFor(language);
  return analyzerId === own || (analyzerId === englishParity.id && own === english.id);
}

/**
 * @param language a BCP 47 tag such as `en-US`, in any case.
 * @returns the id of the analyzer for it: `und-1` for every language without rules of its own.
 */
export function analyzerIdFor(language: string): string {
  const [primary = ""] = language.toLowerCase().split(/[-_]/);
  const rules = Object.hasOwn(RULES_OF_LANGUAGE, primary) ? RULES_OF_LANGUAGE[primary] : undefined;
  return (rules ?? undetermined).id;
}
