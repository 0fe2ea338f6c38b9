/** @module What makes two versions of a case the same case. */
import type { GoldenCase } from "../../domain/golden-set.ts";
import { hashJson } from "../../foundation/hash.ts";

/** A case that has no hash yet, or whose hash is about to change. */
export type CaseDraft = Omit<GoldenCase, "hash">;

/**
 * SHA-256 of the canonical JSON of all that decides what is right. Part, group, stratum and labels
 * are not in it: they may change, and the case can still be compared.
 */
export function computeCaseHash(draft: CaseDraft): string {
  const { text, history, language, principals, answerable, answers, evidence, checks } = draft;
  return hashJson({
    text,
    history,
    language,
    principals,
    answerable,
    answers,
    evidence,
    checks,
    masked: draft.masked,
    grades: Object.fromEntries(draft.grades),
  });
}

export const hashCase = (draft: CaseDraft): GoldenCase => ({
  ...draft,
  hash: computeCaseHash(draft),
});
