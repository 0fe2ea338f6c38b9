/** @module Grounding checks without a model: exact ones that block, and a score that marks. */
import { z } from "zod";
import type { Span } from "../../domain/document.ts";
import { detectLanguage, getAnalyzer } from "../../engine/analysis/index.ts";
import { splitSentences } from "../../engine/evidence/index.ts";
import { defineAdapter } from "../../ports/adapter.ts";
import type { Verification, Verifier, VerifyRequest } from "../../ports/verifier.ts";
import { capitalizesNouns } from "./german-nouns.ts";
import { findMissingNumbers } from "./exact-values.ts";
import { findMissingNames } from "./names.ts";
import { findVerbatim } from "./verbatim.ts";

/** A sentence of fewer content terms is too short for a share to mean anything. */
const LEAST_TERMS = 3;
/** What a missing value costs the score, from `1 + count` logarithmically. */
const VALUE_COST = 0.1;

/**
 * Numbers and names of a sentence must occur in its sources or in the question. The score is half
 * the share of the sentence's terms in all sources and half the share in the best single sentence
 * of them, less a tenth of ln(1 + missing) for numbers and names each (evaluation guide, 4.2).
 */
export const lexicalVerifier = defineAdapter({
  port: "verifier",
  name: "lexical",
  options: z.strictObject({}),
  async create(): Promise<Verifier> {
    return { id: "lexical-2", verify: async (request) => verifyLexically(request) };
  },
});

export function verifyLexically(request: VerifyRequest): Verification {
  const { sentence, sources, question } = request;
  const verbatim = sources.flatMap(({ text, quote }, source) => {
    const start = findVerbatim(text, sentence, quote?.start);
    return start === undefined ? [] : [{ source, start, end: start + sentence.length }];
  });
  if (verbatim.length > 0) return { failures: [], support: 1, evidence: verbatim };
  // An answer is in the question's language, whatever that of its sources; a short one tells neither.
  const language =
    detectLanguage(sentence) ??
    [request.language, detectLanguage(question)].find((tag) => tag && capitalizesNouns(tag)) ??
    request.language;
  const haystack = [...sources.flatMap(({ text, headings }) => [text, ...headings]), question];
  const numbers =
    sources.length === 0
      ? []
      : findMissingNumbers(sentence, haystack, [language, request.language, request.analyzer]);
  const names = sources.length === 0 ? [] : findMissingNames(sentence, haystack, language);
  const failures = [
    ...(sources.length === 0 ? ["no source"] : []),
    ...numbers.map((number) => `the number ${number} is not in the source`),
    ...names.map((name) => `the name ${name} is not in the source`),
  ];
  return { failures, ...scoreSupport(request, numbers.length, names.length) };
}

function scoreSupport(
  { sentence, sources, analyzer, language }: VerifyRequest,
  badNumbers: number,
  badNames: number,
): Pick<Verification, "support" | "evidence"> {
  const toTerms = (text: string): ReadonlySet<string> =>
    new Set([...getAnalyzer(analyzer).count(text).counts.keys()].filter((t) => !/\d/.test(t)));
  const terms = toTerms(sentence);
  const share = (held: ReadonlySet<string>): number =>
    [...terms].filter((term) => held.has(term)).length / terms.size;
  const evidence = sources
    .flatMap(({ text }, source) =>
      findBestPlace(text, language, (part) => share(toTerms(part))).map((place) => ({
        ...place,
        source,
      })),
    )
    .toSorted((a, b) => b.share - a.share || a.source - b.source);
  const places = evidence.map(({ source, start, end }) => ({ source, start, end }));
  if (terms.size < LEAST_TERMS) return { support: undefined, evidence: places };
  const all = share(toTerms(sources.map(({ text }) => text).join("\n")));
  const cost = VALUE_COST * (Math.log1p(badNumbers) + Math.log1p(badNames));
  const support = Math.min(1, Math.max(0, (all + (evidence[0]?.share ?? 0)) / 2 - cost));
  return { support, evidence: places };
}

/** The sentence that holds the largest share, the first of equals; none that holds nothing. */
function findBestPlace(
  text: string,
  language: string,
  shareOf: (part: string) => number,
): readonly (Span & { readonly share: number })[] {
  let best: (Span & { readonly share: number }) | undefined;
  for (const { start, end } of splitSentences(text, language)) {
    const share = shareOf(text.slice(start, end));
    if (share > (best?.share ?? 0)) best = { start, end, share };
  }
  return best ? [best] : [];
}
