/** @module A draft becomes a row: personal data masked in all its texts alike. */
import { listOwnNames } from "../personal/find-names.ts";
import { createMasker } from "../personal/mask.ts";
import { mapTexts, toRowId, type RowDraft, type TrainingRow } from "../row.ts";
import { countTokens } from "./count-tokens.ts";

export function maskRow(draft: RowDraft, groupId: string, weight: number): TrainingRow {
  const masker = createMasker(listOwnNames(draft.people));
  const masked = mapTexts(draft, (text) => masker.mask(text));
  const { key: _key, ties: _ties, people: _people, gold: _gold, ...row } = masked;
  return {
    ...row,
    id: toRowId(draft),
    groupId,
    weight,
    tokens: countTokens(masked),
    masked: masker.counts,
  };
}
