/** @module Which checks the sentences of a reply fail, by the names that attribution knows. */
import type { AnswerReply, ReplyGrade } from "../../domain/evaluation.ts";
import type { GoldenCase } from "../../domain/golden-set.ts";
import { analyzerIdFor } from "../../engine/analysis/index.ts";
import type { Verifier } from "../../ports/verifier.ts";

const LOW_SUPPORT = "low_support";

/** What the verifiers' own words are about; what they say else is little support. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:number|date|time)\b/, "number"],
  [/\bname\b/, "name"],
];

/**
 * In the order of the sentences, each check once. A citation of what was not shown, and none at all,
 * fail before any text is read. Empty where nothing was shown: nothing could be cited.
 */
export async function listFailedChecks(
  golden: GoldenCase,
  { sentences, passages, language = golden.language ?? "en" }: AnswerReply,
  { unsupported }: Pick<ReplyGrade, "unsupported">,
  verifier: Verifier,
): Promise<readonly string[]> {
  if (passages.length === 0) return [];
  const shown = new Map(passages.map((passage) => [passage.id, passage]));
  const checks: string[] = [];
  for (const { text, factual, citations } of sentences) {
    if (!factual) continue;
    const sources = [...new Set(citations)].flatMap((id) => shown.get(id) ?? []);
    if (citations.length === 0) checks.push("no_citation");
    else if (sources.length < new Set(citations).size) checks.push("unknown_id");
    else if (unsupported.includes(text)) {
      const { failures } = await verifier.verify({
        sentence: text,
        sources: sources.map((source) => ({ text: source.text, headings: [] })),
        question: golden.text,
        language,
        analyzer: analyzerIdFor(language),
      });
      checks.push(...(failures.length > 0 ? failures.map(toCheck) : [LOW_SUPPORT]));
    }
  }
  return [...new Set(checks)];
}

/** Of a verifier's own words. */
export function toCheck(failure: string): string {
  return KINDS.find(([words]) => words.test(failure))?.[1] ?? LOW_SUPPORT;
}
