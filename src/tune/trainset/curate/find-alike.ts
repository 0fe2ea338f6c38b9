/** @module Rows that ask nearly the same: what must be on one side of a split. */
import { findOverlaps, findRepeats, type TermTools } from "../../../evaluate/index.ts";
import { DisjointSets } from "../../../foundation/disjoint-sets.ts";
import { LABEL_LANES, toRowId, type RowDraft } from "../row.ts";
import { createTextIndex } from "./drop-duplicates.ts";

/**
 * What common terms alone join holds no more of the rows than this: questions of one template have
 * most terms in common. The same as in the split of golden sets.
 */
const LARGEST_BY_WORDING = 0.1;
const SMALL = 6;

/**
 * Pairs of ids. Nearly the same words always count; nearly the same terms where a question has an
 * answer of its own, and not where many questions share a label.
 */
export function findAlike(
  drafts: readonly RowDraft[],
  tools: TermTools,
): readonly (readonly [string, string])[] {
  const asked = drafts.map((draft) => ({
    id: toRowId(draft),
    text: draft.input.messages.at(-1)?.text ?? "",
    history: draft.input.messages.slice(0, -1),
    language: draft.language,
  }));
  const pairs: (readonly [string, string])[] = findRepeats(asked).map(({ one, other }) => [
    one.id,
    other.id,
  ]);
  const index = createTextIndex<string>();
  for (const { id, text } of asked) {
    for (const other of index.find(text)) pairs.push([other, id]);
    index.add(id, text);
  }
  if (drafts.every(({ lane }) => LABEL_LANES.has(lane))) return pairs;
  return [...pairs, ...joinByTerms(asked, pairs, tools)];
}

function joinByTerms(
  asked: Parameters<typeof findOverlaps>[0],
  pairs: readonly (readonly [string, string])[],
  tools: TermTools,
): readonly (readonly [string, string])[] {
  const sets = new DisjointSets();
  for (const { id } of asked) sets.weigh(id);
  for (const [one, other] of pairs) sets.join(one, other);
  const most = Math.max(SMALL, LARGEST_BY_WORDING * asked.length);
  const joined: (readonly [string, string])[] = [];
  const overlaps = findOverlaps(asked, tools).toSorted((a, b) => b.similarity - a.similarity);
  for (const { one, other } of overlaps) {
    if (sets.weightOf(one.id) + sets.weightOf(other.id) > most) continue;
    sets.join(one.id, other.id);
    joined.push([one.id, other.id]);
  }
  return joined;
}
