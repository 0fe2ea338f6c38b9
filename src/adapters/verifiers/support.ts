/** @module How much of what a sentence says, its sources say as well: the score that marks. */
import { getAnalyzer } from "../../engine/analysis/index.ts";
import { splitSentences, type SentenceSpan } from "../../engine/evidence/index.ts";

/** A sentence of fewer content terms is too short for a share to mean anything … */
const LEAST_TERMS = 3;
/** … and a word of Chinese, Japanese or Korean is about two pairs of characters. */
const LEAST_PAIRS = 6;
/** What missing values cost the score, from `1 + count` logarithmically (evaluation guide, 4.2). */
const VALUE_COST = 0.1;

/** A list number behind the end of another item, on the same line. */
const INLINE_ITEM = /(?<=[.!?…]\s{1,3})(?=\d{1,3}[.)]\s+\p{Lu})/u;

/** Content terms with their counts: no stop words, no numbers. */
export type ContentTerms = ReadonlyMap<string, number>;

export function toContentTerms(text: string, analyzer: string): ContentTerms {
  const { counts } = getAnalyzer(analyzer).count(text);
  return new Map([...counts].filter(([term]) => !/\d/.test(term)));
}

export interface ReadSource {
  readonly terms: ReadonlySet<string>;
  readonly sentences: readonly (SentenceSpan & { readonly terms: ContentTerms })[];
}

export function readSource(text: string, analyzer: string, language: string): ReadSource {
  return {
    terms: new Set(toContentTerms(text, analyzer).keys()),
    sentences: splitSentences(text, language).map(({ start, end }) => ({
      start,
      end,
      terms: toContentTerms(text.slice(start, end), analyzer),
    })),
  };
}

/** Share of the distinct terms that are held; of none it is 0. */
export function shareHeld(terms: ContentTerms, held: { has(term: string): boolean }): number {
  let found = 0;
  for (const term of terms.keys()) if (held.has(term)) found += 1;
  return terms.size === 0 ? 0 : found / terms.size;
}

/**
 * Half the share of the terms, repeats counted, that stand anywhere in the sources, and half the
 * share that stands in the best single sentence of them.
 *
 * @returns in [0, 1]; `undefined` for a sentence of too few terms.
 */
export function measureCoverage(
  terms: ContentTerms,
  sources: readonly ReadSource[],
  analyzer: string,
): number | undefined {
  let size = 0;
  let found = 0;
  for (const [term, count] of terms) {
    size += count;
    if (sources.some((source) => source.terms.has(term))) found += count;
  }
  if (size < (analyzer.startsWith("cjk-") ? LEAST_PAIRS : LEAST_TERMS)) return undefined;
  let best = 0;
  for (const { sentences } of sources)
    for (const sentence of sentences) best = Math.max(best, shareHeld(terms, sentence.terms));
  return (found / size + best) / 2;
}

/** Coverage, less a tenth of ln(1 + missing) for numbers and for words of names. */
export function toSupport(coverage: number, badNumbers: number, badNames: number): number {
  const cost = VALUE_COST * (Math.log1p(badNumbers) + Math.log1p(badNames));
  return Math.min(1, Math.max(0, coverage - cost));
}

/** Words of missing names that stand nowhere in the sources, in any case or form; each once. */
export function listMissingWords(
  names: readonly string[],
  sources: readonly string[],
  analyzer: string,
): readonly string[] {
  if (names.length === 0) return [];
  const held = toContentTerms(sources.join("\n"), analyzer);
  const words = names
    .flatMap((name) => name.split(/['’]s(?!\p{L})|[^\p{L}\p{M}\p{N}]+/u))
    .filter((word) => ![...toContentTerms(word, analyzer).keys()].every((term) => held.has(term)));
  return [...new Set(words)];
}

/** Sentences of a text; items that follow each other on one line are cut as well. */
export function cutAnswer(text: string, language: string): readonly string[] {
  return splitSentences(text, language).flatMap(({ start, end }) =>
    text.slice(start, end).split(INLINE_ITEM),
  );
}
