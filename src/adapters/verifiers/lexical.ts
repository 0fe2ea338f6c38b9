/** @module Grounding checks without a model: exact ones that block, and a score that marks. */
import { z } from "zod";
import { getAnalyzer } from "../../engine/analysis/index.ts";
import { splitSentences } from "../../engine/evidence/index.ts";
import { defineAdapter } from "../../ports/adapter.ts";
import type { Verification, Verifier, VerifyRequest } from "../../ports/verifier.ts";
import { findMissingNames, findMissingNumbers } from "./exact-values.ts";
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
    return { id: "lexical-1", verify: async (request) => verifyLexically(request) };
  },
});

export function verifyLexically(request: VerifyRequest): Verification {
  const { sentence, sources, question } = request;
  for (const [source, { text, quote }] of sources.entries()) {
    const start = findVerbatim(text, sentence, quote?.start);
    if (start === undefined) continue;
    return { failures: [], support: 1, evidence: { source, start, end: start + sentence.length } };
  }
  const haystack = [...sources.flatMap(({ text, headings }) => [text, ...headings]), question];
  const numbers = sources.length === 0 ? [] : findMissingNumbers(sentence, haystack);
  const names = sources.length === 0 ? [] : findMissingNames(sentence, haystack);
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
  if (terms.size < LEAST_TERMS) return { support: undefined };
  const share = (held: ReadonlySet<string>): number =>
    [...terms].filter((term) => held.has(term)).length / terms.size;
  const all = share(toTerms(sources.map(({ text }) => text).join("\n")));
  let best = { share: 0, source: -1, start: 0, end: 0 };
  for (const [source, { text }] of sources.entries())
    for (const { start, end } of splitSentences(text, language)) {
      const found = share(toTerms(text.slice(start, end)));
      if (found > best.share) best = { share: found, source, start, end };
    }
  const cost = VALUE_COST * (Math.log1p(badNumbers) + Math.log1p(badNames));
  const support = Math.min(1, Math.max(0, (all + best.share) / 2 - cost));
  const { source, start, end } = best;
  return source < 0 ? { support } : { support, evidence: { source, start, end } };
}
