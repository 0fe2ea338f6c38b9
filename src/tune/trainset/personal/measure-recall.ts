/** @module How much of what should be masked is masked, on sentences that were labelled. */
import TEST_SET from "./test-set.json" with { type: "json" };
import { LANGUAGES_WITH_NAMES } from "./find-names.ts";
import type { PersonalKind } from "./find-numbers.ts";
import { findPersonal } from "./mask.ts";

/** Below these, nothing leaves for services of others (guide: tuning, 2.3). */
export const RECALL_BARS = { structured: 0.99, names: 0.9 } as const;

export interface Recall {
  readonly found: number;
  readonly of: number;
}

export interface LanguageRecall {
  /** BCP 47. */
  readonly language: string;
  /** Mails, telephones, accounts, cards, ids. */
  readonly structured: Recall;
  /** Absent where no given names of the language are listed. */
  readonly names?: Recall;
  /** Sentences without any, and how many were left as they are. */
  readonly untouched: Recall;
  /** Values that slipped through; invented ones all. */
  readonly missed: readonly string[];
  /** Both bars are met. */
  readonly passes: boolean;
}

interface LanguageSet {
  readonly sentences: readonly string[];
  readonly values: Readonly<Partial<Record<PersonalKind, readonly string[]>>>;
  readonly decoys: readonly string[];
}

const SLOT = /\{([A-Z]+)\}/;
const SETS: Readonly<Record<string, LanguageSet>> = TEST_SET;

export const toShare = ({ found, of }: Recall): number => (of === 0 ? 1 : found / of);

/** Each value in each sentence that has a place for it; found is what is masked from end to end. */
export const measureRecall = (): readonly LanguageRecall[] =>
  Object.entries(SETS).map(([language, set]) => measureLanguage(language, set));

function measureLanguage(
  language: string,
  { sentences, values, decoys }: LanguageSet,
): LanguageRecall {
  const tally = { structured: { found: 0, of: 0 }, names: { found: 0, of: 0 } };
  const missed: string[] = [];
  for (const sentence of sentences) {
    const kind = SLOT.exec(sentence)?.[1];
    const [, listed = []] = Object.entries(values).find(([name]) => name === kind) ?? [];
    for (const value of listed) {
      const start = sentence.indexOf("{");
      const text = sentence.replace(SLOT, () => value);
      const isFound = isCovered(text, start, start + value.length);
      const counted = kind === "PERSON" ? tally.names : tally.structured;
      counted.of++;
      if (isFound) counted.found++;
      else missed.push(value);
    }
  }
  const untouched = {
    found: decoys.filter((text) => findPersonal(text).length === 0).length,
    of: decoys.length,
  };
  const hasNames = LANGUAGES_WITH_NAMES.has(language) && tally.names.of > 0;
  return {
    language,
    structured: tally.structured,
    ...(hasNames ? { names: tally.names } : {}),
    untouched,
    missed: [...new Set(missed)],
    passes:
      toShare(tally.structured) >= RECALL_BARS.structured &&
      hasNames &&
      toShare(tally.names) >= RECALL_BARS.names,
  };
}

/** Every letter and digit of the place is masked; a title before a name may stand. */
function isCovered(text: string, start: number, end: number): boolean {
  const spans = findPersonal(text);
  const said = text.slice(start, end);
  const title = /^(?:(?:Mrs?|Ms|Dr|Herr|Frau|M|Mme|Sra?|Sig|Dott\.ssa|Dhr|Mevr)\.? )+/u.exec(said);
  const from = start + (title?.[0].length ?? 0);
  for (let at = from; at < end; at++)
    if (/[\p{L}\p{N}]/u.test(text[at] ?? "") && !spans.some((s) => s.start <= at && at < s.end))
      return false;
  return true;
}
