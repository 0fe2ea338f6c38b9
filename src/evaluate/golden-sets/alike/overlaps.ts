/** @module Which cases ask with much the same terms, whatever their order and form. */
import type { GoldenCase } from "../../../domain/golden-set.ts";
import { computeJaccard } from "../../../foundation/min-hash.ts";
import { tellLanguage, type TextTools } from "../text-tools.ts";
import { toAskedText, type RepeatedCase } from "./repeats.ts";

/** What overlaps are found with. */
export type TermTools = Pick<TextTools, "listTerms" | "detectLanguage">;

/**
 * Shared share of content terms from which one question nearly repeats another. On SciFact it marks,
 * with shared documents, exactly the claims that its clean list leaves out.
 */
const TERM_OVERLAP = 0.5;

/**
 * Every pair whose content terms overlap by half or more, the later one second. Terms look up the
 * cases that hold them, so that cases without a term in common are never compared.
 *
 * @param matters leaves out pairs that nobody asks for before they are compared.
 */
export function findOverlaps<T extends Pick<GoldenCase, "id" | "text" | "history" | "language">>(
  cases: readonly T[],
  tools: TermTools,
  matters: (one: T, other: T) => boolean = () => true,
): readonly RepeatedCase<T>[] {
  const holders = new Map<string, number[]>();
  const texts = cases.map(toAskedText);
  const usual = tellLanguage(texts, tools);
  const sets = cases.map(
    ({ language }, index) => new Set(tools.listTerms(texts[index] ?? "", language ?? usual)),
  );
  return cases.flatMap((other, index) => {
    const terms = sets[index] ?? new Set<string>();
    const met = new Set<number>();
    for (const term of terms) {
      const known = holders.get(term);
      for (const number of known ?? []) met.add(number);
      if (known) known.push(index);
      else holders.set(term, [index]);
    }
    return [...met].flatMap((number): RepeatedCase<T>[] => {
      const one = cases[number];
      if (!one || !matters(one, other)) return [];
      const similarity = computeJaccard(sets[number] ?? new Set<string>(), terms);
      return similarity >= TERM_OVERLAP ? [{ one, other, similarity }] : [];
    });
  });
}
