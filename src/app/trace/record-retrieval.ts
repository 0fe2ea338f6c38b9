/** @module What was ranked and what was read of it, as records hold it. */
import type { RecordedHit, RecordedLegs, RecordedPassage } from "../../domain/answer-record.ts";
import type { Passage } from "../../domain/passage.ts";
import type { LegResults } from "../../ports/store.ts";
import type { Retrieved } from "../../retrieve/index.ts";

/** Of each leg, in records (guide: evaluation, section 7.1). */
const RECORDED = 100;

/** Without names, where the search was not asked for them, there are no legs. */
export function recordLegs({ result, alpha, order }: Retrieved): RecordedLegs {
  const toHits = (leg: LegResults["lexical"]): readonly RecordedHit[] =>
    leg.slice(0, RECORDED).flatMap(({ candidate, score }, index): readonly RecordedHit[] => {
      const { chunkId, place } = result.candidates[candidate] ?? {};
      if (chunkId === undefined) return [];
      return [{ chunkId, ...place, rank: index + 1, score: Math.fround(score) }];
    });
  const lexical = toHits(result.lexical);
  const dense = toHits(result.dense);
  const known = new Set([...lexical, ...dense].map(({ chunkId }) => chunkId));
  const keep = (ids: readonly string[]): readonly string[] => ids.filter((id) => known.has(id));
  return {
    lexical,
    dense,
    ...(order.fused.length > 0 ? { fused: keep(order.fused) } : {}),
    ...(order.reranked.length > 0 ? { reranked: keep(order.reranked) } : {}),
    alpha,
    normalization: "tm2",
  };
}

/** @param context one entry a passage; those that repeat another come behind. */
export function recordPassages(
  { passages, folded }: Pick<Retrieved, "passages" | "folded">,
  context: readonly RecordedPassage["context"][],
  isShown = false,
): readonly RecordedPassage[] {
  return [
    ...passages.map((passage, index) => recordPassage(passage, context[index] ?? "in", isShown)),
    ...folded.map((passage) => recordPassage(passage, "duplicate", false)),
  ];
}

function recordPassage(
  passage: Passage,
  context: RecordedPassage["context"],
  isShown: boolean,
): RecordedPassage {
  const { chunkIds, documentId, versionHash, span, rank, score } = passage;
  const { title, headings, modifiedAt } = passage;
  return {
    chunkIds,
    documentId,
    versionHash,
    ...span,
    rank,
    score,
    context,
    ...(isShown && context === "in" ? { shown: { title, headings, modifiedAt } } : {}),
  };
}
